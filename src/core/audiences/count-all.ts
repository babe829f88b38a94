import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { withoutTimeLimit } from "../db/unlimited.js";
import { noteCounts, readAudiences } from "./audiences.js";
import { type AudienceCount, countAudience } from "./count.js";

/** Counts the accounts of every audience and stores the counts. Reads the table of accounts once for each audience. */
export async function countAudiences(
  db: Kysely<Schema>,
  signal: AbortSignal,
): Promise<(AudienceCount & { name: string })[]> {
  const counts = [];
  for (const { id, name, criteria } of await readAudiences(db)) {
    signal.throwIfAborted();
    const count = await inTransaction(db, async (tx) => {
      await withoutTimeLimit(tx);
      const counted = await countAudience(tx, criteria);
      await noteCounts(tx, id, counted);
      return counted;
    });
    counts.push({ name, ...count });
  }
  return counts;
}
