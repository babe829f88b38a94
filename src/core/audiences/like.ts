import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { type Criteria, HASHTAG_DAYS, type Range } from "./criteria.js";

interface Example {
  language: string | null;
  country: string | null;
  kind: string | null;
  is_business: boolean | null;
  gender: string | null;
  gender_conf: number | null;
  followers: number | null;
  engagement: number | null;
  has_email: boolean;
  days_silent: number | null;
  hashtags: string[];
}

/** More different values mean that the examples have nothing in common. */
const MOST_LANGUAGES = 2;
const MOST_COUNTRIES = 3;
const MOST_HASHTAGS = 8;
/** A hashtag is typical if the examples use it at least this many times as often as all accounts do. */
const TYPICAL = 5;
const SURE_GENDER = 4;

/**
 * Derives criteria from what the examples have in common. Each example matches them, or would if everything about it were
 * known. A property that is unknown for one example gives no criterion, except language, country and kind, which need only be
 * known, and agree, for more than half.
 * @param ids of mined accounts.
 */
export async function criteriaLike(db: Kysely<Schema>, ids: readonly bigint[]): Promise<Criteria> {
  const { rows: examples } = await sql<Example>`
    select account.ai_bio_lang as language, account.country, account.account_kind as kind, account.is_business,
      account.gender, account.gender_conf, account.followers_count::float8 as followers,
      metrics.engagement_rate as engagement, account.ig_email is not null as has_email,
      date_part('epoch', now() - (
        select max(taken_at) from "InstagramPost" as post where post.account_id = account.id
      )) / 86400 as days_silent,
      array(
        select distinct tag
        from "InstagramPost" as post, unnest(post.hashtags) as tag
        where post.account_id = account.id
          and post.taken_at > now() - make_interval(days => ${HASHTAG_DAYS}::integer)
      ) as hashtags
    from "InstagramAccountBase" as account
    left join "CreatorMetrics" as metrics on metrics.id = account.id
    where account.id = any(${ids}::bigint[])
  `.execute(db);
  const given: Criteria = {
    languages: common(
      examples.map(({ language }) => language),
      MOST_LANGUAGES,
    ),
    countries: common(
      examples.map(({ country }) => country),
      MOST_COUNTRIES,
    ),
    followers: around(examples.map(({ followers }) => followers)),
    engagement: atLeastHalf(examples.map(({ engagement }) => engagement)),
    kinds: kindsOf(examples),
    genders: gendersOf(examples),
    postedWithinDays: activityOf(examples),
    hasEmail: examples.every(({ has_email }) => has_email) || undefined,
    hashtags: await typicalHashtags(db, examples),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The different known values. Undefined if there are more than `most`, or if half or fewer of all values are known. */
function common(values: readonly (string | null)[], most: number): string[] | undefined {
  const known = values.filter((value) => value !== null);
  const different = [...new Set(known)].sort();
  const isEnough = known.length * 2 > values.length;
  return isEnough && different.length > 0 && different.length <= most ? different : undefined;
}

/** From half of the smallest value to twice the largest, rounded outwards. */
function around(values: readonly (number | null)[]): Range | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return undefined;
  return { min: roundDown(Math.min(...known) / 2), max: roundUp(Math.max(...known) * 2) };
}

function atLeastHalf(values: readonly (number | null)[]): Range | undefined {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known) / 2;
  if (known.length < values.length || !(least > 0)) return undefined;
  return { min: roundDown(least) };
}

function roundDown(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return Number((Math.floor(value / step) * step).toPrecision(3));
}

function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return Number((Math.ceil(value / step) * step).toPrecision(3));
}

function kindsOf(examples: readonly Example[]): Criteria["kinds"] {
  const isCreator = ({ is_business, kind }: Example) =>
    is_business === true && kind !== null && kind !== "fan" && kind !== "bot";
  if (examples.every(isCreator)) return ["creator"];
  return common(
    examples.map(({ kind }) => kind),
    1,
  ) as Criteria["kinds"];
}

function gendersOf(examples: readonly Example[]): Criteria["genders"] {
  const isSure = examples.every(({ gender_conf }) => (gender_conf ?? 0) >= SURE_GENDER);
  return isSure
    ? common(
        examples.map(({ gender }) => gender),
        1,
      )
    : undefined;
}

/** The shortest of the usual periods within which every example has posted. */
function activityOf(examples: readonly Example[]): number | undefined {
  const silent = examples.map(({ days_silent }) => days_silent ?? Number.POSITIVE_INFINITY);
  return [30, 90, 180].find((days) => silent.every((since) => since <= days));
}

/** Hashtags that at least two examples use and few other accounts do. Undefined unless every example uses one of them. */
async function typicalHashtags(
  db: Kysely<Schema>,
  examples: readonly Example[],
): Promise<string[] | undefined> {
  const users = new Map<string, number>();
  for (const { hashtags } of examples) for (const tag of hashtags) users.set(tag, (users.get(tag) ?? 0) + 1);
  const shared = [...users].filter(([, count]) => count >= 2).sort(([, one], [, other]) => other - one);
  if (shared.length === 0) return undefined;
  const { rows } = await sql<{ tag: string; share: number }>`
    select tag, (
        select count(distinct post.account_id)
        from "InstagramPost" as post
        where post.hashtags && array[tag] and post.hashtags <> '{}'
      )::float8 / greatest((select count(*) from "InstagramAccountBase"), 1) as share
    from unnest(${shared.slice(0, 50).map(([tag]) => tag)}::text[]) as tag
  `.execute(db);
  const shareOf = new Map(rows.map(({ tag, share }) => [tag, share]));
  const typical = shared
    .filter(([tag, count]) => count / examples.length >= TYPICAL * (shareOf.get(tag) ?? 1))
    .slice(0, MOST_HASHTAGS)
    .map(([tag]) => tag);
  const isCovered = examples.every(({ hashtags }) => hashtags.some((tag) => typical.includes(tag)));
  return typical.length > 0 && isCovered ? typical : undefined;
}
