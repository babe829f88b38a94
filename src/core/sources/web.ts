import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { existenceFrom } from "./existence.js";
import type { ProfileSource } from "./source.js";
import { profileInfoIn, profileInProfileInfo } from "./web-profile-info.js";

export interface WebOptions {
  http: Pick<HttpClient, "get">;
  gate: Gate;
  baseUrl: string;
  /** The database's clock. */
  now(): Date;
}

/** What the public endpoint answers to: the app id of Instagram's own web page, a browser's user agent; no cookies (facts §1). */
const HEADERS = {
  "x-ig-app-id": "936619743392459",
  "user-agent":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
  accept: "application/json",
};

/** Instagram's public web endpoint, without an account. */
export function webSource({ http, gate, baseUrl, now }: WebOptions): ProfileSource {
  const base = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;

  function ask<T>(username: string, read: (answer: HttpAnswer) => T, signal: AbortSignal): Promise<T> {
    const url = new URL(`api/v1/users/web_profile_info/?username=${encodeURIComponent(username)}`, base);
    return gate.run(async (attempt) => {
      return read(await http.get(url, { headers: HEADERS, signal: attempt.signal }));
    }, signal);
  }

  return {
    name: "web",
    profile: (username, signal) =>
      ask(username, (answer) => profileInProfileInfo("web", answer, now()), signal),
    // There is nothing cheaper to ask than the profile itself.
    exists: (username, signal) =>
      existenceFrom(() => ask(username, (answer) => profileInfoIn("web", answer, now()), signal)),
    async close() {},
  };
}
