import { SourceError } from "../../source-error.js";
import type { GmailMailbox, RawMessage } from "./client.js";

/** So often more a message is asked for that Gmail does not give. */
const MORE_TRIES = 3;

/**
 * Asks for a message again and again, to tell a message that Gmail cannot give from a Gmail that answers nothing.
 * @returns the message; a text: why only this one cannot be had; null: it is gone.
 * @throws SourceError where Gmail answers nothing else either, and what stops a run.
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
