import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";

/** How long data about people is kept, in days; null until it is erased by hand. */
export interface KeepPeopleFor {
  /** Accounts, from when they were last seen. */
  accountsDays: number | null;
  /** Posts, from when they were posted. */
  postsDays: number | null;
  /** Leads of closed sequences, from their last contact. */
  leadsDays: number | null;
  /** Messages about leads, from when they were received. */
  mailDays: number | null;
}

/** Few at once, since an account takes its posts, history and links with it. */
const ACCOUNTS_AT_ONCE = 500;
/** Posts scanned in one step, and steps in one transaction: half a million posts take a second or two. */
const POSTS_PAGE = 10_000;
const POSTS_PAGES = 50;

const before = (days: number) => sql`now() - make_interval(days => ${days})`;

/** Accounts kept for another reason: one of a lead in a running sequence, or a watched one. */
const isNeeded = (id: RawBuilder<unknown>) => sql`(
  exists (select from "EmailSequenceLead" as lead where lead.account_id = ${id} and lead.released_at is null)
  or exists (select from "UsersToClone" as watch where watch.account_id = ${id} and watch.is_watch)
)`;

/** Uses the indexes of the refresh: what is due, what waits, what failed. */
function oldAccounts(days: number, limit: number): RawBuilder<unknown> {
  const among = (condition: RawBuilder<unknown>) => sql`(
    select id from "RefreshSchedule" as schedule
    where ${condition} and seen_at < ${before(days)} and not ${isNeeded(sql`schedule.id`)}
    limit ${limit}
  )`;
  return sql`
    select id from (
      ${among(sql`pace = any('{-2,-1,0,1,2}') and claimed_by is null and next_attempt_at is null
        and outcome is distinct from 'failed'`)}
      union all
      ${among(sql`claimed_by is null and next_attempt_at is not null`)}
      union all
      ${among(sql`outcome = 'failed' and next_attempt_at is null`)}
    ) as old
    limit ${limit}
  `;
}

const isOldLead = (days: number) => sql<boolean>`
  lead.state not in ('queued', 'sending', 'active')
  and greatest(lead.created_at, lead.last_contact_at, lead.last_reply_at) < ${before(days)}
  and exists (select from "EmailSequence" as sequence where sequence.id = lead.sequence_id and sequence.closed_at is not null)
`;

/**
 * Deletes data about people that is older than the settings allow, up to `limit` rows, in the caller's transaction.
 * Suppressions, and the hashes of people who were erased, are kept: they protect these people.
 * @returns the number of rows by table.
 */
export async function purgePeople(
  tx: Transaction<Schema>,
  { accountsDays, postsDays, leadsDays, mailDays }: KeepPeopleFor,
  limit: number,
): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  if (mailDays !== null) {
    deleted.messages_deleted = await affected(
      tx,
      sql`
        delete from "EmailMessage"
        where id = any(array(
          select id from "EmailMessage" where received_at < ${before(mailDays)} order by received_at limit ${limit}
        ))
      `,
    );
  }
  if (leadsDays !== null) {
    deleted.leads_deleted = await affected(
      tx,
      sql`
        delete from "EmailSequenceLead"
        where id = any(array(
          select lead.id from "EmailSequenceLead" as lead where ${isOldLead(leadsDays)} limit ${limit} for update skip locked
        ))
      `,
    );
  }
  if (accountsDays !== null) deleted.accounts_deleted = await purgeAccounts(tx, accountsDays, limit);
  if (postsDays !== null) deleted.posts_deleted = await purgePosts(tx, postsDays);
  return deleted;
}

async function affected(tx: Transaction<Schema>, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(tx)).numAffectedRows ?? 0);
}

async function purgeAccounts(tx: Transaction<Schema>, days: number, limit: number): Promise<number> {
  let deleted = 0;
  while (deleted < limit) {
    const some = Math.min(ACCOUNTS_AT_ONCE, limit - deleted);
    const gone = await purgeSomeAccounts(tx, days, some);
    deleted += gone;
    if (gone < some) break;
  }
  return deleted;
}

async function purgeSomeAccounts(tx: Transaction<Schema>, days: number, limit: number): Promise<number> {
  const { rows } = await sql<{ id: bigint; email: string | null }>`
    select account.id, account.ig_email_queued as email
    from "InstagramAccountBase" as account
    where account.id = any(array(${oldAccounts(days, limit)}))
    order by account.id
    for update skip locked
  `.execute(tx);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await sql`
    delete from "InitialInstagramAccount" where account_id = any(${ids}::bigint[]) and linked_count = 0
  `.execute(tx);
  await sql`delete from "InstagramAccountBase" where id = any(${ids}::bigint[])`.execute(tx);
  // Addresses that no account shows any more and that nobody writes to.
  const { rows: addresses } = await sql<{ email: string }>`
    select gone.email
    from unnest(${rows.flatMap(({ email }) => email ?? [])}::text[]) as gone(email)
    where not exists (
        select from "InstagramAccountBase" as other where igminer_mailbox(other.ig_email) = igminer_mailbox(gone.email)
      )
      and not exists (select from "EmailSequenceLead" as lead where lead.email = gone.email)
  `.execute(tx);
  const emails = addresses.map(({ email }) => email);
  await sql`delete from "EmailSignal" where email = any(${emails}::text[])`.execute(tx);
  await sql`delete from "EmailVerification" where email = any(${emails}::text[])`.execute(tx);
  return ids.length;
}

/** Scans the posts by id, continuing where the last purge ended: an index by time would slow down every save. */
async function purgePosts(tx: Transaction<Schema>, days: number): Promise<number> {
  let deleted = 0;
  for (let page = 0; page < POSTS_PAGES; page++) {
    const { rows } = await sql<{ last: bigint | null; old: string[] | null }>`
      select max(id) as last, array_agg(id::text) filter (where taken_at < ${before(days)}) as old
      from (
        select id, taken_at
        from "InstagramPost"
        where id > (select coalesce(max(after_id), 0) from "RetentionWalk" where walked = 'posts')
        order by id
        limit ${POSTS_PAGE}
      ) as page
    `.execute(tx);
    const [{ last, old }] = rows as [(typeof rows)[number]];
    deleted += await affected(
      tx,
      sql`delete from "InstagramPost" where id = any(${(old ?? []).map(BigInt)}::bigint[])`,
    );
    await sql`
      insert into "RetentionWalk" (walked, after_id) values ('posts', ${last ?? 0n})
      on conflict (walked) do update set after_id = excluded.after_id
    `.execute(tx);
    if (last === null) break;
  }
  return deleted;
}

/**
 * Counts by table what `purgePeople` would delete in the end. Large tables are read whole, so call it only when asked
 * for.
 */
export async function countOldPeople(
  db: Kysely<Schema>,
  { accountsDays, postsDays, leadsDays, mailDays }: KeepPeopleFor,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = async (table: string, from: RawBuilder<unknown>) => {
    const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from ${from}`.execute(db);
    counts[table] = rows[0]?.rows ?? 0;
  };
  if (mailDays !== null)
    await count("EmailMessage", sql`"EmailMessage" where received_at < ${before(mailDays)}`);
  if (leadsDays !== null)
    await count("EmailSequenceLead", sql`"EmailSequenceLead" as lead where ${isOldLead(leadsDays)}`);
  if (accountsDays !== null)
    await count(
      "InstagramAccountBase",
      sql`"RefreshSchedule" as schedule where seen_at < ${before(accountsDays)} and not ${isNeeded(sql`schedule.id`)}`,
    );
  if (postsDays !== null)
    await count("InstagramPost", sql`"InstagramPost" where taken_at < ${before(postsDays)}`);
  return counts;
}
