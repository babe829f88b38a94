import type { Profile } from "../instagram/profile.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import { existenceFrom } from "./existence.js";
import { profileFromEdgeForm } from "./shapes/edge-form.js";
import type { ProfileSource } from "./source.js";
import { userInProfileInfo } from "./web-profile-info.js";

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

  function profile(username: string, signal: AbortSignal): Promise<Profile> {
    const url = new URL(`api/v1/users/web_profile_info/?username=${encodeURIComponent(username)}`, base);
    return gate.run(async (attempt) => {
      const answer = await http.get(url, { headers: HEADERS, signal: attempt.signal });
      return profileFromEdgeForm(userInProfileInfo("web", answer, now()), now());
    }, signal);
  }

  return {
    name: "web",
    profile,
    // There is nothing cheaper to ask than the profile itself.
    exists: (username, signal) => existenceFrom(() => profile(username, signal)),
    async close() {},
  };
}
