import { sql, type Transaction } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { suppress } from "../../outreach/suppression.js";
import type { OwnSuppression } from "./own-rows.js";

/**
 * Restores suppressions for the same accounts and from the same time. Block lists of sequencers must be reported again,
 * since the other store may use another sequencer.
 * @returns how many were new.
 */
export async function saveOwnSuppressions(
  tx: Transaction<Schema>,
  suppressions: readonly OwnSuppression[],
): Promise<number> {
  if (suppressions.length === 0) return 0;
  const { added } = await suppress(tx, suppressions);
  await sql`
    update "Suppression" as stored
    set at = given.at
    from ${rowsAs("given", suppressions, {
      kind: ["text", ({ kind }) => kind],
      value: ["text", ({ value }) => value],
      at: ["timestamptz", ({ at }) => at],
    })}
    where stored.kind = given.kind and stored.value = given.value and stored.at > given.at
  `.execute(tx);
  return added;
}
