import type { HttpAnswer } from "../net/http-answer.js";

/** @returns the milliseconds a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds, or a date), null where there is none. */
export function retryAfterMs({ headers }: Pick<HttpAnswer, "headers">, now: Date): number | null {
  const header = headers["retry-after"];
  if (header === undefined) return null;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now.getTime();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

/** @returns the members of a JSON object that are texts; empty for anything else. */
export function textsIn(json: unknown): Record<string, string> {
  if (typeof json !== "object" || json === null) return {};
  return Object.fromEntries(
    Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** @returns the parsed body of an answer that reports trouble, where it is JSON. */
export function troubleIn(body: string): Record<string, string> {
  try {
    return textsIn(JSON.parse(body));
  } catch {
    return {};
  }
}
