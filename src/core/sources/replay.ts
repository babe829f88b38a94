import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import { SourceError } from "../source-error.js";
import { graphSource } from "./graph.js";
import { hikerSource } from "./hiker.js";
import { profileInVisit } from "./profile-page.js";
import { askedOf, type RecordedAnswer, visitIn } from "./recording.js";
import type { ProfileSource, SourceName } from "./source.js";
import { webSource } from "./web.js";

/** Each answer brings its own time. */
const NEVER = new Date(0);
const BASE_URL = "http://recorded.invalid/";

/** Nothing is asked of anybody: no turn has to be waited for. */
const OPEN_GATE: Gate = { run: (ask, signal) => ask({ signal, charge: () => {} }) };

/**
 * A source that answers from a recording as the recorded one did: its own reader reads the same texts, at the times at which
 * they came.
 * @param find the recorded answer to what is asked; null where it was not.
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

/** @returns what an answer is looked up by: what was asked; of the Graph API, whom it was asked about. */
export function keyOf(source: SourceName, asked: string): string {
  return `${source} ${source === "graph" ? (nameIn(asked) ?? asked) : asked}`;
}

/** @returns the username that was asked for; null where the question was about something else. */
export function nameIn(asked: string): string | null {
  const decoded = decodeURIComponent(asked.replaceAll("+", " "));
  const name =
    /[?&]username=([\w.]+)/.exec(decoded) ??
    /\.username\(([\w.]+)\)/.exec(decoded) ??
    /feed\/user\/([\w.]+)\/username/.exec(decoded) ??
    /^([\w.]+)$/.exec(decoded);
  return name?.[1]?.toLowerCase() ?? null;
}
