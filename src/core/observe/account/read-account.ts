import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../../db/schema.js";
import { isDismissed } from "../dismissed.js";

const POSTS_SHOWN = 12;
const HISTORY_SHOWN = 60;
const OTHERS_SHOWN = 20;

export type AccountView = NonNullable<Awaited<ReturnType<typeof readAccount>>>;

/** Reads what is known of one account, as much as fits on a screen, or null if it is gone by now. Writes nothing. */
export async function readAccount(db: Kysely<Schema>, id: bigint) {
  const account = await db
    .selectFrom("InstagramAccountBase")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (account === undefined) return null;
  const { claimed_by: _claim, clues: _clues, ...profile } = account;
  const schedule = await db
    .selectFrom("RefreshSchedule")
    .select(["seen_at", "posts_seen_at", "outcome", "next_attempt_at", "last_error"])
    .where("id", "=", id)
    .executeTakeFirst();
  return {
    profile,
    schedule: schedule ?? null,
    metrics:
      (await db.selectFrom("CreatorMetrics").selectAll().where("id", "=", id).executeTakeFirst()) ?? null,
    isMetricsDue: await exists(db, sql`select from "CreatorMetricsDue" where account_id = ${id}`),
    posts: await readPosts(db, id),
    history: await readHistory(db, id),
    email: await readEmail(db, account.ig_email),
    foundBy: await readFoundBy(db, id),
    related: await readRelated(db, id),
    leads: await readLeads(db, id),
    lookAlikes: await readLookAlikes(db, id),
  };
}

async function exists(db: Kysely<Schema>, query: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ is_so: boolean }>`select exists (${query}) as is_so`.execute(db);
  return rows[0]?.is_so === true;
}

/** The latest posts, newest first. */
async function readPosts(db: Kysely<Schema>, id: bigint) {
  const { rows } = await sql<{
    shortcode: string;
    taken_at: Date;
    media_type: string;
    caption: string | null;
    like_count: bigint | null;
    comment_count: bigint | null;
    video_views: bigint | null;
  }>`
    select post.shortcode, post.taken_at, post.media_type, post.caption, post.like_count, post.comment_count,
      details.video_views
    from "InstagramPost" as post
    left join "PostDetails" as details on details.id = post.id
    where post.account_id = ${id}
    order by post.taken_at desc, post.id desc
    limit ${POSTS_SHOWN}
  `.execute(db);
  return rows;
}

/** The latest changes, oldest first. */
async function readHistory(db: Kysely<Schema>, id: bigint) {
  const rows = await db
    .selectFrom("IGHistoryTable")
    .select(["recorded_at", "followers_count", "following_count", "posts_count", "username", "biography"])
    .where("account_id", "=", id)
    .orderBy("recorded_at", "desc")
    .limit(HISTORY_SHOWN)
    .execute();
  return rows.reverse();
}

/** The result of verifying an address, or null if there is no address or it is not in the queue yet. */
async function readEmail(db: Kysely<Schema>, email: string | null) {
  if (email === null) return null;
  const row = await db
    .selectFrom("EmailVerification")
    .select(["status", "reason", "decision", "decision_reason", "verified_at", "shown_by"])
    .where("email", "=", email.toLowerCase())
    .executeTakeFirst();
  return row ?? null;
}

/** The names by which the account came into the frontier, and the accounts that lead to them. */
async function readFoundBy(db: Kysely<Schema>, id: bigint) {
  const { rows } = await sql<{
    username: string;
    source: string;
    source_tag: string | null;
    linked_count: number;
    created_at: Date;
    linked_from: string[];
  }>`
    select frontier.username, frontier.source, frontier.source_tag, frontier.linked_count, frontier.created_at,
      array(
        select parent.username
        from "RelatedAccounts" as link
        join "InstagramAccountBase" as parent on parent.id = link.account_id
        where link.initial_id = frontier.id
        order by parent.followers_count desc nulls last, parent.id
        limit ${OTHERS_SHOWN}
      ) as linked_from
    from "InitialInstagramAccount" as frontier
    where frontier.account_id = ${id}
    order by frontier.created_at, frontier.id
    limit ${OTHERS_SHOWN}
  `.execute(db);
  return rows;
}

/** Instagram's suggestions for the account, in its order. */
async function readRelated(db: Kysely<Schema>, id: bigint) {
  const { rows } = await sql<{ username: string; is_mined: boolean }>`
    select frontier.username, frontier.account_id is not null as is_mined
    from "RelatedAccounts" as link
    join "InitialInstagramAccount" as frontier on frontier.id = link.initial_id
    where link.account_id = ${id}
    order by link.position, frontier.id
    limit ${OTHERS_SHOWN}
  `.execute(db);
  return rows;
}

async function readLeads(db: Kysely<Schema>, id: bigint) {
  return db
    .selectFrom("EmailSequenceLead as lead")
    .innerJoin("EmailSequence as sequence", "sequence.id", "lead.sequence_id")
    .select([
      "sequence.name as sequence",
      "lead.email",
      "lead.state",
      "lead.reason",
      "lead.handed_over_at",
      "lead.last_reply_at",
      "lead.created_at",
    ])
    .where("lead.account_id", "=", id)
    .orderBy("lead.created_at")
    .execute();
}

/** Pairs with the account as the watched one or the look-alike, most likely imitations first. */
async function readLookAlikes(db: Kysely<Schema>, id: bigint) {
  const { rows } = await sql<{
    role: "watched" | "look-alike";
    username: string;
    verdict: string | null;
    score: number | null;
    gone_at: Date | null;
  }>`
    select case when pair.account_id = ${id} then 'watched' else 'look-alike' end as role,
      other.username, pair.score, pair.gone_at,
      case when ${isDismissed(sql`pair`)} then 'dismissed' else pair.verdict end as verdict
    from "UsersToClone" as pair
    join "InstagramAccountBase" as other
      on other.id = case when pair.account_id = ${id} then pair.clone_id else pair.account_id end
    where pair.clone_id is not null and (pair.account_id = ${id} or pair.clone_id = ${id})
    order by pair.score desc nulls last, pair.id
    limit ${OTHERS_SHOWN}
  `.execute(db);
  return rows;
}
