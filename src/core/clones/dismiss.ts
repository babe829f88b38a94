import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";

/**
 * Marks a pair as harmless, by the ids of its accounts, so that it stays so after a rename.
 * @returns whether there is such a pair.
 */
export async function dismissPair(
  db: Kysely<Schema>,
  { watched, other, note }: { watched: string; other: string; note: string | null },
): Promise<boolean> {
  const result = await sql`
    insert into "DismissedClone" (account_id, clone_id, note)
    select pair.account_id, pair.clone_id, ${note}
    from "InstagramAccountBase" as account
    join "UsersToClone" as pair on pair.account_id = account.id
    join "InstagramAccountBase" as clone on clone.id = pair.clone_id
    where account.username = ${watched}
      and (clone.username = ${other} or pair.alt_username = ${other})
    on conflict (account_id, clone_id) do update set note = coalesce(excluded.note, "DismissedClone".note)
  `.execute(db);
  return Number(result.numAffectedRows ?? 0) > 0;
}
