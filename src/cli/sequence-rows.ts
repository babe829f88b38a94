import { audienceText } from "../core/outreach/sequence-audience.js";
import type { SequenceReport } from "../core/outreach/sequences.js";

/** @returns a sequence as one row of a list. */
export function sequenceRow(sequence: SequenceReport) {
  const { leads } = sequence;
  const of = (...states: (keyof typeof leads)[]) =>
    states.reduce((sum, state) => sum + (leads[state] ?? 0), 0);
  return {
    name: sequence.name,
    open: sequence.closedAt !== null ? "closed" : sequence.pausedAt !== null ? "paused" : "open",
    waiting: of("queued"),
    sending: of("sending"),
    active: of("active"),
    done: of("completed", "replied", "skipped"),
    bounced: of("bounced"),
    unsubscribed: of("unsubscribed"),
    refused: of("refused"),
    withdrawn: of("withdrawn"),
    answered: sequence.answered,
    today: sequence.handedToday,
    daily_cap: sequence.dailyCap,
    audience: audienceText(sequence.audience),
  };
}
