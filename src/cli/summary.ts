import type { BatchEvent, BatchResult } from "../core/batch/live-run.js";
import { wordsFor } from "../core/batch/outcome.js";
import type { RunCounts } from "../core/record/runs.js";
import { REFUSED_REQUEST } from "../core/source-error.js";
import { counted, formatCount, formatDuration } from "./format.js";

const OUTCOME_WORDS: [keyof RunCounts, string][] = [
  ["not_found", "not found"],
  ["unknown", "reported absent, not confirmed"],
  ["unavailable", "unavailable"],
  ["retried", "to be tried again"],
  ["failed", "failed for good"],
  ["given_back", "returned to the queue"],
];

/** @returns one line for a running batch. */
export function progressLine(
  command: string,
  { counts, batch }: Extract<BatchEvent, { kind: "progress" }>,
  elapsedMs: number,
): string {
  const done =
    counts.ok + counts.not_found + counts.unknown + counts.unavailable + counts.retried + counts.failed;
  const perMinute = Math.round(done / (elapsedMs / 60_000));
  const trouble = counts.retried + counts.failed;
  return `${command}: ${formatCount(done)} of at most ${formatCount(batch)}, ${formatCount(perMinute)} a minute${trouble > 0 ? `, ${formatCount(trouble)} with errors` : ""}`;
}

/**
 * @returns the summary of a finished run, in a few aligned lines.
 * @param advice the command's own advice on what to do next, or null for the general advice.
 */
export function summaryText(result: BatchResult, advice: string | null = null): string {
  const { command, counts, stop, tallies, nothingToDo } = result;
  if (nothingToDo !== null) return `${command}: ${nothingToDo}`;
  const took = `${formatDuration(result.durationMs)}${result.requests > 0 ? `, ${counted(result.requests, "request")}` : ""}`;
  const others = OUTCOME_WORDS.filter(([name]) => counts[name] > 0).map(
    ([name, words]) => `${formatCount(counts[name])} ${words}`,
  );
  if (result.skipped > 0) others.push(`${formatCount(result.skipped)} already known`);
  const found = Object.entries(tallies)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${formatCount(value)} ${tallyWords(name, value)}`);
  const lines: [string, string][] = [
    [command, `${counted(counts.ok, "item")} done in ${took}`],
    ["besides", others.join(" · ")],
    ["saved", found.join(" · ")],
    ["stopped", stop === null ? "" : wordsFor(stop)],
    ["next", advice ?? nextStep(result)],
  ];
  const shown = lines.filter(([, text]) => text !== "");
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, text]) => `${label.padEnd(width)}  ${text}`).join("\n");
}

/** `accounts_new` in words: "2 accounts new", "1 account new". */
export function tallyWords(name: string, value: number): string {
  const words = name.replaceAll("_", " ");
  return value === 1
    ? words.replace(/^(account|post|email|link|comment|picture|name|lead|part|message)s\b/, "$1")
    : words;
}

/** @returns the same as JSON, with names as in the `Run` table. */
export function resultJson({
  runId,
  command,
  status,
  exitCode,
  stop,
  counts,
  skipped,
  tallies,
  requests,
  durationMs,
  nothingToDo,
}: BatchResult) {
  return {
    run_id: runId,
    command,
    status,
    exit_code: exitCode,
    stop_reason: stop && wordsFor(stop),
    ...counts,
    skipped,
    ...tallies,
    requests,
    duration_ms: Math.round(durationMs),
    nothing_to_do: nothingToDo,
  };
}

function nextStep({ command, stop, counts }: BatchResult): string {
  if (stop?.kind === "failure") return stop.error.hint;
  if (stop?.kind === "source") {
    if (stop.error.context.reason === REFUSED_REQUEST)
      return "Change the setting named above; nothing was lost, the next run continues from here.";
    return stop.error.kind === "unauthorized"
      ? "Check the key: igminer config shows its origin."
      : "Nothing was lost; the next run continues from here.";
  }
  if (counts.failed > 0)
    return `igminer errors --command ${command} shows why; igminer retry returns them to the queue.`;
  if (counts.retried > 0) return `igminer errors --command ${command} shows why.`;
  return "";
}
