import { type Kysely, sql, type Transaction } from "kysely";
import { findAudience } from "../audiences/audiences.js";
import type { Criteria } from "../audiences/criteria.js";
import { isWanted } from "../audiences/predicate.js";
import type { Swept } from "../batch/sweep.js";
import type { Schema } from "../db/schema.js";
import { wantPictures } from "./watch.js";

type Gender = "female" | "male";

/** A row of "CloneTask"; a null bound is no bound. */
interface OpenTask {
  id: bigint;
  missing_female: number;
  missing_male: number;
  female_after_id: bigint;
  male_after_id: bigint;
  target_country: string | null;
  bio_lang: string | null;
  audience: string | null;
  gender_conf_min: number;
  posts_min: bigint;
  posts_max: bigint;
  followers_min: bigint;
  followers_max: bigint;
  following_min: bigint;
  following_max: bigint;
  has_link: boolean | null;
}

interface Taken {
  account_id: bigint;
  username: string;
}

/**
 * Puts up to `limit` accounts under watch for tasks that are not full, starting with the task served longest ago. A task is
 * filled with both genders in proportion; if one has no more accounts, the other gets the rest. A task that finds too few
 * starts again from the beginning an hour later, since accounts are qualified all the time.
 */
export async function fillTasks(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  const subjects: string[] = [];
  let tasks = 0;
  while (subjects.length < limit) {
    const task = await nextTask(tx);
    if (task === null) break;
    tasks++;
    const whom = task.audience === null ? {} : (await findAudience(tx, task.audience)).criteria;
    const taken = await fillTask(tx, task, whom, limit - subjects.length);
    subjects.push(...taken);
  }
  return { subjects, tallies: { tasks_served: tasks } };
}

/** One line: how many tasks wait for accounts, and what would provide some. */
export async function whyNothingToFill(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open
    from "CloneTask"
    where filled_female < target_female or filled_male < target_male
  `.execute(db);
  const open = rows[0]?.open ?? 0;
  return open === 0
    ? "no task has places left; add one: igminer clones task add --female 50 --male 50"
    : `no further qualified account fits the ${open} open task(s); qualify more accounts, or add a task with wider limits.`;
}

async function nextTask(tx: Transaction<Schema>): Promise<OpenTask | null> {
  const { rows } = await sql<OpenTask>`
    select *, target_female - filled_female as missing_female, target_male - filled_male as missing_male
    from "CloneTask"
    where (filled_female < target_female or filled_male < target_male)
      and (next_search_at is null or next_search_at <= now())
    order by served_at nulls first, id
    limit 1
    for no key update skip locked
  `.execute(tx);
  return rows[0] ?? null;
}

async function fillTask(
  tx: Transaction<Schema>,
  task: OpenTask,
  whom: Criteria,
  limit: number,
): Promise<string[]> {
  const missing = { female: task.missing_female, male: task.missing_male };
  const left = Math.min(limit, missing.female + missing.male);
  const femaleShare = Math.round((left * missing.female) / (missing.female + missing.male));
  const found: Record<Gender, Taken[]> = {
    female: await takeAccounts(tx, task, whom, "female", femaleShare),
    male: await takeAccounts(tx, task, whom, "male", left - femaleShare),
  };
  const isShort = { female: found.female.length < femaleShare, male: found.male.length < left - femaleShare };
  for (const [gender, other] of [
    ["female", "male"],
    ["male", "female"],
  ] as const) {
    const more = Math.min(
      left - found.female.length - found.male.length,
      missing[gender] - found[gender].length,
    );
    if (!isShort[other] || isShort[gender] || more <= 0) continue;
    const extra = await takeAccounts(tx, task, whom, gender, more);
    isShort[gender] = extra.length < more;
    found[gender].push(...extra);
  }
  await sql`
    update "CloneTask"
    set filled_female = filled_female + ${found.female.length},
        filled_male = filled_male + ${found.male.length},
        female_after_id = case when ${isShort.female} then 0 else greatest(female_after_id, ${lastOf(found.female)}) end,
        male_after_id = case when ${isShort.male} then 0 else greatest(male_after_id, ${lastOf(found.male)}) end,
        next_search_at = case when ${isShort.female || isShort.male} then now() + interval '1 hour' end,
        served_at = clock_timestamp()
    where id = ${task.id}
  `.execute(tx);
  const taken = [...found.female, ...found.male];
  await wantPictures(
    tx,
    taken.map(({ account_id }) => account_id),
  );
  return taken.map(({ username }) => username);
}

/**
 * Watches the next accounts of one gender that fit a task, in order of their id. The bounds are parameters and not a join
 * with the task: only then does the planner see that the index "InstagramAccountBase_watchable" provides the order, and stop
 * at the limit. Only columns of that index are read, so the many accounts that do not fit cost no access to the table.
 * Figures in docs/clones.md.
 */
async function takeAccounts(
  tx: Transaction<Schema>,
  task: OpenTask,
  whom: Criteria,
  gender: Gender,
  limit: number,
): Promise<Taken[]> {
  if (limit <= 0) return [];
  const { rows } = await sql<Taken>`
    with fitting as (
      select account.id
      from "InstagramAccountBase" as account
      where ${task.bio_lang === null ? sql`true` : sql`account.ai_bio_lang = ${task.bio_lang}`}
        and account.gender = ${gender}
        and account.id > ${task[`${gender}_after_id`]}
        and account.gender_conf >= ${task.gender_conf_min}
        and account.posts_count between ${task.posts_min} and ${task.posts_max}
        and account.followers_count between ${task.followers_min} and ${task.followers_max}
        and account.following_count between ${task.following_min} and ${task.following_max}
        ${task.target_country === null ? sql`` : sql`and account.country = ${task.target_country}`}
        ${task.has_link === null ? sql`` : sql`and (account.external_link is not null) = ${task.has_link}`}
        and ${isWanted(whom)}
        and not exists (
          select from "UsersToClone" as watch where watch.account_id = account.id and watch.is_watch
        )
      order by account.id
      limit ${limit}
    ),
    watched as (
      insert into "UsersToClone" (account_id, task_id)
      select id, ${task.id}::bigint from fitting
      order by id
      on conflict do nothing
      returning account_id
    )
    select watched.account_id, account.username
    from watched
    join "InstagramAccountBase" as account on account.id = watched.account_id
    order by watched.account_id
  `.execute(tx);
  return rows;
}

function lastOf(taken: readonly Taken[]): bigint {
  return taken.at(-1)?.account_id ?? 0n;
}
