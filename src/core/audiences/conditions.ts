import { type RawBuilder, sql } from "kysely";
import { COUNTRY_RULES } from "../countries/rules.js";
import { EMAIL_RULES } from "../text/email-rules.js";
import {
  type Criteria,
  HASHTAG_DAYS,
  METRIC_NAMES,
  METRIC_RANGES,
  type MetricRange,
  type Range,
} from "./criteria.js";

/** One criterion as SQL over `account`, an alias of "InstagramAccountBase". */
export interface Condition {
  name: keyof Criteria;
  /** True: it holds. False: it does not hold. Null: unknown. */
  verdict: RawBuilder<boolean | null>;
  /** The same as "verdict is true", written so that an index can be used. */
  holds?: RawBuilder<boolean>;
  /** Whether the verdict is null only because a command that makes no request has not read the stored data yet. */
  isPending: RawBuilder<boolean>;
  /** How a report describes accounts for which it is known not to hold. */
  unmet: string;
  /** What is missing while the verdict is null, as in "71 have no language yet". */
  missing: string;
  /** The command that finds it in stored data, or null if only another visit to the account can tell. */
  foundBy: string | null;
  /** What can still settle it once the stored data has been read. */
  otherwise: "refresh" | "model" | "time";
}

/** @returns one condition for each criterion that is given. */
export function conditionsOf(whom: Criteria): Condition[] {
  return [
    ...qualified(
      "languages",
      "language",
      "another language",
      whom.languages && sql`account.ai_bio_lang = any(${whom.languages}::text[])`,
    ),
    ...countryOf(whom.countries),
    ...countOf("followers", "account.followers_count", whom.followers),
    ...countOf("following", "account.following_count", whom.following),
    ...countOf("posts", "account.posts_count", whom.posts),
    ...qualified("kinds", "kind", "another kind of account", whom.kinds && kindIn(whom.kinds)),
    ...qualified("genders", "sure gender", "another gender", genderIs(whom)),
    ...METRIC_NAMES.flatMap((metric) => metricOf(metric, whom[metric])),
    ...keywordsOf(whom.keywords),
    ...(whom.hashtags ? hashtagsOf(whom.hashtags, whom) : postedWithin(whom.postedWithinDays)),
    ...emailOf(whom.hasEmail),
    ...noLink(whom.noLink),
  ];
}

const never = sql<boolean>`false`;

/** A criterion whose values `qualify` determines. */
function qualified(
  name: keyof Criteria,
  missing: string,
  unmet: string,
  verdict: RawBuilder<unknown> | undefined,
): Condition[] {
  if (verdict === undefined) return [];
  return [
    {
      name,
      verdict: verdict as RawBuilder<boolean | null>,
      isPending: sql`exists (
        select
        from "Qualification" as queue
        where queue.id = account.id and (queue.outcome is null or queue.outcome = 'retry')
      )`,
      unmet,
      missing,
      foundBy: "qualify",
      otherwise: "model",
    },
  ];
}

function kindIn(kinds: NonNullable<Criteria["kinds"]>): RawBuilder<unknown> {
  const told = sql`account.account_kind = any(${kinds.filter((kind) => kind !== "creator")}::text[])`;
  return kinds.includes("creator")
    ? sql`(${told} or (account.is_business and account.account_kind not in ('fan', 'bot')))`
    : told;
}

/** A gender below the required confidence counts as unknown. */
function genderIs({ genders, genderConfidence }: Criteria): RawBuilder<unknown> | undefined {
  if (genders === undefined) return undefined;
  const isGiven = sql`account.gender = any(${genders}::text[])`;
  return genderConfidence === undefined
    ? isGiven
    : sql`(${isGiven} and nullif(account.gender_conf >= ${genderConfidence}::smallint, false))
        or (not ${isGiven} and case when account.gender_conf >= ${genderConfidence}::smallint then false end)`;
}

function countryOf(countries: Criteria["countries"]): Condition[] {
  if (countries === undefined) return [];
  return [
    {
      name: "countries",
      verdict: sql`account.country = any(${countries}::text[])`,
      isPending: sql`account.country_rules < ${sql.lit(COUNTRY_RULES)}`,
      unmet: "another country",
      missing: "country",
      foundBy: "find-countries",
      otherwise: "refresh",
    },
  ];
}

function countOf(name: keyof Criteria, column: string, ends: Range | undefined): Condition[] {
  if (ends === undefined) return [];
  return [
    {
      name,
      verdict: within(sql.ref(column), ends, sql`bigint`),
      isPending: never,
      unmet: `${name} count outside the range`,
      missing: `${name} count`,
      foundBy: null,
      otherwise: "refresh",
    },
  ];
}

function within(
  value: RawBuilder<unknown>,
  { min, max }: Range,
  type: RawBuilder<unknown>,
): RawBuilder<boolean | null> {
  const ends = [
    ...(min === undefined ? [] : [sql`${value} >= ${min}::${type}`]),
    ...(max === undefined ? [] : [sql`${value} <= ${max}::${type}`]),
  ];
  return sql`(${sql.join(ends, sql` and `)})`;
}

function metricOf(name: MetricRange, ends: Range | undefined): Condition[] {
  if (ends === undefined) return [];
  const { column, words } = METRIC_RANGES[name];
  const value = sql`(
    select ${sql.ref(`metrics.${column}`)} from "CreatorMetrics" as metrics where metrics.id = account.id
  )`;
  return [
    {
      name,
      verdict: within(value, ends, sql`float8`),
      isPending: sql`exists (select from "CreatorMetricsDue" as due where due.account_id = account.id)`,
      unmet: `${words} outside the range`,
      missing: words,
      foundBy: "measure",
      otherwise: name.startsWith("growth") ? "time" : "refresh",
    },
  ];
}

function keywordsOf(keywords: Criteria["keywords"]): Condition[] {
  if (keywords === undefined) return [];
  const anyOf = sql.join(
    keywords.map((keyword) => sql`phraseto_tsquery('simple', igminer_spaced(${keyword}::text))`),
    sql` || `,
  );
  // Repeats the expression of the index InstagramAccountBase_words, so that it is used.
  const holds = sql<boolean>`
    to_tsvector('simple', igminer_spaced(coalesce(account.biography, '') || ' ' || coalesce(account.category, '')))
      @@ (${anyOf})
  `;
  return [
    {
      name: "keywords",
      // Once the page has been seen, missing words are a fact. Of other accounts a source gave only the name.
      verdict: sql`case when ${holds} then true when ${wasSeen} then false end`,
      holds,
      isPending: never,
      unmet: "none of the keywords",
      missing: "biography",
      foundBy: null,
      otherwise: "refresh",
    },
  ];
}

const wasSeen = sql<boolean>`(account.biography is not null or account.followers_count is not null)`;

/**
 * Whether all posts of the last `days` days are known, or the account has no posts: then a post that is not stored does not
 * exist.
 */
const knowsPosts = (days: number) => sql<boolean>`(
  account.posts_count = 0
  or exists (select from "InstagramPost" as post where post.account_id = account.id)
    and exists (
      select
      from "RefreshSchedule" as schedule
      where schedule.id = account.id
        and coalesce(schedule.posts_seen_at, schedule.seen_at) > now() - make_interval(days => ${days}::integer)
    )
)`;

function hashtagsOf(hashtags: readonly string[], { postedWithinDays }: Criteria): Condition[] {
  const days = postedWithinDays ?? HASHTAG_DAYS;
  // Uses the index InstagramPost_hashtags.
  const holds = sql<boolean>`account.id in (
    select post.account_id
    from "InstagramPost" as post
    where post.hashtags && ${hashtags}::text[]
      and post.hashtags <> '{}'
      and post.taken_at > now() - make_interval(days => ${days}::integer)
  )`;
  return [postCondition("hashtags", holds, days)];
}

function postedWithin(days: Criteria["postedWithinDays"]): Condition[] {
  if (days === undefined) return [];
  // Uses the index InstagramPost_account_taken.
  const holds = sql<boolean>`exists (
    select
    from "InstagramPost" as post
    where post.account_id = account.id and post.taken_at > now() - make_interval(days => ${days}::integer)
  )`;
  return [postCondition("postedWithinDays", holds, days)];
}

function postCondition(name: keyof Criteria, holds: RawBuilder<boolean>, days: number): Condition {
  return {
    name,
    verdict: sql`case when ${holds} then true when ${knowsPosts(days)} then false end`,
    holds,
    isPending: never,
    unmet:
      name === "hashtags"
        ? `none of the hashtags in a post of the last ${days} days`
        : `no post within ${days} days`,
    missing: "recent posts",
    foundBy: null,
    otherwise: "refresh",
  };
}

/** Never known to be false: an account without a known address may show one where igminer has not looked. */
function emailOf(hasEmail: Criteria["hasEmail"]): Condition[] {
  if (hasEmail === undefined) return [];
  return [
    {
      name: "hasEmail",
      verdict: sql`nullif(account.ig_email is not null, false)`,
      holds: sql`account.ig_email is not null`,
      isPending: sql`account.email_rules < ${sql.lit(EMAIL_RULES)}`,
      unmet: "no address",
      missing: "address",
      foundBy: "find-emails",
      otherwise: "refresh",
    },
  ];
}

function noLink(isWanted: Criteria["noLink"]): Condition[] {
  if (isWanted === undefined) return [];
  return [
    {
      name: "noLink",
      verdict: sql`case when account.external_link is not null then false when ${wasSeen} then true end`,
      isPending: never,
      unmet: "a link outside Instagram",
      missing: "profile",
      foundBy: null,
      otherwise: "refresh",
    },
  ];
}
