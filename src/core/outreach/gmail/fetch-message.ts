import { SourceError } from "../../source-error.js";
import type { GmailMailbox, RawMessage } from "./client.js";

/** Retries for a message that Gmail does not return. */
const MORE_TRIES = 3;

/**
 * Fetches a message, with retries that tell a message that Gmail cannot return from a Gmail that does not answer at
 * all.
 * @returns the message; a string with the reason if only this message cannot be fetched; null if it was deleted.
 * @throws SourceError if Gmail does not answer other requests either, or if the run must stop.
 */
export async function fetchMessage(
  gmail: GmailMailbox,
  id: string,
  signal: AbortSignal,
  triesLeft = MORE_TRIES,
): Promise<RawMessage | string | null> {
  try {
    return await gmail.message(id, signal);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.kind === "not_found") return null;
    if (error.kind !== "bad_response" && error.kind !== "transient") throw error;
    if (triesLeft > 0) return fetchMessage(gmail, id, signal, triesLeft - 1);
    await gmail.historyId(signal);
    return error.message;
  }
}
