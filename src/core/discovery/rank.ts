import { sql, type Transaction } from "kysely";
import { type Audience, readAudiences } from "../audiences/audiences.js";
import { lessonOf } from "../audiences/predicate.js";
import type { Swept } from "../batch/sweep.js";
import { goByKeys } from "../db/planner.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Channel } from "./evidence.js";
import { logOddsOf, probabilityOf } from "./score.js";
import { lessonStored, scoreNamesLedTo, toldOf } from "./score-names.js";
import { lockSearch, type Search, saveSearch } from "./search.js";
import { scoreUnscored } from "./unscored.js";
import { learnWords, slotsOf } from "./words.js";

interface ChangedLesson {
  account_id: bigint;
  was: boolean | null;
  is: boolean | null;
  /** What was known of the name under which it was mined, if it had a score. */
  username: string;
  full_name: string | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  channel: Channel | null;
  bucket: number | null;
}

/**
 * One bounded step of ranking, of up to `limit` accounts. Judges those that have changed or were never judged for an audience,
 * learns from those that were mined by their score, and scores the names that wanted ones lead to. After that, names that only
 * unwanted accounts lead to are scored. Counts are read from the links, never added up, so repeating a step counts nothing
 * twice.
 */
export async function rankStep(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  const { searches, judged, names: scored } = await judgeStep(tx, limit);
  const late: bigint[] = [];
  let names = scored;
  for (const search of searches)
    for (const isWanted of [true, false]) {
      const left = limit - judged.size - late.length;
      const each = await scoreUnscored(tx, search, { isWanted, limit: left });
      late.push(...each.accountIds);
      names += each.names;
    }
  return {
    subjects: [...judged, ...late].map(String),
    tallies: { ...(names > 0 && { names_scored: names }) },
  };
}

/** The first part of `rankStep`: leaves names that only unwanted accounts lead to. @returns all searches, locked. */
export async function judgeStep(
  tx: Transaction<Schema>,
  limit: number,
): Promise<{ searches: readonly Search[]; judged: ReadonlySet<bigint>; names: number }> {
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
  return { searches: [...searches.values()], judged, names };
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
  const idsOf = (lessons: readonly ChangedLesson[]) => lessons.map(({ account_id }) => account_id);
  return scoreNamesLedTo(tx, search, {
    wholly: idsOf(changed.filter(({ is }) => is === true)),
    again: idsOf(changed.filter(({ is }) => is !== true)),
  });
}

/** Accounts whose verdict differs from the one stored. */
async function changedLessons(
  tx: Transaction<Schema>,
  audience: Audience,
  accountIds: readonly bigint[],
): Promise<ChangedLesson[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<ChangedLesson>`
    select account.id as account_id, lesson.was, lesson.is,
      bought.username, bought.full_name, bought.is_private, bought.is_verified,
      bought.channel, bought.bucket
    from "InstagramAccountBase" as account
    cross join lateral (
      select ${lessonOf(audience.criteria)} as is, ${lessonStored(sql`account.id`, audience.id)} as was
    ) as lesson
    left join lateral (
      select frontier.username, told.full_name, told.is_private, told.is_verified,
        score.channel, score.bucket
      from "InitialInstagramAccount" as frontier
      join "FrontierScore" as score on score.initial_id = frontier.id and score.audience_id = ${audience.id}
      left join "FrontierTold" as told on told.initial_id = frontier.id
      where frontier.account_id = account.id
      limit 1
    ) as bought on true
    where account.id = any(${accountIds}::bigint[])
      and lesson.is is distinct from lesson.was
    order by account.id
  `.execute(tx);
  return rows;
}

/** Counts the verdicts, and learns the words of names that are judged for the first time. */
function learn(search: Search, changed: readonly ChangedLesson[]): void {
  for (const lesson of changed) {
    if (lesson.was === null && lesson.is !== null && lesson.bucket !== null) {
      const expected = probabilityOf(logOddsOf(lesson.bucket, search.measured));
      learnWords(search.words, slotsOf(toldOf(lesson)), expected, lesson.is);
    }
    search.measured.judged += countOf(lesson.is !== null) - countOf(lesson.was !== null);
    search.measured.wanted += countOf(lesson.is) - countOf(lesson.was);
  }
}

const countOf = (is: boolean | null) => (is === true ? 1 : 0);

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
      insert into "AudienceLesson" as known (account_id, audience_id, is_wanted, names_scored)
      select account_id, ${audienceId}, is_wanted, is_wanted
      from changed
      where is_wanted is not null
      order by account_id
      on conflict (account_id, audience_id) do update
      set is_wanted = excluded.is_wanted, names_scored = known.names_scored or excluded.names_scored
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
