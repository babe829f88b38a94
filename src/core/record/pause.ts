import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";

/** A pause of the schedule on all machines. */
export interface Pause {
  pausedAt: Date;
  /** null if it lasts until it is ended. */
  until: Date | null;
}

/** @returns the current pause, or null if there is none or its time is over. */
export async function readPause(db: Kysely<Schema>): Promise<Pause | null> {
  const row = await db
    .selectFrom("SchedulePause")
    .select(["paused_at", "until"])
    .where("ended_at", "is", null)
    .where((the) => the.or([the("until", "is", null), the("until", ">", sql<Date>`clock_timestamp()`)]))
    .executeTakeFirst();
  return row === undefined ? null : { pausedAt: row.paused_at, until: row.until };
}

/** Starts a pause, or changes the end of the current one. @param until null to pause until `endPause`. */
export function beginPause(db: Kysely<Schema>, until: Date | null): Promise<void> {
  return inTransaction(db, async (tx) => {
    await tx
      .insertInto("SchedulePause")
      .values({ until })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet({ until, ended_at: null, paused_at: sql<Date>`clock_timestamp()` }),
      )
      .execute();
  });
}

/** Ends the current pause. @returns whether there was one. */
export function endPause(db: Kysely<Schema>): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if ((await readPause(tx)) === null) return false;
    await tx.updateTable("SchedulePause").set({ ended_at: sql<Date>`clock_timestamp()` }).execute();
    return true;
  });
}
