import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { SuppressionKind } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../keep-out/forgotten.js";

export interface NewSuppression {
  kind: SuppressionKind;
  /** In lower case; of an account its username. */
  value: string;
  reason: string;
  /** Who told us: manual, import, instantly, gmail … */
  source: string;
}

/**
 * Whether nobody may write to an address: because of the address, its domain or one above it, or the account, or because the person was erased. SQL over
 * columns; an account may be null.
 */
export function isSuppressed(
  email: RawBuilder<string>,
  accountId: RawBuilder<bigint | null>,
  username: RawBuilder<string | null>,
): RawBuilder<boolean> {
  return sql`(
    exists (select from "Suppression" where kind = 'email' and value = ${email})
    or exists (select from "Suppression" where kind = 'domain' and value = any(igminer_domains(${email})))
    or exists (select from "Suppression" where kind = 'account' and account_id = ${accountId})
    or exists (select from "Suppression" where kind = 'account' and value = ${username} and account_id is null)
    or ${isForgotten("email", email)}
    or ${isForgotten("id", sql`${accountId}::text`)}
  )`;
}

/**
 * Adds suppressions and withdraws the leads that wait. An account brings the addresses known of it. Each address and domain
 * is to be told to Instantly's block list, unless it came from there (`isBlockListed`).
 * The leads are locked before the suppression is written: a hand-over that holds them goes first, any later one sees it.
 */
export async function suppress(
  tx: Transaction<Schema>,
  suppressions: readonly NewSuppression[],
  { isBlockListed = false } = {},
): Promise<{ added: number; withdrawn: number }> {
  const rows = [...suppressions, ...(await addressesOfAccounts(tx, suppressions))];
  if (rows.length === 0) return { added: 0, withdrawn: 0 };
  const valuesOf = (kind: SuppressionKind) =>
    rows.filter((row) => row.kind === kind).map(({ value }) => value);
  const { rows: leads } = await sql<{ id: bigint }>`
    select id
    from "EmailSequenceLead"
    where released_at is null
      and (
        email = any(${valuesOf("email")}::text[])
        or igminer_domains(email) && ${valuesOf("domain")}::text[]
        or account_id = any(array(
          select id from "InstagramAccountBase" where username = any(${valuesOf("account")}::text[])
        ))
      )
    order by id
    for no key update
  `.execute(tx);
  const { rows: added } = await sql<{ id: bigint }>`
    with added as (
      insert into "Suppression" (kind, value, account_id, reason, source, block_listed_at)
      select distinct on (kind, value)
        kind, value,
        case when kind = 'account' then (
          select account.id
          from "InstagramAccountBase" as account
          where account.username = given.value
          order by account.last_updated desc
          limit 1
        ) end,
        reason, source, case when ${isBlockListed} then now() end
      from ${rowsAs("given", rows, {
        kind: ["text", ({ kind }) => kind],
        value: ["text", ({ value }) => value],
        reason: ["text", ({ reason }) => reason],
        source: ["text", ({ source }) => source],
      })}
      where not (
        kind = 'email' and ${isForgotten("email", sql`value`)}
        or kind = 'account' and ${isForgotten("username", sql`value`)}
      )
      order by kind, value
      on conflict (kind, value) do nothing
      returning id, kind
    ),
    told as (
      insert into "InstantlySync" (task, suppression_id, via)
      select 'block', added.id, used.via
      from added
      -- Every sequencer that is in use; before there is a sequence: Instantly.
      cross join (
        select distinct via from "EmailSequence"
        union
        select 'instantly' where not exists (select from "EmailSequence")
      ) as used(via)
      where added.kind <> 'account' and not ${isBlockListed}
    )
    select id from added
  `.execute(tx);
  const withdrawn = await sql`
    update "EmailSequenceLead"
    set state = 'withdrawn', reason = 'suppressed', released_at = now()
    where id = any(${leads.map(({ id }) => id)}::bigint[]) and state = 'queued'
  `.execute(tx);
  return { added: added.length, withdrawn: Number(withdrawn.numAffectedRows ?? 0) };
}

/** Whoever does not want to be written to as an account does not want it at an address of the account either. */
async function addressesOfAccounts(
  tx: Transaction<Schema>,
  suppressions: readonly NewSuppression[],
): Promise<NewSuppression[]> {
  const accounts = new Map(
    suppressions.filter(({ kind }) => kind === "account").map((row) => [row.value, row]),
  );
  if (accounts.size === 0) return [];
  const { rows } = await sql<{ username: string; email: string }>`
    with named as (
      select id, username, lower(ig_email) as email
      from "InstagramAccountBase"
      where username = any(${[...accounts.keys()]}::text[])
    )
    select username, email from named where email is not null
    union
    select named.username, lead.email from named join "EmailSequenceLead" as lead on lead.account_id = named.id
  `.execute(tx);
  return rows.map(({ username, email }) => {
    const { reason, source } = accounts.get(username) as NewSuppression;
    return { kind: "email", value: email, reason: `${reason} (account ${username})`, source };
  });
}

/** Takes suppressions back. What was withdrawn stays so, and what Instantly's block list has stays in it. @returns how many there were. */
export async function unsuppress(
  db: Kysely<Schema>,
  values: readonly { kind: SuppressionKind; value: string }[],
): Promise<number> {
  const result = await sql`
    delete from "Suppression" as suppression
    using ${rowsAs("given", values, { kind: ["text", ({ kind }) => kind], value: ["text", ({ value }) => value] })}
    where suppression.kind = given.kind and suppression.value = given.value
  `.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** Suppressions by id, after one of them (0: from the first), at most `limit`. */
export function readSuppressions(
  db: Kysely<Schema>,
  { after, limit, kind }: { after: number; limit: number; kind: SuppressionKind | null },
) {
  return db
    .selectFrom("Suppression")
    .select(["id", "kind", "value", "reason", "source", "at", "block_listed_at"])
    .where("id", ">", BigInt(after))
    .$if(kind !== null, (query) => query.where("kind", "=", kind as SuppressionKind))
    .orderBy("id")
    .limit(limit)
    .execute();
}
