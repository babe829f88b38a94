import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { countLeftOut, type LeftOut } from "../audiences/left-out.js";
import { takeLock } from "../db/locks.js";
import type { Schema } from "../db/schema.js";
import { addressVerdict } from "./address-verdict.js";
import { asNewLead } from "./new-lead.js";
import { readSendable } from "./sendable.js";
import { criteriaOf, isMeant, type MeantAudience } from "./sequence-audience.js";
import { type NewLead, REFUSALS } from "./sequencer.js";
import { isSuppressed } from "./suppression.js";

/** Why an account that passes all filters is not taken, in the order of the checks. */
const EXCLUSIONS = [
  "in this sequence already",
  "suppressed",
  "answered before",
  "in this campaign before",
  "address not verified",
  "address undeliverable",
  "address only risky (--allow-risky takes it)",
  "in another live sequence",
  "in another campaign at the sequencer (sequence close --delete-leads or --move-leads takes them out there)",
  "address of an account before it",
] as const;
type Exclusion = (typeof EXCLUSIONS)[number];

export interface ImportPlan {
  /** Usernames that would be taken, up to the requested number. */
  usernames: string[];
  /** How many could be taken in total. */
  eligible: number;
  /** All other accounts, each counted under one reason; together with `eligible` these are all accounts. */
  excluded: LeftOut[];
}

/**
 * Shows which accounts an import would take, and why not the others, starting with the first filter. Reads all
 * accounts.
 */
export async function planImport(
  db: Kysely<Schema>,
  sequenceId: bigint,
  whom: MeantAudience,
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
    excluded: [
      ...(await countLeftOut(db, criteriaOf(whom))),
      ...EXCLUSIONS.flatMap((reason) =>
        rows.filter((row) => row.reason === reason).map(({ accounts }) => ({ reason, accounts })),
      ),
    ],
  };
}

/** @returns the first leads that an import would take, as they would be sent. */
export async function sampleImport(
  db: Kysely<Schema>,
  sequenceId: bigint,
  whom: MeantAudience,
  rows: number,
): Promise<NewLead[]> {
  const leads = await readSendable(
    db,
    sql`(
      select id, email, id as account_id
      from (${judged(sequenceId, whom, { after: 0n, limit: null })}) as judged
      where reason is null
      order by id
      limit ${rows}
    ) as lead
    join "EmailSequence" as sequence on sequence.id = ${sequenceId}`,
    sql`true`,
  );
  return leads.map(asNewLead);
}

/** Accounts examined per statement; more than are taken, since some are excluded. */
const SCANNED = 2_000;

/**
 * Takes up to `limit` accounts into a sequence, in order of their number. Imports run one at a time, so that each sees
 * what the previous one took. A lead that was withdrawn before it was ever sent is taken again once the reason no
 * longer holds.
 * @returns the usernames taken; fewer than `limit` means that none are left.
 */
export async function importLeads(
  tx: Transaction<Schema>,
  sequenceId: bigint,
  whom: MeantAudience,
  limit: number,
): Promise<string[]> {
  await takeLock(tx, "import into sequences");
  const taken: string[] = [];
  let after = 0n;
  for (;;) {
    const { rows } = await sql<{ last: bigint | null; scanned: number; usernames: string[] | null }>`
      with judged as (
        ${judged(sequenceId, whom, { after, limit: SCANNED })}
      ),
      added as (
        insert into "EmailSequenceLead" as lead (sequence_id, account_id, email)
        select ${sequenceId}::bigint, id, email
        from judged
        where reason is null
        order by id
        limit ${limit - taken.length}
        on conflict (sequence_id, email) do update
        set state = 'queued', state_by = null, state_at = null, reason = null, outbox_id = null, released_at = null,
            account_id = excluded.account_id
        where ${mayReturn}
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
 * Whether a lead (SQL over `lead`) may be taken again once nothing speaks against it: it was withdrawn before the
 * sequencer ever had it, or was refused because it was in a campaign that it has since left.
 */
const mayReturn = sql<boolean>`(
  lead.instantly_lead_id is null
  and lead.handed_over_at is null
  and (
    (lead.state = 'withdrawn' and lead.reason in ('suppressed', 'found undeliverable', 'the sequence was closed'))
    or (lead.state = 'refused' and lead.reason in (${REFUSALS.skipped}, 'in another campaign at Instantly') and exists (
      select
      from "EmailSequenceLead" as left_behind
      where left_behind.email = lead.email and left_behind.gone_at > coalesce(lead.released_at, lead.created_at)
    ))
  )
)`;

/**
 * Accounts that match a sequence, in order of their number, each with the first reason against it (null if there is
 * none). With a limit, accounts already in the sequence are skipped.
 */
function judged(
  sequenceId: bigint,
  whom: MeantAudience,
  { after, limit }: { after: bigint; limit: number | null },
): RawBuilder<unknown> {
  const isInSequence = (email: RawBuilder<string>) => sql<boolean>`exists (
    select
    from "EmailSequenceLead" as lead
    where lead.sequence_id = ${sequenceId} and lead.email = ${email} and not ${mayReturn}
  )`;
  const elsewhere = (condition: RawBuilder<boolean>) => sql<boolean>`exists (
    select
    from "EmailSequenceLead" as lead
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    where lead.email = meant.email and ${condition}
  )`;
  const own = sql`(select via, campaign_id from "EmailSequence" where id = ${sequenceId})`;
  return sql`
    select meant.id, meant.username, meant.email,
      case
        when ${isInSequence(sql`meant.email`)} then 'in this sequence already'
        when ${isSuppressed(sql`meant.email`, sql`meant.id`, sql`meant.username`)} then 'suppressed'
        when ${elsewhere(sql`(lead.state = 'replied' or lead.reply_count > 0 or lead.last_reply_at is not null)`)}
          or exists (select from "EmailSequenceLead" as lead where lead.answered_from = meant.email)
          then 'answered before'
        when ${elsewhere(sql`(
          lead.sequence_id <> ${sequenceId}
          and (lead.instantly_lead_id is not null or lead.handed_over_at is not null or lead.state = 'sending')
          and (sequence.via, sequence.campaign_id) = ${own}
        )`)} then 'in this campaign before'
        when ${addressVerdict} = 'unknown' then 'address not verified'
        when ${addressVerdict} = 'undeliverable' then 'address undeliverable'
        when ${addressVerdict} = 'risky' and not ${whom.allowRisky === true}
          then 'address only risky (--allow-risky takes it)'
        when exists (
          select from "EmailSequenceLead" as lead where lead.email = meant.email and lead.released_at is null
        ) then 'in another live sequence'
        -- A sequencer takes nobody who is in another campaign of its own.
        when ${elsewhere(sql`(
          lead.sequence_id <> ${sequenceId}
          and lead.instantly_lead_id is not null
          and lead.gone_at is null
          and sequence.via = 'instantly'
          and sequence.via = (select via from "EmailSequence" where id = ${sequenceId})
        )`)} then 'in another campaign at the sequencer (sequence close --delete-leads or --move-leads takes them out there)'
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
