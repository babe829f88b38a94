import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import { SourceError } from "../source-error.js";
import { graphSource } from "./graph.js";
import { hikerSource } from "./hiker.js";
import { profileInVisit } from "./profile-page.js";
import { askedOf, type RecordedAnswer, visitIn } from "./recording.js";
import type { ProfileSource, SourceName } from "./source.js";
import { webSource } from "./web.js";

/** A placeholder: each answer carries its own time. */
const NEVER = new Date(0);
const BASE_URL = "http://recorded.invalid/";

/** No request is sent, so there is no turn to wait for. */
const OPEN_GATE: Gate = { run: (ask, signal) => ask({ signal, charge: () => {} }) };

/**
 * A source that answers from a recording: the recorded source's own reader reads the same texts, at the times of their
 * arrival.
 * @param find the recorded answer to a question, or null if it was not asked.
 */
export function replayOf(
  source: SourceName,
  find: (asked: string) => Promise<RecordedAnswer | null>,
): ProfileSource {
  async function found(asked: string): Promise<RecordedAnswer> {
    const answer = await find(keyOf(source, asked));
    if (answer === null)
      throw new SourceError("unavailable", `archive: no recorded answer of ${source} for ${asked}`);
    return answer;
  }
  const http: Pick<HttpClient, "get"> = { get: (url) => found(askedOf(url, BASE_URL)) };
  const common = { http: http as HttpClient, gate: OPEN_GATE, baseUrl: BASE_URL, now: () => NEVER };
  switch (source) {
    case "hiker":
      return hikerSource({ ...common, key: "", parts: ["posts", "related"] });
    case "web":
      return webSource({ ...common, headers: {}, controlUsername: "instagram" });
    case "graph":
      return graphSource({ ...common, version: "v0", token: "none", userId: "0" });
    default:
      return {
        name: source,
        async profile(username) {
          const { body, at } = await found(username);
          return profileInVisit(visitIn(body), username, at);
        },
        async close() {},
      };
  }
}

/** @returns the key by which a recorded answer is found: the question or, for the Graph API, the account it was about. */
export function keyOf(source: SourceName, asked: string): string {
  return `${source} ${source === "graph" ? (nameIn(asked) ?? asked) : asked}`;
}

/** @returns the username in a question, or null if it was about something else. */
export function nameIn(asked: string): string | null {
  const decoded = decodeURIComponent(asked.replaceAll("+", " "));
  const name =
    /[?&]username=([\w.]+)/.exec(decoded) ??
    /\.username\(([\w.]+)\)/.exec(decoded) ??
    /feed\/user\/([\w.]+)\/username/.exec(decoded) ??
    /^([\w.]+)$/.exec(decoded);
  return name?.[1]?.toLowerCase() ?? null;
}
