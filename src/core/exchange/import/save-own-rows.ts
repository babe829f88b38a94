import { sql, type Transaction } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { readAddress } from "../../email/address.js";
import { isForgotten } from "../../keep-out/forgotten.js";
import { holdOptOuts } from "../../keep-out/opt-outs.js";
import { addressesOf } from "../../keep-out/shown-addresses.js";
import { withoutForgotten } from "../../keep-out/without-forgotten.js";
import { noteDueMetrics } from "../../mining/note-due-metrics.js";
import { noteSeen } from "../../mining/note-seen.js";
import { saveAccounts } from "../../mining/save-accounts.js";
import { saveAccountDetails } from "../../mining/save-details.js";
import { suppress } from "../../outreach/suppression.js";
import { clueNumbers } from "../../text/clues.js";
import type { OwnAccount, OwnDay, OwnName, OwnPost } from "./own-rows.js";

/**
 * Restores accounts from igminer's own export: source data is saved as by mining, then results found out since are
 * added if the row is still that observation. History comes with its own export. People who were erased are skipped.
 */
export async function saveOwnAccounts(
  tx: Transaction<Schema>,
  given: readonly OwnAccount[],
  runId: bigint,
): Promise<{ added: number; changed: number }> {
  const saved = { added: 0, changed: 0 };
  for (const once of eachOnce(given)) {
    const { added, changed } = await saveOnce(tx, once, runId);
    saved.added += added;
    saved.changed += changed;
  }
  return saved;
}

/**
 * `export accounts` and `export emails` hold different columns of the same account, so its rows are saved one after the
 * other.
 */
function eachOnce(given: readonly OwnAccount[]): OwnAccount[][] {
  const rounds: OwnAccount[][] = [];
  const times = new Map<bigint, number>();
  for (const account of given) {
    const round = times.get(account.profile.id) ?? 0;
    times.set(account.profile.id, round + 1);
    rounds[round] ??= [];
    rounds[round].push(account);
  }
  return rounds;
}

async function saveOnce(
  tx: Transaction<Schema>,
  given: readonly OwnAccount[],
  runId: bigint,
): Promise<{ added: number; changed: number }> {
  const { profiles } = await withoutForgotten(
    tx,
    given.map(({ profile }) => profile),
  );
  const saved = await saveAccounts(tx, profiles, { hasHistory: false });
  await noteSeen(tx, saved.known, runId);
  await saveAccountDetails(tx, profiles);
  await holdOptOuts(
    tx,
    profiles.map((profile) => ({
      id: profile.id,
      username: profile.username,
      emails: () => addressesOf(profile),
    })),
  );
  await noteDueMetrics(
    tx,
    profiles.map(({ id }) => id),
  );
  // The address of a person who was erased is not restored.
  const emailOf = new Map(profiles.map(({ id, publicEmail }) => [id, publicEmail]));
  const accounts = given.filter(({ profile }) => emailOf.has(profile.id));
  await restoreColumns(
    tx,
    accounts.map((account) => ({ ...account, email: emailOf.get(account.profile.id) ?? null })),
  );
  await restoreQualified(tx, accounts);
  await restoreDecisions(tx, accounts);
  await suppress(
    tx,
    accounts.flatMap(({ isSuppressed, stored }) =>
      isSuppressed && stored.ig_email !== null
        ? [
            {
              kind: "email" as const,
              value: stored.ig_email.toLowerCase(),
              reason: "suppressed where it was exported",
              source: "import",
            },
          ]
        : [],
    ),
  );
  return { added: saved.added, changed: saved.changes.length };
}

const RESTORED = [
  "ig_email",
  "ig_email_source",
  "ig_email_confidence",
  "ig_emails_other",
  "country",
  "country_source",
  "country_confidence",
  "ai_bio_lang",
  "gender",
  "gender_conf",
  "account_kind",
  "topics",
  "qualified_by",
  "qualified_at",
  "de_caption_count",
] as const;

async function restoreColumns(
  tx: Transaction<Schema>,
  accounts: readonly (OwnAccount & { email: string | null })[],
): Promise<void> {
  const restored = (column: (typeof RESTORED)[number]) =>
    column === "topics" || column === "ig_emails_other"
      ? sql`${sql.ref(`seen.${column}`)}::text[]`
      : sql.ref(`seen.${column}`);
  await sql`
    update "InstagramAccountBase" as stored
    set ${sql.join(
      RESTORED.map(
        (column) => sql`${sql.ref(column)} = coalesce(${restored(column)}, ${sql.ref(`stored.${column}`)})`,
      ),
    )},
        first_seen = least(stored.first_seen, coalesce(seen.first_seen, stored.first_seen))
    from ${rowsAs("seen", accounts, {
      id: ["bigint", ({ profile }) => profile.id],
      observed_at: ["timestamptz", ({ profile }) => profile.observedAt],
      ig_email: ["text", ({ email }) => email],
      ig_email_source: ["text", ({ email, stored }) => (email === null ? null : stored.ig_email_source)],
      ig_email_confidence: [
        "smallint",
        ({ email, stored }) => (email === null ? null : stored.ig_email_confidence),
      ],
      ig_emails_other: ["text[]", ({ stored }) => stored.ig_emails_other],
      country: ["text", ({ stored }) => stored.country],
      country_source: ["text", ({ stored }) => stored.country_source],
      country_confidence: ["integer", ({ stored }) => stored.country_confidence],
      ai_bio_lang: ["text", ({ stored }) => stored.ai_bio_lang],
      gender: ["text", ({ stored }) => stored.gender],
      gender_conf: ["integer", ({ stored }) => stored.gender_conf],
      account_kind: ["text", ({ stored }) => stored.account_kind],
      topics: ["text[]", ({ stored }) => stored.topics],
      qualified_by: ["text", ({ stored }) => stored.qualified_by],
      qualified_at: ["timestamptz", ({ stored }) => stored.qualified_at],
      de_caption_count: ["integer", ({ stored }) => stored.de_caption_count],
      first_seen: ["timestamptz", ({ stored }) => stored.first_seen],
    })}
    where stored.id = seen.id and stored.last_updated = seen.observed_at
  `.execute(tx);
}

/** Restores qualifications, so that the same texts are not paid for again. */
async function restoreQualified(tx: Transaction<Schema>, accounts: readonly OwnAccount[]): Promise<void> {
  const ids = accounts.flatMap(({ profile, stored }) => (stored.qualified_at === null ? [] : [profile.id]));
  if (ids.length === 0) return;
  await sql`
    update "Qualification" as queue
    set outcome = 'ok',
        texts_hash = igminer_texts_hash(account.full_name, account.biography, account.category),
        is_local = coalesce(account.qualified_by = 'local', false)
    from "InstagramAccountBase" as account
    where queue.id = any(${ids}::bigint[])
      and account.id = queue.id
      and queue.outcome is null
      and queue.claimed_by is null
  `.execute(tx);
}

/** A decision on an address holds until `verify-emails` checks it again: the evidence for it is not exported. */
async function restoreDecisions(tx: Transaction<Schema>, accounts: readonly OwnAccount[]): Promise<void> {
  const decided = accounts.flatMap(({ profile, stored, decision }) => {
    const reading = decision === null || stored.ig_email === null ? null : readAddress(stored.ig_email);
    if (decision === null || reading === null || !reading.isValid) return [];
    const { email, domain } = reading.address;
    return [{ id: profile.id, key: email, domain, ...decision }];
  });
  if (decided.length === 0) return;
  await sql`
    with seen as (
      select *
      from ${rowsAs("seen", decided, {
        id: ["bigint", ({ id }) => id],
        key: ["text", ({ key }) => key],
        domain: ["text", ({ domain }) => domain],
        status: ["text", ({ status }) => status],
        reason: ["text", ({ reason }) => reason],
        at: ["timestamptz", ({ at }) => at],
      })}
    ),
    queued as (
      insert into "EmailVerification" (email, domain)
      select distinct key, domain
      from seen
      where not ${isForgotten("email", sql`key`)}
      order by key
      on conflict (email) do nothing
    )
    update "InstagramAccountBase" as stored
    set ig_email = seen.key,
        ig_email_queued = seen.key,
        ig_email_status = seen.status,
        ig_email_status_reason = seen.reason,
        ig_email_status_at = seen.at
    from seen
    where stored.id = seen.id
      and lower(stored.ig_email) = lower(seen.key)
      and stored.ig_email_status_at is null
  `.execute(tx);
}

/** Restores what is stored about posts beyond what a source states; the posts themselves are saved like any others. */
export async function restorePosts(tx: Transaction<Schema>, posts: readonly OwnPost[]): Promise<void> {
  if (posts.length === 0) return;
  await sql`
    update "InstagramPost" as stored
    set caption_lang = coalesce(stored.caption_lang, seen.caption_lang),
        caption_dialect = coalesce(stored.caption_dialect, seen.caption_dialect),
        comments_searched = stored.comments_searched or seen.comments_searched
    from ${rowsAs("seen", posts, {
      id: ["bigint", ({ id }) => id],
      caption_lang: ["text", ({ captionLang }) => captionLang],
      caption_dialect: ["text", ({ captionDialect }) => captionDialect],
      comments_searched: ["boolean", ({ isCommentsSearched }) => isCommentsSearched],
    })}
    where stored.id = seen.id
      and (stored.caption_lang is null and seen.caption_lang is not null
        or seen.comments_searched and not stored.comments_searched)
  `.execute(tx);
}

/**
 * Restores names of the frontier with the state of their mining. A name that is already here and was tried is left
 * unchanged.
 * @returns how many were new.
 */
export async function saveOwnNames(tx: Transaction<Schema>, names: readonly OwnName[]): Promise<number> {
  if (names.length === 0) return 0;
  const isHere = sql`(seen.account_id is null or account.id is not null)`;
  const { rows } = await sql<{ is_new: boolean }>`
    insert into "InitialInstagramAccount" as stored (
      username, source, source_tag, linked_count, account_id, outcome, attempts, next_attempt_at, last_error, created_at
    )
    select seen.username, source, source_tag, linked_count, account.id,
      -- Mined, and its account is not here: then it is to be mined.
      case when ${isHere} then outcome end, case when ${isHere} then attempts else 0 end, next_attempt_at,
      case when ${isHere} then last_error end, created_at
    from ${rowsAs("seen", names, {
      place: ["integer", (name) => names.indexOf(name)],
      username: ["text", ({ username }) => username],
      source: ["text", ({ source }) => source],
      source_tag: ["text", ({ sourceTag }) => sourceTag],
      linked_count: ["integer", ({ linkedCount }) => linkedCount],
      account_id: ["bigint", ({ accountId }) => accountId],
      outcome: ["text", ({ outcome }) => outcome],
      attempts: ["integer", ({ attempts }) => attempts],
      next_attempt_at: ["timestamptz", ({ nextAttemptAt }) => nextAttemptAt],
      last_error: ["text", ({ lastError }) => lastError],
      created_at: ["timestamptz", ({ createdAt }) => createdAt],
    })}
    left join "InstagramAccountBase" as account on account.id = seen.account_id
    where not ${isForgotten("username", sql`seen.username`)}
    order by place
    on conflict (username) do update
    set source = excluded.source,
        source_tag = excluded.source_tag,
        linked_count = greatest(stored.linked_count, excluded.linked_count),
        account_id = excluded.account_id,
        outcome = excluded.outcome,
        attempts = excluded.attempts,
        next_attempt_at = excluded.next_attempt_at,
        last_error = excluded.last_error,
        created_at = least(stored.created_at, excluded.created_at)
    where stored.outcome is null and stored.account_id is null and stored.claimed_by is null and stored.attempts = 0
      and (excluded.outcome is not null or excluded.attempts > 0 or excluded.linked_count > stored.linked_count)
    returning xmax = 0 as is_new
  `.execute(tx);
  return rows.filter(({ is_new }) => is_new).length;
}

/** Restores the daily history of known accounts. @returns how many days were new. */
export async function saveOwnDays(tx: Transaction<Schema>, days: readonly OwnDay[]): Promise<number> {
  if (days.length === 0) return 0;
  const { profiles, leftOut } = await withoutForgotten(
    tx,
    days.map(({ profile }) => profile),
  );
  const names = days.filter(({ profile }) => !leftOut.has(profile.id)).map(({ newUsername }) => newUsername);
  const kept = profiles.map((profile, at) => ({ profile, newUsername: names[at] ?? null }));
  const { numAffectedRows } = await sql`
    insert into "IGHistoryTable" (
      account_id, recorded_at, followers_count, following_count, posts_count, username, biography, clues
    )
    select account.id, recorded_at, seen.followers_count, seen.following_count, seen.posts_count, seen.username, seen.biography,
      seen.clues::int[]
    from ${rowsAs("seen", kept, {
      place: ["integer", (day) => kept.indexOf(day)],
      account_id: ["bigint", ({ profile }) => profile.id],
      recorded_at: ["timestamptz", ({ profile }) => profile.observedAt],
      followers_count: ["bigint", ({ profile }) => profile.followersCount],
      following_count: ["bigint", ({ profile }) => profile.followingCount],
      posts_count: ["bigint", ({ profile }) => profile.postsCount],
      username: ["text", ({ newUsername }) => newUsername],
      biography: ["text", ({ profile }) => profile.biography],
      clues: ["text[]", ({ profile }) => clueNumbers([profile.biography])],
    })}
    join "InstagramAccountBase" as account on account.id = seen.account_id
    order by place
    on conflict (account_id, recorded_at) do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
