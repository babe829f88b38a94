import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Visit } from "../browser/visit.js";
import { EXIT, Failure, messageOf } from "../failure.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { chosenFolder } from "../private-folder.js";
import type { Mask } from "../record/secrets.js";
import { parseJson } from "./json.js";
import { asTime, isObject } from "./shapes/values.js";
import { SOURCE_NAMES, type SourceName } from "./source.js";

/** One recorded answer: a line of a recording, `{"recorded": {…}, "body": "…"}`. */
export interface RecordedAnswer {
  source: SourceName;
  at: Date;
  /** The question: path and query below the source's base URL, without keys; for the browser, the username. */
  asked: string;
  status: number;
  headers: HttpAnswer["headers"];
  /** The answer's text; for the browser, the visit as JSON. */
  body: string;
}

/** Records the answers of sources. */
export interface Recorder {
  /** Wraps the client of a source so that its answers are recorded. */
  watch(source: SourceName, http: Pick<HttpClient, "get">, baseUrl: string): Pick<HttpClient, "get">;
  /** @returns the time that is recorded. */
  noteVisit(username: string, visit: Visit): Promise<Date>;
}

const KEPT_HEADERS = ["location", "retry-after", "content-type"];
/** Query parameters that hold a key. */
const KEY_PARAMETERS = ["access_token"];

/**
 * Records to a new file in the folder, one compressed line per answer: a run that is killed loses at most the last one.
 * Keys are removed from both questions and answers. Only the user can read the files.
 * @throws Failure (exit 2) if the folder cannot be created, or others can write to it.
 */
export async function openRecorder(folder: string, mask: Mask, now: () => Date): Promise<Recorder> {
  chosenFolder(
    folder,
    (error) =>
      new Failure(
        EXIT.usage,
        `--record ${folder} cannot be written: ${messageOf(error)}`,
        "Choose a folder that can be created.",
        error,
      ),
  );
  const name = `${now().toISOString().replace(/[:.]/g, "-")}-${process.pid}.jsonl.gz`;
  const file = join(folder, name);
  let writing: Promise<void> = Promise.resolve();

  async function write(answer: Omit<RecordedAnswer, "at">): Promise<Date> {
    const { body, ...recorded } = answer;
    const at = now();
    const line = JSON.stringify({ recorded: { ...recorded, at }, body });
    // Each line is compressed on its own, so everything written so far is complete.
    const bytes = gzipSync(`${mask.text(line)}\n`);
    writing = writing.then(() => appendFile(file, bytes, { mode: 0o600 }));
    await writing;
    return at;
  }

  return {
    watch: (source, http, baseUrl) => ({
      async get(url, request) {
        const answer = await http.get(url, request);
        const headers = Object.fromEntries(
          Object.entries(answer.headers).filter(([header]) => KEPT_HEADERS.includes(header)),
        );
        const at = await write({
          source,
          asked: askedOf(url, baseUrl),
          status: answer.status,
          headers,
          body: answer.body,
        });
        return { ...answer, at };
      },
    }),
    noteVisit: (username, visit) =>
      write({ source: "browser", asked: username, status: 200, headers: {}, body: JSON.stringify(visit) }),
  };
}

/** @returns path and query of a URL below a base, without keys. It is the same for every base. */
export function askedOf(url: URL, baseUrl: string): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of KEY_PARAMETERS) query.delete(name);
  const base = new URL(baseUrl).pathname.replace(/\/$/, "");
  const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
  return `${path.slice(1)}${query.size > 0 ? `?${query}` : ""}`;
}

/** @returns the recorded answer in a line of a recording, or null if it is none. */
export function recordedAnswerIn(json: unknown): RecordedAnswer | null {
  if (!isObject(json) || !isObject(json.recorded) || typeof json.body !== "string") return null;
  const { source, asked, status, headers, at } = json.recorded;
  const time = asTime(at);
  const name = SOURCE_NAMES.find((each) => each === source);
  if (name === undefined || typeof asked !== "string" || typeof status !== "number" || time === null)
    return null;
  return {
    source: name,
    asked,
    status,
    at: time,
    headers: isObject(headers) ? (headers as HttpAnswer["headers"]) : {},
    body: json.body,
  };
}

/** @returns the JSON bodies in a recorded answer: its own, or those that a page fetched. Refusals have none. */
export function bodiesIn({ source, status, body }: RecordedAnswer): unknown[] {
  const bodies = source === "browser" ? visitIn(body).answers.map(({ answer }) => answer.body) : [body];
  if (status !== 200) return [];
  return bodies.flatMap((text) => {
    try {
      return [parseJson(text.replace(/^for \(;;\);/, ""))];
    } catch {
      return [];
    }
  });
}

/** @returns the visit in a recorded answer of the browser. */
export function visitIn(body: string): Visit {
  const visit = JSON.parse(body) as Visit;
  return { ...visit, answers: visit.answers.map((answer) => ({ ...answer, url: new URL(answer.url) })) };
}
