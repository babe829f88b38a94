import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "./forgotten.js";

/** What is now known of an account whose owner may have opted out. */
export interface LearntOfAccount {
  id: bigint;
  username: string;
  /** All addresses that it shows, in lower case. Called only if the account has opted out. */
  emails(): readonly string[];
}

/** All sequencers whose block list must get an opt-out; before there is any sequence, Instantly. */
export const sequencersInUse = sql`(
  select distinct via from "EmailSequence"
  union
  select 'instantly' where not exists (select from "EmailSequence")
) as used(via)`;

/**
 * Applies opt-outs whenever something is learnt of an account. A suppression of `@name` is bound to Instagram's id as soon as
 * that is known, so that a rename does not undo it. Every address that a suppressed account shows is suppressed too, and
 * queued for the block lists of the sequencers in use. If no account has opted out, it costs one index look-up.
 */
export async function holdOptOuts(
  tx: Transaction<Schema>,
  accounts: readonly LearntOfAccount[],
): Promise<void> {
  if (accounts.length === 0) return;
  const { rows: concerned } = await sql<{ id: bigint; username: string; reason: string; source: string }>`
    with learnt as (
      select *
      from ${rowsAs("learnt", accounts, {
        id: ["bigint", ({ id }) => id],
        username: ["text", ({ username }) => username],
      })}
    ),
    bound as (
      update "Suppression" as suppression
      set account_id = learnt.id
      from learnt
      where suppression.kind = 'account'
        and suppression.value = learnt.username
        and suppression.account_id is null
      returning learnt.id, learnt.username, suppression.reason, suppression.source
    )
    select * from bound
    union
    select learnt.id, learnt.username, suppression.reason, suppression.source
    from learnt
    join "Suppression" as suppression on suppression.account_id = learnt.id
  `.execute(tx);
  if (concerned.length === 0) return;
  const reasons = new Map(concerned.map((account) => [account.id, account]));
  const addresses = accounts.flatMap(({ id, emails }) => {
    const account = reasons.get(id);
    return account === undefined ? [] : emails().map((email) => ({ email, ...account }));
  });
  await sql`
    with added as (
      insert into "Suppression" (kind, value, reason, source)
      select distinct on (email) 'email', email, reason || ' (account ' || username || ')', source
      from ${rowsAs("addresses", addresses, {
        email: ["text", ({ email }) => email],
        username: ["text", ({ username }) => username],
        reason: ["text", ({ reason }) => reason],
        source: ["text", ({ source }) => source],
      })}
      where not ${isForgotten("email", sql`email`)}
      order by email
      on conflict (kind, value) do nothing
      returning id
    )
    insert into "InstantlySync" (task, suppression_id, via)
    select 'block', added.id, used.via from added cross join ${sequencersInUse}
  `.execute(tx);
}
