import type { ColumnType, Generated } from "kysely";

/** The outcome of an item. */
export type Outcome = "ok" | "not_found" | "unknown" | "unavailable" | "retry" | "failed";

/** The columns of every queue. */
export interface QueueColumns {
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  outcome: Outcome | null;
  last_error: string | null;
  claimed_by: bigint | null;
}

/** For a queue of names: which sources have called a name absent (`Absences`). */
export interface AbsenceColumn {
  absences: ColumnType<unknown, string | null, string | null>;
}
