import type { Kysely } from "kysely";
import { Counter, Gauge, Registry } from "prom-client";
import type { Schema } from "../db/schema.js";
import type { ServiceState } from "./chain.js";
import { readTotals } from "./roll-up.js";
import { spentInAll } from "./spend.js";
import { lastSuccesses, type StatusReport } from "./status.js";

/** Sources of the metrics besides their tables. */
export interface Snapshot {
  version: string;
  report: StatusReport;
  services: readonly ServiceState[];
  /** Maximum requests per day for a source, or null for no limit. */
  dailyBudgetOf(source: string): number | null;
}

/**
 * The state of igminer in Prometheus' format (prometheus.io/docs/practices/naming): base units, `_total` for counters,
 * no timestamps. Counters keep their values when what they count is purged.
 */
export async function prometheusText(db: Kysely<Schema>, snapshot: Snapshot): Promise<string> {
  const registry = new Registry();
  const { report, services, version, dailyBudgetOf } = snapshot;

  // Metrics without samples are left out: the library would write a zero without labels.
  function gauge(name: string, help: string, samples: Sample[]): void {
    if (samples.length === 0) return;
    const metric = new Gauge({ name, help, labelNames: labelsOf(samples), registers: [registry] });
    for (const [labels, value] of samples) metric.set(labels, value);
  }
  function counter(name: string, help: string, samples: Sample[]): void {
    if (samples.length === 0) return;
    const metric = new Counter({ name, help, labelNames: labelsOf(samples), registers: [registry] });
    for (const [labels, value] of samples) metric.inc(labels, value);
  }

  const totals = await readTotals(db);
  const named = (name: string): Sample[] =>
    totals.filter((row) => row.name === name).map(({ tags, sum }) => [tags, Math.max(0, sum)]);
  counter("igminer_items_total", "Items by the outcome they ended in", named("items"));
  counter("igminer_item_work_seconds_total", "Time that items were worked on", named("item_seconds"));
  counter("igminer_requests_total", "Requests sent to sources", named("requests"));
  counter("igminer_runs_total", "Runs by how they ended", named("runs"));
  counter("igminer_errors_total", "Errors in ErrorLog by kind", named("errors"));
  counter(
    "igminer_results_total",
    "Totals that commands count, such as new accounts, posts and e-mails",
    totals
      .filter(({ name, tags }) => !OTHER_NAMES.has(name) && tags.command !== undefined)
      .map(
        ({ name, tags, sum }): Sample => [{ command: tags.command as string, what: name }, Math.max(0, sum)],
      ),
  );

  const spent = await spentInAll(db);
  counter(
    "igminer_spend_units_total",
    "Billing units spent, by the ledger",
    spent.map(({ units, usd: _usd, ...labels }): Sample => [labels, units]),
  );
  counter(
    "igminer_spend_usd_total",
    "US dollars spent, at the unit price of the day",
    spent.flatMap(({ units: _units, usd, ...labels }): Sample[] => (usd === null ? [] : [[labels, usd]])),
  );

  gauge("igminer_build_info", "Version of the igminer that wrote these metrics", [[{ version }, 1]]);
  gauge("igminer_database_size_bytes", "Size of the database", [[{}, Number(report.databaseBytes)]]);
  gauge(
    "igminer_stored_rows",
    "Rows stored; of large tables an estimate",
    Object.entries(report.totals).map(([what, { rows }]) => [{ what }, rows]),
  );
  gauge(
    "igminer_queue_rows",
    "Rows of a queue by state; of large tables an estimate",
    report.queues.flatMap(({ queue, states }): Sample[] =>
      Object.entries(states).map(([state, { rows }]) => [{ queue, state }, rows]),
    ),
  );
  gauge("igminer_last_hour_items", "Items that ended within the last hour", [[{}, report.lastHour.items]]);
  gauge("igminer_last_hour_failed_items", "Items that ended in an error within the last hour", [
    [{}, report.lastHour.errors],
  ]);

  const runs = report.lastRuns;
  const successes = await lastSuccesses(
    db,
    runs.map(({ command }) => command),
  );
  gauge(
    "igminer_command_last_success_timestamp_seconds",
    "Time at which the command's last successful run ended",
    successes.map(({ command, at }) => [{ command }, at.getTime() / 1_000]),
  );
  gauge(
    "igminer_command_last_start_timestamp_seconds",
    "Time at which the command was last started",
    runs.map(({ command, started_at }) => [{ command }, started_at.getTime() / 1_000]),
  );
  gauge(
    "igminer_command_last_duration_seconds",
    "Duration of the command's last run",
    runs.flatMap(({ command, durationSeconds: seconds }): Sample[] =>
      seconds === null ? [] : [[{ command }, seconds]],
    ),
  );
  gauge(
    "igminer_command_last_exit_code",
    "Exit code of the command's last run",
    runs.flatMap(({ command, exit_code: code }): Sample[] => (code === null ? [] : [[{ command }, code]])),
  );
  gauge(
    "igminer_service_state",
    "1 for the state that a service is in",
    services.map(({ service, state }) => [{ command: service.name, state: state.replace(" ", "_") }, 1]),
  );

  const { sources } = report;
  gauge(
    "igminer_source_rate_limit_per_second",
    "Requests a second that the adaptive limit allows",
    sources.map(({ source, ratePerMinute }) => [{ source }, ratePerMinute / 60]),
  );
  gauge(
    "igminer_source_breaker_open",
    "1 while the circuit breaker is open or half open",
    sources.map(({ source, breaker }) => [{ source }, breaker === "closed" ? 0 : 1]),
  );
  gauge(
    "igminer_source_false_absence_share",
    "Measured share of existing accounts that a source reports absent",
    sources.flatMap(({ source, falseAbsences }): Sample[] =>
      falseAbsences === null ? [] : [[{ source }, falseAbsences.share]],
    ),
  );
  gauge(
    "igminer_source_budget_used_requests",
    "Requests of today's budget that are used",
    sources.map(({ source, usedToday }) => [{ source }, Number(usedToday)]),
  );
  gauge(
    "igminer_source_budget_limit_requests",
    "Requests a UTC day that the budget allows",
    sources.flatMap(({ source }): Sample[] => {
      const budget = dailyBudgetOf(source);
      return budget === null ? [] : [[{ source }, budget]];
    }),
  );
  return registry.metrics();
}

type Sample = [labels: Record<string, string>, value: number];

/** Rows of `Metrics` that are exported under another name, or are points of a curve. */
const OTHER_NAMES = new Set(["items", "item_seconds", "item_duration_ms", "requests", "runs", "errors"]);

function labelsOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.flatMap(([labels]) => Object.keys(labels)))];
}
