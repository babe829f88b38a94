import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addAudience, findAudience } from "../../src/core/audiences/audiences.js";
import { countAudiences } from "../../src/core/audiences/count-all.js";
import {
  type Criteria,
  METRIC_NAMES,
  METRIC_RANGES,
  type MetricRange,
  type Range,
} from "../../src/core/audiences/criteria.js";
import { isWanted, verdictOf } from "../../src/core/audiences/predicate.js";
import { addTask } from "../../src/core/clones/add-task.js";
import { fillTasks } from "../../src/core/clones/fill-tasks.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { rankStep } from "../../src/core/discovery/rank.js";
import { openSearch } from "../../src/core/discovery/search.js";
import { measure } from "../../src/core/enrichment/measure.js";
import { pagesOf } from "../../src/core/exchange/export/read-pages.js";
import { USERNAMES } from "../../src/core/exchange/export/subjects.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { claimDue } from "../../src/core/mining/claim-due.js";
import { planImport } from "../../src/core/outreach/import-leads.js";
import { meantBy } from "../../src/core/outreach/sequence-audience.js";
import { claimToQualify } from "../../src/core/qualify/claim-accounts.js";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";
import { saveQualifications } from "../../src/core/qualify/save-qualifications.js";
import { sequenceOf } from "../support/outreach.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore, STORES } from "../support/stores.js";
import { swept } from "../support/sweeps.js";

const DAY_MS = 86_400_000;
const ACCOUNTS = 160;
const ROUNDS = 60;

/** Choices from a seed, so that a failure can be repeated. */
function diceOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  return { oneOf, isSo: (share: number) => next() < share };
}
type Dice = ReturnType<typeof diceOf>;

const NAMES = ["Anna Schmidt", "Jonas Weber", "Maria Rossi", "Studio Lehm", "Kim", null];
const BIOGRAPHIES = [
  "Ich töpfere jeden Tag in meiner kleinen Werkstatt und verkaufe schöne Keramik auf dem Markt",
  "I make pottery by hand every day and write about the slow life in the countryside",
  "Hago cerámica a mano y enseño a los niños de mi barrio los sábados por la tarde",
  "Fan page, not affiliated with the artist, all love to the real one out there",
  "Mutter von zwei Kindern, schreibt über das Leben auf dem Land und gutes Brot",
  "",
  null,
];

function someProfile(id: number, dice: Dice): Profile {
  const takenAt = () => new Date(Date.now() - dice.oneOf([1, 10, 40, 100, 200, 400]) * DAY_MS);
  const posts = Array.from({ length: dice.oneOf([0, 0, 1, 5, 15]) }, (_, index) =>
    postOf(id * 100 + index, {
      takenAt: takenAt(),
      mediaType: dice.oneOf(["image", "video"]),
      caption: dice.oneOf(["morning #clay", "#keramik #anzeige", "no tag", null]),
      likeCount: dice.oneOf([null, 0, 5, 90, 2_000]),
      commentCount: dice.oneOf([null, 0, 3]),
    }),
  );
  const isNameOnly = dice.isSo(0.1);
  const count = (values: readonly number[]) => (isNameOnly ? null : dice.oneOf([...values, null]));
  return profileOf(id, {
    fullName: dice.oneOf(NAMES),
    biography: isNameOnly ? null : dice.oneOf(BIOGRAPHIES),
    category: dice.oneOf(["", "Artist", null]),
    followersCount: count([0, 999, 1_000, 5_000, 50_000, 50_001]),
    followingCount: count([10, 500]),
    postsCount: posts.length === 0 ? dice.oneOf([0, 30, null]) : 30,
    isBusiness: dice.oneOf([true, false, null]),
    externalLink: dice.oneOf(["https://shop.example/", "", null]),
    publicEmail: dice.isSo(0.5) ? `user${id}@mail.example` : null,
    countryCode: dice.oneOf(["DE", "AT", "US", null]),
    posts,
    observedAt: new Date(Date.now() - dice.oneOf([0, 20, 60]) * DAY_MS),
  });
}

/** A store in which the product's own code wrote every value; for some of the accounts not everything is known yet. */
async function filledStore(db: Kysely<Schema>, dice: Dice): Promise<void> {
  const profiles = Array.from({ length: ACCOUNTS }, (_, index) => someProfile(index + 1, dice));
  await observe(db, ...profiles.slice(0, ACCOUNTS * 0.8));
  const runId = await newRun(db, "qualify");
  const { items } = await claimToQualify(db, runId, ACCOUNTS, false);
  await inTransaction(db, (tx) =>
    saveQualifications(
      tx,
      items.map((item) => ({ item, result: qualifyLocally(item) })),
      { runId, rowIds: items.map(({ id }) => id) },
      false,
    ),
  );
  await swept(db, measure, ACCOUNTS);
  await observe(db, ...profiles.slice(ACCOUNTS * 0.8));
}

function someCriteria(dice: Dice): Criteria {
  const given: Criteria = {};
  const maybe = (set: () => void) => dice.isSo(0.22) && set();
  const range = (values: readonly number[]): Range => {
    const [one, other] = [dice.oneOf(values), dice.oneOf(values)];
    const [min, max] = [Math.min(one, other), Math.max(one, other)];
    return dice.oneOf([{ min }, { max }, { min, max }]);
  };
  maybe(() => Object.assign(given, { languages: dice.oneOf([["DE"], ["DE", "EN"], ["ES"]]) }));
  maybe(() => Object.assign(given, { countries: dice.oneOf([["DE"], ["DE", "AT"]]) }));
  maybe(() => Object.assign(given, { followers: range([0, 1_000, 50_000]) }));
  maybe(() => Object.assign(given, { following: range([10, 100]) }));
  maybe(() => Object.assign(given, { posts: range([0, 30]) }));
  maybe(() => Object.assign(given, { kinds: dice.oneOf([["creator"], ["person", "creator"], ["fan"]]) }));
  maybe(() =>
    Object.assign(given, {
      genders: ["female"],
      ...(dice.isSo(0.5) && { genderConfidence: dice.oneOf([3, 4]) }),
    }),
  );
  maybe(() =>
    Object.assign(given, { keywords: dice.oneOf([["pottery"], ["Keramik", "slow life"], ["artist"]]) }),
  );
  maybe(() => Object.assign(given, { hashtags: dice.oneOf([["clay"], ["keramik", "clay"]]) }));
  maybe(() => Object.assign(given, { postedWithinDays: dice.oneOf([30, 150]) }));
  maybe(() => Object.assign(given, { hasEmail: true }));
  maybe(() => Object.assign(given, { noLink: true }));
  const metric = dice.oneOf(METRIC_NAMES);
  maybe(() => Object.assign(given, { [metric]: range([0, 0.02, 0.5, 10]) }));
  return given;
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

/** The stored values of each account. */
async function readRows(db: Kysely<Schema>) {
  const accounts = await db.selectFrom("InstagramAccountBase").selectAll().orderBy("id").execute();
  const posts = await db.selectFrom("InstagramPost").selectAll().execute();
  const metrics = await db.selectFrom("CreatorMetrics").selectAll().execute();
  const schedule = await db.selectFrom("RefreshSchedule").selectAll().execute();
  return accounts.map((account) => ({
    account,
    posts: posts.filter(({ account_id }) => account_id === account.id),
    metrics: metrics.find(({ id }) => id === account.id),
    seen: schedule.find(({ id }) => id === account.id),
  }));
}

/** The same criteria, evaluated without a database: true, false, or null if unknown. */
function evaluated(whom: Criteria, row: Row): boolean | null {
  const { account, posts, metrics, seen } = row;
  const among = (value: string | null, list: readonly string[]) =>
    value === null ? null : list.includes(value);
  const within = (value: bigint | number | null | undefined, { min, max }: Range) =>
    value === null || value === undefined
      ? null
      : Number(value) >= (min ?? -Infinity) && Number(value) <= (max ?? Infinity);
  const wasSeen = account.biography !== null || account.followers_count !== null;
  const recent = (days: number) =>
    posts.filter((post) => Date.now() - post.taken_at.getTime() < days * DAY_MS);
  const knowsPosts = (days: number) =>
    account.posts_count === 0n ||
    (posts.length > 0 &&
      seen !== undefined &&
      Date.now() - (seen.posts_seen_at ?? seen.seen_at).getTime() < days * DAY_MS);
  const judge: { [Name in keyof Criteria]?: (given: NonNullable<Criteria[Name]>) => boolean | null } = {
    languages: (list) => among(account.ai_bio_lang, list),
    countries: (list) => among(account.country, list),
    followers: (range) => within(account.followers_count, range),
    following: (range) => within(account.following_count, range),
    posts: (range) => within(account.posts_count, range),
    kinds: (kinds) => {
      const kind = account.account_kind;
      if (kind !== null && kinds.includes(kind)) return true;
      if (!kinds.includes("creator")) return kind === null ? null : false;
      if (kind === "fan" || kind === "bot") return false;
      if (kind === null) return account.is_business === false && kinds.length === 1 ? false : null;
      return account.is_business;
    },
    genders: (list) => {
      const isSure = account.gender !== null && (account.gender_conf ?? 0) >= (whom.genderConfidence ?? 0);
      return isSure ? list.includes(account.gender as string) : null;
    },
    keywords: (list) => {
      const words = `${account.biography ?? ""} ${account.category ?? ""}`.toLowerCase();
      if (list.some((keyword) => words.includes(keyword.toLowerCase()))) return true;
      return wasSeen ? false : null;
    },
    hashtags: (list) => {
      const days = whom.postedWithinDays ?? 180;
      if (recent(days).some(({ hashtags }) => hashtags.some((tag) => list.includes(tag)))) return true;
      return knowsPosts(days) ? false : null;
    },
    postedWithinDays: (days) => {
      if (whom.hashtags !== undefined || recent(days).length > 0) return true;
      return knowsPosts(days) ? false : null;
    },
    hasEmail: () => (account.ig_email === null ? null : true),
    noLink: () => (account.external_link !== null ? false : wasSeen ? true : null),
    ...Object.fromEntries(
      METRIC_NAMES.map((name: MetricRange) => [
        name,
        (range: Range) => within(metrics?.[METRIC_RANGES[name].column], range),
      ]),
    ),
  };
  const verdicts = Object.entries(whom).map(([name, given]) => {
    const rule = judge[name as keyof Criteria] as ((given: unknown) => boolean | null) | undefined;
    return rule === undefined ? true : rule(given);
  });
  if (verdicts.includes(false)) return false;
  return verdicts.includes(null) ? null : true;
}

async function wantedBy(db: Kysely<Schema>, whom: Criteria): Promise<string[]> {
  const { rows } = await sql<{ username: string }>`
    select username from "InstagramAccountBase" as account where ${isWanted(whom)} order by id
  `.execute(db);
  return rows.map(({ username }) => username);
}

async function exportedBy(db: Kysely<Schema>, whom: Criteria): Promise<string[]> {
  const names: string[] = [];
  for await (const page of pagesOf(db, USERNAMES, { conditions: [isWanted(whom)], limit: null }))
    names.push(...page.map(([name]) => name as string));
  return names;
}

/** The accounts that a refresh of the audience takes if everybody is due. */
async function refreshedBy(db: Kysely<Schema>, whom: Criteria): Promise<string[]> {
  const { items } = await claimDue(db, await newRun(db, "refresh"), ACCOUNTS, {
    afterMs: 0,
    isPaced: false,
    freshMs: 0,
    whom,
  });
  await sql`update "RefreshSchedule" set claimed_by = null`.execute(db);
  return items.toSorted((one, other) => Number(one.id - other.id)).map(({ username }) => username);
}

describe.each(STORES)("an audience, on %s", (store) => {
  test("is the same set for every command, and the one that its criteria say", async () => {
    const dice = diceOf(26);
    const { kysely: db } = await migratedStore(store);
    await filledStore(db, dice);
    const rows = await readRows(db);
    const seen = { wanted: 0, unwanted: 0, undecided: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const whom = someCriteria(dice);
      const about = JSON.stringify(whom);
      const { rows: judged } = await sql<{ username: string; verdict: boolean | null }>`
        select username, ${verdictOf(whom)} as verdict from "InstagramAccountBase" as account order by id
      `.execute(db);
      const expected = rows.map((row) => ({ username: row.account.username, verdict: evaluated(whom, row) }));
      expect(judged, about).toEqual(expected);
      const wanted = expected.filter(({ verdict }) => verdict === true).map(({ username }) => username);
      expect(await wantedBy(db, whom), about).toEqual(wanted);
      if (round % 6 === 0) {
        expect(await exportedBy(db, whom), about).toEqual(wanted);
        expect(await refreshedBy(db, whom), about).toEqual(wanted);
      }
      seen.wanted += wanted.length;
      seen.undecided += expected.filter(({ verdict }) => verdict === null).length;
      seen.unwanted += expected.filter(({ verdict }) => verdict === false).length;
    }
    // All three results occur often enough.
    expect(Math.min(seen.wanted, seen.unwanted, seen.undecided)).toBeGreaterThan(ACCOUNTS);
  });

  test("the search counts as wanted whom it matches, and status and audience list show how many these are", async () => {
    const dice = diceOf(28);
    const { kysely: db } = await migratedStore(store);
    await filledStore(db, dice);
    const rows = await readRows(db);
    for (let round = 0; round < 8; round++) {
      const criteria = { ...someCriteria(dice), followers: { min: 1_000 } };
      const about = JSON.stringify(criteria);
      await inTransaction(db, (tx) => addAudience(tx, { name: "makers", criteria }, { replaces: true }));
      const { id } = await openSearch(db, "makers");
      await swept(db, rankStep, 10 * ACCOUNTS);
      const { rows: learned } = await sql<{ username: string }>`
        select username
        from "AudienceLesson" as lesson
        join "InstagramAccountBase" as account on account.id = lesson.account_id
        where lesson.audience_id = ${id} and lesson.is_wanted
        order by account.id
      `.execute(db);
      const matching = rows.filter((row) => evaluated(criteria, row) === true);
      expect(
        learned.map(({ username }) => username),
        about,
      ).toEqual(matching.map(({ account }) => account.username));
      await countAudiences(db, new AbortController().signal);
      // What status, dashboard and audience list show.
      const { counted } = await findAudience(db, "makers");
      const unknown = rows.filter((row) => evaluated(criteria, row) === null).length;
      expect(counted, about).toMatchObject({ wanted: matching.length, undecided: unknown });
    }
  });

  test("a sequence and a task of the clone watch take whom it matches, as it stands then", async () => {
    const dice = diceOf(27);
    const { kysely: db } = await migratedStore(store);
    await filledStore(db, dice);
    const sequenceId = await sequenceOf(db);
    await inTransaction(db, (tx) =>
      addAudience(tx, { name: "makers", criteria: { languages: ["FR"] } }, { replaces: false }),
    );
    await addTask(db, {
      audience: "makers",
      target_female: ACCOUNTS,
      target_male: ACCOUNTS,
      target_country: null,
      bio_lang: null,
      gender_conf_min: 0,
      posts: [0, 1_000_000],
      followers: [0, 1_000_000],
      following: [0, 1_000_000],
      has_link: null,
    });
    const criteria: Criteria = { languages: ["DE", "EN"], followers: { min: 1_000 } };
    await inTransaction(db, (tx) => addAudience(tx, { name: "makers", criteria }, { replaces: true }));
    const matching = (await readRows(db)).filter((row) => evaluated(criteria, row) === true);

    const plan = await planImport(db, sequenceId, await meantBy(db, { audience: "makers" }), ACCOUNTS);
    const addresses = matching.filter(({ account }) => account.ig_email !== null).length;
    const leftOut = Object.fromEntries(plan.excluded.map(({ reason, accounts }) => [reason, accounts]));
    expect(plan.eligible + (leftOut["address not verified"] ?? 0)).toBe(addresses);
    expect(addresses).toBeGreaterThan(0);

    const { subjects } = await swept(db, fillTasks, 2 * ACCOUNTS);
    const watchable = matching.filter(
      ({ account }) =>
        ["female", "male"].includes(account.gender ?? "") &&
        account.posts_count !== null &&
        account.following_count !== null,
    );
    expect([...subjects].sort()).toEqual(watchable.map(({ account }) => account.username).sort());
    expect(watchable.length).toBeGreaterThan(0);
  });
});
