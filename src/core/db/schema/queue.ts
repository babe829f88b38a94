import type { ColumnType, Generated } from "kysely";

/** The one outcome each item ends in. */
export type Outcome = "ok" | "not_found" | "unknown" | "unavailable" | "retry" | "failed";

/** What every queue has. */
export interface QueueColumns {
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  outcome: Outcome | null;
  last_error: string | null;
  claimed_by: bigint | null;
}

/** Of a queue of names: what sources have said of one that they did not know (`Absences`). */
export interface AbsenceColumn {
  absences: ColumnType<unknown, string | null, string | null>;
}
