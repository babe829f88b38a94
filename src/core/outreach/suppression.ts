import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { goByKeys } from "../db/planner.js";
import { rowsAs } from "../db/rows.js";
import type { SuppressionKind } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import type { BioLink } from "../instagram/profile.js";
import { isForgotten } from "../keep-out/forgotten.js";
import { sequencersInUse } from "../keep-out/opt-outs.js";
import { mailboxOf } from "../text/mailbox.js";
import { BOUNCED, HEURISTIC_REASONS, reasonOfAccount } from "./suppression-reasons.js";

export interface NewSuppression {
  kind: SuppressionKind;
  /** In lower case; for an account its username. */
  value: string;
  /** Instagram's number of the account, if known; looked up if omitted. */
  accountId?: bigint | null;
  reason: string;
  /** Where it comes from: manual, import, instantly, gmail … */
  source: string;
  /**
   * True if the person does not want to be written to, which holds at any of their addresses; omitted if mail does not
   * arrive.
   */
  isOptOut?: boolean;
}

/**
 * Whether nobody may write to an address: because of its mailbox, its domain or one above it, or the account, or
 * because the person was erased. SQL over columns; the account may be null.
 */
export function isSuppressed(
  email: RawBuilder<string>,
  accountId: RawBuilder<bigint | null>,
  username: RawBuilder<string | null>,
): RawBuilder<boolean> {
  return sql`(
    exists (
      select from "Suppression" where kind = 'email' and igminer_mailbox(value) = igminer_mailbox(${email})
    )
    or exists (select from "Suppression" where kind = 'domain' and value = any(igminer_domains(${email})))
    or exists (select from "Suppression" where account_id = ${accountId})
    or exists (select from "Suppression" where kind = 'account' and value = ${username} and account_id is null)
    or ${isForgotten("email", email)}
    or ${isForgotten("id", sql`${accountId}::text`)}
  )`;
}

/**
 * Adds suppressions and withdraws waiting leads. An account brings its known addresses and is bound to its number, now
 * or later (`holdOptOuts`); an opt-out by address is bound to the account that shows it, if there is only one. Each
 * address and domain is queued for Instantly's block list, unless it came from there (`isBlockListed`). The leads are
 * locked before the suppression is written: a hand-over that holds them finishes first, and any later one sees the
 * suppression.
 */
export async function suppress(
  tx: Transaction<Schema>,
  suppressions: readonly NewSuppression[],
  { isBlockListed = false } = {},
): Promise<{ added: number; withdrawn: number }> {
  const given = await withAccounts(tx, suppressions);
  const rows = [...given, ...(await addressesOfAccounts(tx, given)), ...(await otherSpellings(tx, given))];
  if (rows.length === 0) return { added: 0, withdrawn: 0 };
  const valuesOf = (kind: SuppressionKind) =>
    rows.filter((row) => row.kind === kind).map(({ value }) => value);
  const { rows: leads } = await sql<{ id: bigint }>`
    select id
    from "EmailSequenceLead"
    where released_at is null
      and (
        igminer_mailbox(email) = any(${valuesOf("email").map(mailboxOf)}::text[])
        or igminer_domains(email) && ${valuesOf("domain")}::text[]
        or account_id = any(${rows.flatMap(({ accountId }) => accountId ?? [])}::bigint[])
      )
    order by id
    for no key update
  `.execute(tx);
  const { rows: added } = await sql<{ id: bigint }>`
    with added as (
      insert into "Suppression" as stored (kind, value, account_id, reason, source, block_listed_at)
      select distinct on (kind, value)
        kind, value, account_id, reason, source, case when ${isBlockListed} then now() end
      from ${rowsAs("given", rows, {
        kind: ["text", ({ kind }) => kind],
        value: ["text", ({ value }) => value],
        account_id: ["bigint", ({ accountId }) => accountId],
        reason: ["text", ({ reason }) => reason],
        source: ["text", ({ source }) => source],
      })}
      where not (
        kind = 'email' and ${isForgotten("email", sql`value`)}
        or kind = 'account' and ${isForgotten("username", sql`value`)}
      )
      order by kind, value, account_id nulls last
      -- An address that bounced, and whose person says no afterwards, is bound to the account now.
      on conflict (kind, value) do update
      set account_id = excluded.account_id
      where stored.account_id is null and excluded.account_id is not null
      returning id, kind, xmax = 0 as is_new
    ),
    told as (
      insert into "InstantlySync" (task, suppression_id, via)
      select 'block', added.id, used.via
      from added
      cross join ${sequencersInUse}
      where added.is_new and added.kind <> 'account' and not ${isBlockListed}
    )
    select id from added where is_new
  `.execute(tx);
  await nameOptOuts(tx, given);
  const withdrawn = await sql`
    update "EmailSequenceLead"
    set state = 'withdrawn', reason = 'suppressed', released_at = now()
    where id = any(${leads.map(({ id }) => id)}::bigint[]) and state = 'queued'
  `.execute(tx);
  return { added: added.length, withdrawn: Number(withdrawn.numAffectedRows ?? 0) };
}

/**
 * A person's own no replaces a weaker reason that an address already has (mail bounced, it only forwards, its account is
 * suppressed), so that lifting that reason does not lift the no.
 */
async function nameOptOuts(tx: Transaction<Schema>, given: readonly NewSuppression[]): Promise<void> {
  const optOuts = given.filter(({ kind, isOptOut }) => kind === "email" && isOptOut);
  if (optOuts.length === 0) return;
  await sql`
    update "Suppression" as stored
    set reason = given.reason, source = given.source
    from ${rowsAs("given", optOuts, {
      value: ["text", ({ value }) => value],
      reason: ["text", ({ reason }) => reason],
      source: ["text", ({ source }) => source],
    })}
    where stored.kind = 'email'
      and stored.value = given.value
      and (
        stored.reason = any(${[BOUNCED, ...Object.values(HEURISTIC_REASONS)]}::text[])
        or stored.reason like ${reasonOfAccount("%", "%")}
      )
  `.execute(tx);
}

interface BoundSuppression extends NewSuppression {
  /** Instagram's number of the one account that is meant; null if unknown, or if several show the address. */
  accountId: bigint | null;
}

/**
 * Finds the accounts that opt-outs mean: the current holder of the name, else its last one; or the only account that
 * shows the address.
 */
async function withAccounts(
  tx: Transaction<Schema>,
  suppressions: readonly NewSuppression[],
): Promise<BoundSuppression[]> {
  const names = suppressions.filter(({ kind }) => kind === "account").map(({ value }) => value);
  const addresses = suppressions
    .filter(({ kind, isOptOut }) => kind === "email" && isOptOut)
    .map(({ value }) => value);
  if (names.length + addresses.length === 0)
    return suppressions.map((suppression) => ({ ...suppression, accountId: suppression.accountId ?? null }));
  const { rows } = await sql<{ value: string; id: bigint }>`
    select name as value, coalesce(
      (
        select account.id
        from "InstagramAccountBase" as account
        where account.username = name
        order by account.last_updated desc
        limit 1
      ),
      (
        select history.account_id
        from "IGHistoryTable" as history
        where history.username = name
        order by history.recorded_at desc
        limit 1
      )
    ) as id
    from unnest(${names}::text[]) as name
    union all
    select value, min(id)
    from (
      select given.value, account.id
      from unnest(${addresses}::text[], ${addresses.map(mailboxOf)}::text[]) as given(value, mailbox)
      join "InstagramAccountBase" as account on igminer_mailbox(account.ig_email) = given.mailbox
      union
      select given.value, lead.account_id
      from unnest(${addresses}::text[], ${addresses.map(mailboxOf)}::text[]) as given(value, mailbox)
      join "EmailSequenceLead" as lead on igminer_mailbox(lead.email) = given.mailbox
      where lead.account_id is not null
    ) as showing
    group by value
    having count(*) = 1
  `.execute(tx);
  const ids = new Map(rows.map(({ value, id }) => [value, id]));
  return suppressions.map((suppression) => ({
    ...suppression,
    accountId: suppression.accountId ?? ids.get(suppression.value) ?? null,
  }));
}

/** An account's opt-out also holds at the addresses of the account. */
async function addressesOfAccounts(
  tx: Transaction<Schema>,
  suppressions: readonly BoundSuppression[],
): Promise<BoundSuppression[]> {
  const bound = new Map(
    suppressions.flatMap((row) => (row.accountId === null ? [] : [[row.accountId, row]])),
  );
  if (bound.size === 0) return [];
  const ids = [...bound.keys()];
  const accounts = await tx
    .selectFrom("InstagramAccountBase")
    .select(["id", "username", "ig_email", "biography", "full_name", "external_link", "bio_links"])
    .where("id", "in", ids)
    .execute();
  const leads = await tx
    .selectFrom("EmailSequenceLead")
    .select(["account_id", "email"])
    .where("account_id", "in", ids)
    .execute();
  // Loads the rules for addresses, which commands that find nothing to do can do without.
  const { addressesOf } = await import("../keep-out/shown-addresses.js");
  return accounts.flatMap((account) => {
    const shown = addressesOf({
      username: account.username,
      publicEmail: account.ig_email,
      biography: account.biography,
      fullName: account.full_name,
      externalLink: account.external_link,
      bioLinks: account.bio_links as BioLink[] | null,
    });
    const written = leads.filter(({ account_id }) => account_id === account.id).map(({ email }) => email);
    const { reason, source, value: said } = bound.get(account.id) as BoundSuppression;
    return [...new Set([...shown, ...written])]
      .filter((value) => value !== said)
      .map((value) => ({
        kind: "email" as const,
        value,
        reason: reasonOfAccount(reason, account.username),
        source,
        accountId: null,
      }));
  });
}

/** Instantly knows addresses, not mailboxes: it also gets other spellings of a mailbox that it may have. */
async function otherSpellings(
  tx: Transaction<Schema>,
  suppressions: readonly BoundSuppression[],
): Promise<BoundSuppression[]> {
  const byMailbox = new Map(
    suppressions.filter(({ kind }) => kind === "email").map((row) => [mailboxOf(row.value), row]),
  );
  if (byMailbox.size === 0) return [];
  const { rows } = await sql<{ email: string; mailbox: string }>`
    select distinct email, igminer_mailbox(email) as mailbox
    from "EmailSequenceLead"
    where igminer_mailbox(email) = any(${[...byMailbox.keys()]}::text[])
  `.execute(tx);
  return rows.flatMap(({ email, mailbox }) => {
    const said = byMailbox.get(mailbox) as BoundSuppression;
    return email === said.value ? [] : [{ ...said, value: email, accountId: null }];
  });
}

/**
 * Removes suppressions, and with an account the addresses that it brought; entries in the sequencers' block lists are
 * ordered to be removed. Leads that were withdrawn because of them before they were ever sent can be taken again.
 * @returns what was removed; entries that were not asked for by name came with an account.
 */
export async function unsuppress(
  tx: Transaction<Schema>,
  values: readonly { kind: SuppressionKind; value: string }[],
): Promise<{ kind: SuppressionKind; value: string }[]> {
  await goByKeys(tx);
  const { rows } = await sql<{ kind: SuppressionKind; value: string }>`
    with given as (
      select suppression.id, suppression.kind, suppression.value, suppression.reason, suppression.account_id
      from ${rowsAs("given", values, { kind: ["text", ({ kind }) => kind], value: ["text", ({ value }) => value] })}
      cross join lateral (
        select * from "Suppression" where kind = given.kind and value = given.value
        union
        select * from "Suppression"
        where given.kind = 'email' and kind = 'email' and igminer_mailbox(value) = igminer_mailbox(given.value)
      ) as suppression
    ),
    brought as (
      select suppression.id
      from given
      left join "InstagramAccountBase" as account on account.id = given.account_id
      join "Suppression" as suppression
        on suppression.kind = 'email'
        and suppression.reason in (
          given.reason || ' (account ' || given.value || ')',
          given.reason || ' (account ' || account.username || ')'
        )
      where given.kind = 'account' or given.account_id is not null
    ),
    removed as (
      delete from "Suppression"
      where id in (select id from given union select id from brought)
      returning kind, value, block_listed_at
    ),
    ordered as (
      insert into "InstantlySync" (task, via, value)
      select 'unblock', used.via, removed.value
      from removed
      cross join (select distinct via from "EmailSequence") as used
      where removed.block_listed_at is not null
      on conflict do nothing
    )
    select kind, value from removed order by kind, value
  `.execute(tx);
  return rows;
}

/** Suppressions in the order of their ids, at most `limit`, after the given id (0 for the first). */
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
