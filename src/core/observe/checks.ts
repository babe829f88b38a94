import type { StatusReport } from "./status.js";

export interface CheckLimits {
  /** Share of items that may end in an error, 0–1. */
  maxErrorShare: number;
  /** A run without a sign of life for longer is dead. */
  deadAfterSeconds: number;
}

export interface Problem {
  /** What is wrong, as one word for machines. */
  kind: "overdue" | "died" | "failed" | "breaker" | "errors" | "dead_letters";
  message: string;
}

/** Fewer items say nothing about a share. */
const ITEMS_FOR_A_SHARE = 20;
/** A command may be so much later than its habit. */
const OVERDUE_FACTOR = 3;
const OVERDUE_AT_LEAST_SECONDS = 600;

/** @returns what is wrong, the worst first; empty: all is well. */
export function problemsIn(report: StatusReport, limits: CheckLimits): Problem[] {
  const problems: Problem[] = [];
  for (const run of report.lastRuns) {
    const { command, status, usualPauseSeconds: usual } = run;
    const isSilent = status === "running" && run.silentSeconds > limits.deadAfterSeconds;
    if (status === "died" || isSilent) {
      problems.push({ kind: "died", message: `${command}: its last run (${run.run_id}) died.` });
    } else if (status === "failed") {
      problems.push({
        kind: "failed",
        message: `${command}: its last run failed: ${run.stop_reason ?? "no reason recorded"}`,
      });
    }
    if (
      status !== "running" &&
      usual !== null &&
      run.ageSeconds > Math.max(OVERDUE_AT_LEAST_SECONDS, OVERDUE_FACTOR * usual)
    ) {
      const minutes = (seconds: number) => Math.round(seconds / 60);
      problems.push({
        kind: "overdue",
        message: `${command} is overdue: last started ${minutes(run.ageSeconds)} min ago, usually every ${minutes(usual)} min.`,
      });
    }
  }
  for (const { source, breaker } of report.sources) {
    if (breaker !== "closed")
      problems.push({
        kind: "breaker",
        message: `${source}: the circuit breaker is ${breaker.replace("_", " ")}.`,
      });
  }
  const { items, errors } = report.lastHour;
  if (items >= ITEMS_FOR_A_SHARE && errors / items > limits.maxErrorShare) {
    problems.push({
      kind: "errors",
      message: `${Math.round((100 * errors) / items)} % of the last hour's ${items} items ended in an error; igminer errors shows them.`,
    });
  }
  if (report.newDeadLettersToday > 0) {
    problems.push({
      kind: "dead_letters",
      message: `${report.newDeadLettersToday} item(s) failed for good in the last 24 hours; igminer errors shows why, igminer retry puts them back.`,
    });
  }
  return problems;
}
