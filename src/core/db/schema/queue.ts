import type { Generated } from "kysely";

/** The one outcome each item ends in. */
export type Outcome = "ok" | "not_found" | "unavailable" | "retry" | "failed";

/** What every queue has. */
export interface QueueColumns {
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  outcome: Outcome | null;
  last_error: string | null;
  claimed_by: bigint | null;
}
