import { serviceOf } from "../schedule/services.js";
import { isDead, overdueBy } from "./chain.js";
import type { LastRun, StatusReport } from "./status.js";

export interface CheckLimits {
  /** Share of items that may end in an error, 0–1. */
  maxErrorShare: number;
  /** A run without a sign of life for longer is dead. */
  deadAfterSeconds: number;
}

export interface Problem {
  /** What is wrong, as one word for machines. */
  kind: "overdue" | "died" | "failed" | "breaker" | "errors" | "dead_letters" | "starved";
  message: string;
}

/** Fewer items say nothing about a share. */
const ITEMS_FOR_A_SHARE = 20;
/** @returns what is wrong, the worst first; empty: all is well. */
export function problemsIn(report: StatusReport, limits: CheckLimits): Problem[] {
  const problems: Problem[] = [];
  for (const run of report.lastRuns) {
    const { command, status } = run;
    if (isDead(run, limits.deadAfterSeconds)) {
      problems.push({ kind: "died", message: `${command}: its last run (${run.run_id}) died.` });
    } else if (status === "failed") {
      problems.push({
        kind: "failed",
        message: `${command}: its last run failed: ${run.stop_reason ?? "no reason recorded"}`,
      });
    }
    const overdue = overdueMessage(run);
    if (overdue !== null) problems.push({ kind: "overdue", message: overdue });
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
  // What stands in the queues, not what happened in a window: it is wrong until somebody has mended it, and not longer.
  for (const { queue, states } of report.queues) {
    const failed = states.failed?.rows ?? 0;
    if (failed === 0) continue;
    const command = queue === "frontier" ? "mine-new" : queue;
    problems.push({
      kind: "dead_letters",
      message: `${command}: ${failed} ${failed === 1 ? "item has" : "items have"} failed for good; igminer errors --command ${command} shows why, igminer retry --command ${command} returns ${failed === 1 ? "it" : "them"} to the queue.`,
    });
  }
  if (report.stuckLeads > 0) {
    problems.push({
      kind: "dead_letters",
      message: `hand-over: ${report.stuckLeads} leads are stuck in requests that failed for good.`,
    });
  }
  return problems;
}

/** @returns by how much a command is late, in words; null: it is not. */
export function overdueMessage(run: LastRun): string | null {
  const overdue = overdueBy(run, serviceOf(run.command));
  if (overdue === null) return null;
  const minutes = (seconds: number) => Math.round(seconds / 60);
  return `${run.command} is overdue: last started ${minutes(overdue.ageSeconds)} min ago, usually every ${minutes(overdue.usualSeconds)} min.`;
}
