import { serviceOf } from "../schedule/services.js";
import { isDead, overdueBy } from "./chain.js";
import type { LastRun, StatusReport } from "./status.js";

export interface CheckLimits {
  /** Tolerated share of items that end in an error, 0–1. */
  maxErrorShare: number;
  /** A run without a heartbeat for longer is dead. */
  deadAfterSeconds: number;
}

export interface Problem {
  /** The kind of problem, as one word for programs. */
  kind: "overdue" | "died" | "failed" | "breaker" | "errors" | "dead_letters" | "starved";
  message: string;
}

/** With fewer items, a share means nothing. */
const ITEMS_FOR_A_SHARE = 20;
/** @returns the problems, worst first; empty if there are none. */
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
  // This counts what is in the queues, not what happened in a time window: the problem lasts until somebody fixes it.
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

/** @returns how late a command is, in words, or null if it is not overdue. */
export function overdueMessage(run: LastRun): string | null {
  const overdue = overdueBy(run, serviceOf(run.command));
  if (overdue === null) return null;
  const minutes = (seconds: number) => Math.round(seconds / 60);
  return `${run.command} is overdue: last started ${minutes(overdue.ageSeconds)} min ago, usually every ${minutes(overdue.usualSeconds)} min.`;
}
