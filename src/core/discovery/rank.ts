import { sql, type Transaction } from "kysely";
import { type Audience, readAudiences } from "../audiences/audiences.js";
import { lessonOf } from "../audiences/predicate.js";
import type { Swept } from "../batch/sweep.js";
import { goByKeys } from "../db/planner.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Channel } from "./evidence.js";
import { bucketOf, scoreOf } from "./score.js";
import { lockSearch, type Search, saveSearch } from "./search.js";
import { learnWords, slotsOf } from "./words.js";

/** Maximum number of a name's parents counted: more add no information, and hubs have a hundred thousand. */
const MOST_PARENTS = 100;

interface ChangedLesson {
  account_id: bigint;
  was: boolean | null;
  is: boolean | null;
  /** The frontier row through which it was mined, if any. */
  initial_id: bigint | null;
  username: string;
  full_name: string | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  channel: Channel | null;
  bucket: number | null;
  parents_judged: number | null;
  parents_wanted: number | null;
}

interface NameToScore {
  id: bigint;
  username: string;
  channel: Channel;
  full_name: string | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  parents_judged: number;
  parents_wanted: number;
}

/**
 * One bounded step of ranking. Judges up to `limit` accounts that have changed or were never judged for an audience, learns
 * from those that were mined by their score, and scores the names they lead to. Counts are read from the links, never added
 * up, so repeating a step counts nothing twice.
 */
export async function rankStep(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  await goByKeys(tx);
  const audiences = await readAudiences(tx);
  const searches = new Map<Audience, Search>();
  for (const audience of [...audiences].sort((one, other) => Number(one.id - other.id))) {
    const search = await lockSearch(tx, audience);
    if (search !== null) searches.set(audience, search);
  }
  const { rows: due } = await sql<{ account_id: bigint }>`
    with taken as (
      select account_id from "AudienceDue" order by account_id limit ${limit} for update skip locked
    )
    delete from "AudienceDue" as due using taken where due.account_id = taken.account_id
    returning due.account_id
  `.execute(tx);
  const judged = new Set(due.map(({ account_id }) => account_id));
  let names = 0;
  for (const [audience, search] of searches) {
    const ids = new Set(due.map(({ account_id }) => account_id));
    for (const id of await notYetJudged(tx, search, limit - judged.size)) {
      ids.add(id);
      judged.add(id);
    }
    names += await rankFor(tx, audience, search, [...ids]);
  }
  return {
    subjects: [...judged].map(String),
    tallies: { ...(names > 0 && { names_scored: names }) },
  };
}

/** The next accounts, in order of id, that were mined before the search began or before its criteria changed. */
async function notYetJudged(tx: Transaction<Schema>, search: Search, limit: number): Promise<bigint[]> {
  if (search.judgedUpTo === null || limit <= 0) return [];
  const rows = await tx
    .selectFrom("InstagramAccountBase")
    .select("id")
    .where("id", ">", search.judgedUpTo)
    .orderBy("id")
    .limit(limit)
    .execute();
  search.judgedUpTo = rows.length < limit ? null : (rows.at(-1)?.id ?? null);
  return rows.map(({ id }) => id);
}

/** @returns the number of names whose score changed. */
async function rankFor(
  tx: Transaction<Schema>,
  audience: Audience,
  search: Search,
  accountIds: readonly bigint[],
): Promise<number> {
  const changed = await changedLessons(tx, audience, accountIds);
  learn(search, changed);
  await saveLessons(tx, audience.id, changed);
  await saveSearch(tx, search);
  return scoreNames(
    tx,
    search,
    await namesLedTo(
      tx,
      audience.id,
      changed.map(({ account_id }) => account_id),
    ),
  );
}

/** Accounts whose verdict differs from the one stored. */
async function changedLessons(
  tx: Transaction<Schema>,
  audience: Audience,
  accountIds: readonly bigint[],
): Promise<ChangedLesson[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<ChangedLesson>`
    select account.id as account_id, lesson.is_wanted as was, judged.is_wanted as is,
      bought.id as initial_id, bought.username, bought.full_name, bought.is_private, bought.is_verified,
      bought.channel, bought.bucket, bought.parents_judged, bought.parents_wanted
    from "InstagramAccountBase" as account
    cross join lateral (select ${lessonOf(audience.criteria)} as is_wanted) as judged
    left join "AudienceLesson" as lesson
      on lesson.account_id = account.id and lesson.audience_id = ${audience.id}
    left join lateral (
      select frontier.id, frontier.username, told.full_name, told.is_private, told.is_verified,
        score.channel, score.bucket, score.parents_judged, score.parents_wanted
      from "InitialInstagramAccount" as frontier
      join "FrontierScore" as score on score.initial_id = frontier.id and score.audience_id = ${audience.id}
      left join "FrontierTold" as told on told.initial_id = frontier.id
      where frontier.account_id = account.id
      limit 1
    ) as bought on true
    where account.id = any(${accountIds}::bigint[])
      and judged.is_wanted is distinct from lesson.is_wanted
    order by account.id
  `.execute(tx);
  return rows;
}

/** Counts the verdicts, and learns the words of names that are judged for the first time. */
function learn(search: Search, changed: readonly ChangedLesson[]): void {
  for (const lesson of changed) {
    if (lesson.was === null && lesson.is !== null && lesson.initial_id !== null) {
      const told = toldOf(lesson);
      const evidence = {
        channel: lesson.channel ?? "related",
        parentsJudged: lesson.parents_judged ?? 0,
        parentsWanted: lesson.parents_wanted ?? 0,
        told,
      };
      learnWords(search.words, slotsOf(told), scoreOf(evidence, search.measured, search.words), lesson.is);
    }
    search.measured.judged += countOf(lesson.is !== null) - countOf(lesson.was !== null);
    search.measured.wanted += countOf(lesson.is) - countOf(lesson.was);
  }
}

const countOf = (is: boolean | null) => (is === true ? 1 : 0);

const toldOf = ({
  username,
  full_name: fullName,
  is_private: isPrivate,
  is_verified: isVerified,
}: Pick<NameToScore, "username" | "full_name" | "is_private" | "is_verified">) => ({
  username,
  fullName,
  isPrivate,
  isVerified,
});

async function saveLessons(
  tx: Transaction<Schema>,
  audienceId: bigint,
  changed: readonly ChangedLesson[],
): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    with changed as materialized (
      select *
      from ${rowsAs("changed", changed, {
        account_id: ["bigint", ({ account_id }) => account_id],
        was: ["boolean", ({ was }) => was],
        is_wanted: ["boolean", ({ is }) => is],
        channel: ["text", ({ channel }) => channel],
        bucket: ["smallint", ({ bucket }) => bucket],
      })}
    ),
    forgotten as (
      delete from "AudienceLesson" as lesson
      using changed
      where lesson.account_id = changed.account_id and lesson.audience_id = ${audienceId} and changed.is_wanted is null
    ),
    written as (
      insert into "AudienceLesson" (account_id, audience_id, is_wanted)
      select account_id, ${audienceId}, is_wanted
      from changed
      where is_wanted is not null
      order by account_id
      on conflict (account_id, audience_id) do update set is_wanted = excluded.is_wanted
    )
    insert into "AudienceYield" as known (audience_id, channel, bucket, judged, wanted)
    select ${audienceId}, channel, bucket,
      sum((is_wanted is not null)::int - (was is not null)::int),
      sum(coalesce(is_wanted, false)::int - coalesce(was, false)::int)
    from changed
    where bucket is not null
    group by channel, bucket
    order by channel, bucket
    on conflict (audience_id, channel, bucket) do update
    set judged = known.judged + excluded.judged, wanted = known.wanted + excluded.wanted
  `.execute(tx);
}

/** Unmined names of the frontier that these accounts lead to, with their judged parents counted anew. */
async function namesLedTo(
  tx: Transaction<Schema>,
  audienceId: bigint,
  accountIds: readonly bigint[],
): Promise<NameToScore[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<NameToScore>`
    with led_to as (
      select link.initial_id
      from "RelatedAccounts" as link
      where link.account_id = any(${accountIds}::bigint[])
      union
      select commenter.initial_id
      from "InstagramPost" as post
      join "PostCommenters" as commenter on commenter.post_id = post.id
      where post.account_id = any(${accountIds}::bigint[])
    )
    select ${nameToScore}
    from led_to
    join "InitialInstagramAccount" as frontier on frontier.id = led_to.initial_id
    ${evidenceOf(audienceId)}
    where frontier.account_id is null
    order by frontier.id
  `.execute(tx);
  return rows;
}

const nameToScore = sql`
  frontier.id, frontier.username,
  coalesce(told.channel, case frontier.source when 'COMMENTS' then 'commenters' when 'RELATED' then 'related' when 'CLONE' then 'similar' else 'seed' end) as channel,
  told.full_name, told.is_private, told.is_verified, parents.parents_judged, parents.parents_wanted
`;

/** The evidence for `frontier`: what answers say of the name, and its judged parents. */
const evidenceOf = (audienceId: bigint) => sql`
  left join "FrontierTold" as told on told.initial_id = frontier.id
  cross join lateral (
    select count(*)::int as parents_judged, (count(*) filter (where parent.is_wanted))::int as parents_wanted
    from (
      select lesson.is_wanted
      from (
        (select account_id from "RelatedAccounts" where initial_id = frontier.id limit ${sql.lit(MOST_PARENTS)})
        union all
        (
          select post.account_id
          from "PostCommenters" as commenter
          join "InstagramPost" as post on post.id = commenter.post_id
          where commenter.initial_id = frontier.id
          limit ${sql.lit(MOST_PARENTS)}
        )
      ) as led
      join "AudienceLesson" as lesson on lesson.account_id = led.account_id and lesson.audience_id = ${audienceId}
    ) as parent
  ) as parents
`;

/** Scores names that were not found through links. @returns the number of names whose score changed. */
export async function scoreNamed(
  tx: Transaction<Schema>,
  search: Search,
  usernames: readonly string[],
): Promise<number> {
  const { rows } = await sql<NameToScore>`
    select ${nameToScore}
    from "InitialInstagramAccount" as frontier
    ${evidenceOf(search.audienceId)}
    where frontier.username = any(${usernames}::text[]) and frontier.account_id is null
    order by frontier.id
  `.execute(tx);
  return scoreNames(tx, search, rows);
}

/**
 * Scores names. A name that cannot be wanted by what is known of it gets a closed score, so it is not mined for the audience.
 */
async function scoreNames(
  tx: Transaction<Schema>,
  { audienceId, measured, words, needsPosts }: Search,
  names: readonly NameToScore[],
): Promise<number> {
  if (names.length === 0) return 0;
  const isMarked = (name: NameToScore) => name.full_name !== null || name.is_private !== null;
  const bucketFor = (name: NameToScore) =>
    bucketOf(
      scoreOf(
        {
          channel: name.channel,
          parentsJudged: name.parents_judged,
          parentsWanted: name.parents_wanted,
          told: toldOf(name),
        },
        measured,
        words,
      ),
      name.parents_judged > 0 || isMarked(name),
    );
  const { numAffectedRows } = await sql`
    insert into "FrontierScore" as known (initial_id, audience_id, channel, bucket, parents_judged, parents_wanted, is_open)
    select initial_id, ${audienceId}, channel, bucket, parents_judged, parents_wanted, is_open
    from ${rowsAs("names", names, {
      initial_id: ["bigint", ({ id }) => id],
      channel: ["text", ({ channel }) => channel],
      bucket: ["smallint", bucketFor],
      parents_judged: ["integer", ({ parents_judged }) => parents_judged],
      parents_wanted: ["integer", ({ parents_wanted }) => parents_wanted],
      is_open: ["boolean", ({ is_private }) => !(needsPosts && is_private === true)],
    })}
    order by initial_id
    on conflict (initial_id, audience_id) do update
    set channel = excluded.channel,
        bucket = excluded.bucket,
        parents_judged = excluded.parents_judged,
        parents_wanted = excluded.parents_wanted,
        is_open = excluded.is_open
    where known.is_open
      and (known.channel, known.bucket, known.parents_judged, known.parents_wanted, known.is_open)
        is distinct from (excluded.channel, excluded.bucket, excluded.parents_judged, excluded.parents_wanted, excluded.is_open)
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
