import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** Alerts, watched subjects, and metrics by the hour. */
export interface OperationsTables {
  Alert: AlertTable;
  WatchState: WatchStateTable;
  MetricsHourly: MetricsHourlyTable;
  MetricsTotal: MetricsTotalTable;
  ViewSourceChange: ViewSourceChangeTable;
  ViewRefresh: ViewRefreshTable;
  RetentionWalk: RetentionWalkTable;
  SchedulePause: SchedulePauseTable;
}

export type AlertKind =
  | "run_failed"
  | "run_died"
  | "unexpected_error"
  | "breaker_opened"
  | "breaker_closed"
  | "budget_80"
  | "budget_100"
  | "dead_letters"
  | "odd_answer"
  | "false_absences"
  | "overdue"
  | "overdue_over"
  | "mail_refused"
  | "health_bad"
  | "health_good"
  | "test";

interface AlertTable {
  id: GeneratedAlways<bigint>;
  kind: AlertKind;
  subject: string;
  message: string;
  count: Generated<bigint>;
  first_at: Generated<Date>;
  last_at: Generated<Date>;
  run_id: bigint | null;
  delivered_to: Generated<string[]>;
  channel: string | null;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  last_error: string | null;
  sending_until: Date | null;
  sent_at: Date | null;
}

interface WatchStateTable {
  name: string;
  is_bad: boolean;
  message: string;
  changed_at: Generated<Date>;
  seen_at: Generated<Date>;
}

interface MetricsHourlyTable {
  name: string;
  hour: Date;
  tags: ColumnType<Record<string, string>, string, string>;
  sum: number;
  count: bigint;
  minimum: number;
  maximum: number;
}

interface MetricsTotalTable {
  name: string;
  tags: ColumnType<Record<string, string>, string, string>;
  sum: number;
  count: bigint;
}

interface SchedulePauseTable {
  id: Generated<boolean>;
  paused_at: Generated<Date>;
  until: Date | null;
  ended_at: Date | null;
}

interface ViewSourceChangeTable {
  id: GeneratedAlways<bigint>;
  source: string;
  at: Generated<Date>;
}

interface RetentionWalkTable {
  walked: string;
  after_id: bigint;
}

interface ViewRefreshTable {
  view: string;
  refreshed_at: Generated<Date>;
  duration_ms: Generated<number>;
}
