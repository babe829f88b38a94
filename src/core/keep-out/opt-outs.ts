import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";
import { emailsIn } from "../text/emails.js";
import { isForgotten } from "./forgotten.js";

/** What was learnt of an account that somebody may have asked not to be written to. */
export interface LearntOfAccount {
  id: bigint;
  username: string;
  /** Every address that it shows, lower case; asked for only where it matters. */
  emails(): readonly string[];
}

/** Every sequencer whose block list is to be told of an opt-out; before there is a sequence: Instantly. */
export const sequencersInUse = sql`(
  select distinct via from "EmailSequence"
  union
  select 'instantly' where not exists (select from "EmailSequence")
) as used(via)`;

/** All addresses that a profile shows, wherever they stand. */
export function addressesOf({
  publicEmail,
  biography,
  fullName,
  externalLink,
  bioLinks,
}: Pick<Profile, "publicEmail" | "biography" | "fullName" | "externalLink" | "bioLinks">): string[] {
  const texts = [
    publicEmail,
    biography,
    fullName,
    externalLink,
    ...(bioLinks ?? []).flatMap(({ url, title }) => [url, title]),
  ];
  return [...new Set(texts.flatMap((text) => (text === null ? [] : emailsIn(text))))];
}

/**
 * Holds opt-outs to their accounts whenever something is learnt of one: a suppression of `@name` is bound to Instagram's
 * number as soon as it is known, so that a rename does not undo it, and every address that a suppressed account shows is
 * suppressed too, and put down for Instantly's block list. One look at an index where nobody is concerned.
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
