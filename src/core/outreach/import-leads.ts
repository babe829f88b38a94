import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { addressVerdict } from "./address-verdict.js";
import { type Audience, isMeant } from "./audience.js";
import { isSuppressed } from "./suppression.js";

/** Why an account that the sequence is for is not taken, in the order in which it is looked for. */
const EXCLUSIONS = [
  "in this sequence already",
  "suppressed",
  "address not verified",
  "address undeliverable",
  "address only risky (--allow-risky takes it)",
  "in another live sequence",
  "address of an account before it",
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export interface ImportPlan {
  /** Usernames that would be taken, at most as many as asked for. */
  usernames: string[];
  /** How many could be taken in all. */
  eligible: number;
  excluded: { reason: Exclusion; accounts: number }[];
}

/** Says whom an import would take and why not the others. Reads all that the sequence is for. */
export async function planImport(
  db: Kysely<Schema>,
  sequenceId: bigint,
  whom: Audience,
  limit: number,
): Promise<ImportPlan> {
  const { rows } = await sql<{ reason: Exclusion | null; accounts: number; usernames: string[] }>`
    select reason, count(*)::int as accounts,
      case when reason is null then (array_agg(username order by id))[1:${limit}] else '{}' end as usernames
    from (${judged(sequenceId, whom, { after: 0n, limit: null })}) as judged
    group by reason
  `.execute(db);
  const taken = rows.find(({ reason }) => reason === null);
  return {
    usernames: taken?.usernames ?? [],
    eligible: taken?.accounts ?? 0,
    excluded: EXCLUSIONS.flatMap((reason) =>
      rows.filter((row) => row.reason === reason).map(({ accounts }) => ({ reason, accounts })),
    ),
  };
}

/** Accounts looked at in one statement: more than are taken, since some are left out. */
const SCANNED = 2_000;

/**
 * Takes up to `limit` accounts into a sequence, by their number. Two imports at once take nobody twice: the address is
 * unique among live leads.
 * @returns the usernames taken; fewer than `limit` mean that none are left.
 */
export async function importLeads(
  tx: Transaction<Schema>,
  sequenceId: bigint,
  whom: Audience,
  limit: number,
): Promise<string[]> {
  const taken: string[] = [];
  let after = 0n;
  for (;;) {
    const { rows } = await sql<{ last: bigint | null; scanned: number; usernames: string[] | null }>`
      with judged as (
        ${judged(sequenceId, whom, { after, limit: SCANNED })}
      ),
      added as (
        insert into "EmailSequenceLead" (sequence_id, account_id, email)
        select ${sequenceId}::bigint, id, email
        from judged
        where reason is null
        order by id
        limit ${limit - taken.length}
        on conflict do nothing
        returning account_id
      )
      select max(id) as last, count(*)::int as scanned,
        (select array_agg(judged.username order by judged.id) from added join judged on judged.id = added.account_id) as usernames
      from judged
    `.execute(tx);
    const [{ last, scanned, usernames }] = rows as [(typeof rows)[number]];
    taken.push(...(usernames ?? []));
    if (taken.length >= limit || scanned < SCANNED || last === null) return taken;
    after = last;
  }
}

/**
 * Accounts that a sequence is for, by number, each with the first reason that speaks against it (null: none). With a limit,
 * those that are in the sequence already are passed over.
 */
function judged(
  sequenceId: bigint,
  whom: Audience,
  { after, limit }: { after: bigint; limit: number | null },
): RawBuilder<unknown> {
  const isInSequence = (email: RawBuilder<string>) => sql<boolean>`exists (
    select from "EmailSequenceLead" as lead where lead.sequence_id = ${sequenceId} and lead.email = ${email}
  )`;
  return sql`
    select meant.id, meant.username, meant.email,
      case
        when ${isInSequence(sql`meant.email`)} then 'in this sequence already'
        when ${isSuppressed(sql`meant.email`, sql`meant.id`, sql`meant.username`)} then 'suppressed'
        when ${addressVerdict} = 'unknown' then 'address not verified'
        when ${addressVerdict} = 'undeliverable' then 'address undeliverable'
        when ${addressVerdict} = 'risky' and not ${whom.allowRisky === true}
          then 'address only risky (--allow-risky takes it)'
        when exists (
          select from "EmailSequenceLead" as lead where lead.email = meant.email and lead.released_at is null
        ) then 'in another live sequence'
        when row_number() over (partition by meant.email order by meant.id) > 1 then 'address of an account before it'
      end as reason
    from (
      select account.id, account.username, lower(account.ig_email) as email
      from "InstagramAccountBase" as account
      where account.id > ${after} and ${isMeant(whom)}
      ${limit === null ? sql`` : sql`and not ${isInSequence(sql`lower(account.ig_email)`)} order by account.id limit ${limit}`}
    ) as meant
    left join "EmailVerification" as verification on verification.email = meant.email
    order by meant.id
  `;
}
