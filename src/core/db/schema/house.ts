import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from "kysely";

/** Used by every command: runs, errors, metrics, and the shared state of outside services. */
export interface HouseTables {
  Run: RunTable;
  ErrorLog: ErrorLogTable;
  Metrics: MetricsTable;
  SourceState: SourceStateTable;
  AbsenceRecord: AbsenceRecordTable;
  CommitMark: CommitMarkTable;
}

export const RUN_STATUSES = [
  "running",
  "done",
  "partial",
  "stopped",
  "failed",
  "interrupted",
  "died",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export type BreakerState = "closed" | "open" | "half_open";

interface RunTable {
  id: GeneratedAlways<bigint>;
  command: string;
  host: string;
  pid: number;
  version: string;
  options: JSONColumnType<Record<string, unknown>>;
  started_at: Generated<Date>;
  heartbeat_at: Generated<Date>;
  finished_at: Date | null;
  status: Generated<RunStatus>;
  stop_reason: string | null;
  claimed: Generated<bigint>;
  ok: Generated<bigint>;
  not_found: Generated<bigint>;
  unknown: Generated<bigint>;
  unavailable: Generated<bigint>;
  retried: Generated<bigint>;
  failed: Generated<bigint>;
  given_back: Generated<bigint>;
  exit_code: number | null;
}

interface ErrorLogTable {
  id: GeneratedAlways<bigint>;
  run_id: bigint | null;
  command: string;
  subject: string | null;
  kind: string;
  message: string;
  stack: string | null;
  context: JSONColumnType<Record<string, unknown>>;
  at: Generated<Date>;
  fingerprint: GeneratedAlways<string>;
}

interface MetricsTable {
  id: GeneratedAlways<bigint>;
  name: string;
  value: number;
  tags: JSONColumnType<Record<string, string>>;
  at: Generated<Date>;
}

interface AbsenceRecordTable {
  source: string;
  is_guess: boolean;
  found: Generated<number>;
  absent: Generated<number>;
  refuted: Generated<number>;
  confirmed: Generated<number>;
  recent_found: Generated<number>;
  recent_absent: Generated<number>;
  recent_refuted: Generated<number>;
  recent_confirmed: Generated<number>;
  updated_at: Generated<Date>;
}

interface SourceStateTable {
  source: string;
  rate_per_minute: number;
  rate_generation: Generated<number>;
  refused_at_rate: number | null;
  refused_streak: Generated<number>;
  paused_until: Date | null;
  next_slot_at: Generated<Date>;
  window_started_at: Generated<Date>;
  window_ok: Generated<number>;
  window_failed: Generated<number>;
  slice_started_at: Generated<Date>;
  slices_ok: JSONColumnType<number[]>;
  epoch_started_at: Generated<Date>;
  epoch_ok: Generated<number>;
  epoch_ended_at: Date | null;
  breaker: Generated<BreakerState>;
  breaker_state: ColumnType<unknown, string | null, string | null>;
  breaker_changed_at: Generated<Date>;
  breaker_probe_until: Date | null;
  day: Generated<Date>;
  used_today: Generated<bigint>;
  dearest_request: Generated<number>;
  updated_at: Generated<Date>;
  budget_told: Generated<string[]>;
}

interface CommitMarkTable {
  holder: string;
  number: number;
  at: Generated<Date>;
}
