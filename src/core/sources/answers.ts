import type { HttpAnswer } from "../net/http-answer.js";
import { SourceError } from "../source-error.js";
import { parseJson } from "./json.js";
import { type Refusal, refusalIn } from "./shapes/envelope.js";
import type { SourceName } from "./source.js";

/**
 * @returns the milliseconds that a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds or a date), or null without
 * one.
 */
export function retryAfterMs({ headers }: Pick<HttpAnswer, "headers">, now: Date): number | null {
  const header = headers["retry-after"];
  if (header === undefined) return null;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now.getTime();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

/** @returns the failure that a JSON answer reports, or null if it reports none. */
export function saidIn(body: string): Refusal | null {
  if (!/^\uFEFF?\s*\{/.test(body)) return null;
  try {
    const json = parseJson(body);
    const { message } = json as { message?: unknown };
    const said = refusalIn(json);
    return said ?? (typeof message === "string" && message !== "" ? refusalIn({ message }) : null);
  } catch {
    return null;
  }
}

/** Runs a reader of an answer. @throws SourceError as the reader does, with the name of the source added. */
export function readAs<T>(source: SourceName, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SourceError) || error.message.startsWith(`${source}: `)) throw error;
    throw new SourceError(error.kind, `${source}: ${error.message}`, error.context, error);
  }
}
