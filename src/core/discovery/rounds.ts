import { type BatchEvent, type BatchResult, type RunOptions, togetherWith } from "../batch/live-run.js";
import type { RunCounts } from "../record/runs.js";
import type { Measured } from "./score.js";

/** A page of names costs one request and brings dozens; an account costs about three. */
const QUESTIONS_PER_ROUND = 5;
const ACCOUNTS_PER_ROUND = 50;
/** Whether the search still pays is decided after this many newly judged accounts. */
const ENOUGH_JUDGED = 100;

interface Search {
  /** The yield so far of the names mined for the audience. */
  brought(): Promise<Measured>;
  /** The search ends if the share of wanted accounts among those judged last falls below this (0 to 1). */
  stopBelow: number;
  /** Asks questions, in a run of its own; null: no questions are asked. */
  ask: ((run: RunOptions) => Promise<BatchResult>) | null;
  mine(run: RunOptions): Promise<BatchResult>;
}

/**
 * Alternates between asking for names and mining the likeliest, until the batch is complete, nothing is left, a run is
 * stopped, or the yield falls below the limit. Each turn is a run of its own, since it works on another queue.
 */
export async function searchInRounds(
  run: RunOptions,
  { brought: broughtSoFar, stopBelow, ask, mine }: Search,
): Promise<BatchResult> {
  const startedMs = performance.now();
  let result: BatchResult | null = null;
  let believed = await broughtSoFar();
  for (;;) {
    const turns = [
      ...(ask === null ? [] : [{ turn: ask, most: QUESTIONS_PER_ROUND }]),
      { turn: mine, most: ACCOUNTS_PER_ROUND },
    ];
    let isIdle = true;
    for (const { turn, most } of turns) {
      const left = run.batch - (result === null ? 0 : doneIn(result));
      const secondsLeft =
        run.maxSeconds === null ? null : run.maxSeconds - (performance.now() - startedMs) / 1_000;
      if (result !== null && (left < 1 || (secondsLeft !== null && secondsLeft <= 0))) return result;
      const before: BatchResult | null = result;
      const ended = await turn({
        ...run,
        batch: Math.min(most, left),
        maxSeconds: secondsLeft,
        onEvent: (event) => run.onEvent(inAll(event, before, run.batch)),
      });
      result = before === null ? ended : togetherWith(before, ended);
      if (ended.stop !== null) return result;
      if (ended.nothingToDo === null) isIdle = false;
    }
    if (isIdle) return result as BatchResult;
    const brought = await broughtSoFar();
    const judged = brought.judged - believed.judged;
    if (judged < ENOUGH_JUDGED) continue;
    const share = (brought.wanted - believed.wanted) / judged;
    if (share < stopBelow) {
      const text = `Stopped: of the last ${judged} judged accounts ${(100 * share).toFixed(1)} % are wanted, below ${100 * stopBelow} %.`;
      run.onEvent({ kind: "notice", text });
      return result as BatchResult;
    }
    believed = brought;
  }
}

const doneIn = ({ counts, skipped }: BatchResult): number => counts.claimed + skipped;

function inAll(event: BatchEvent, before: BatchResult | null, batch: number): BatchEvent {
  if (event.kind !== "progress" || before === null) return event;
  const names = Object.keys(event.counts) as (keyof RunCounts)[];
  const counts = Object.fromEntries(names.map((name) => [name, event.counts[name] + before.counts[name]]));
  return { ...event, counts: counts as unknown as RunCounts, batch };
}
