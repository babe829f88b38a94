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

/** One criterion, as SQL over `account` of "InstagramAccountBase". */
export interface Condition {
  name: keyof Criteria;
  /** True: holds; false: does not hold; null: not known. */
  verdict: RawBuilder<boolean | null>;
  /** Where an index finds those that hold and the verdict would hide it: the same as "verdict is true". */
  holds?: RawBuilder<boolean>;
  /** While the verdict is null: whether a command that makes no request still has to read what is stored. */
  isPending: RawBuilder<boolean>;
  /** What is said of an account of which it is known not to hold. */
  unmet: string;
  /** What is missing while the verdict is null, as in "71 have no language yet". */
  missing: string;
  /** The command that reads it out of what is stored; null: none, only another look at the account may tell it. */
  foundBy: string | null;
  /** What may tell it where nothing more can be read out of what is stored. */
  otherwise: "refresh" | "model" | "time";
}

/** @returns a condition for each criterion that is given. */
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

/** What `qualify` tells. */
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

/** A gender that is not sure enough is not known. */
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
  // By the index InstagramAccountBase_words, whose expression this repeats.
  const holds = sql<boolean>`
    to_tsvector('simple', igminer_spaced(coalesce(account.biography, '') || ' ' || coalesce(account.category, '')))
      @@ (${anyOf})
  `;
  return [
    {
      name: "keywords",
      // An account whose page was seen has said all that it says; of others a source told the name alone.
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

/** That posts of so many days are known, or that there are none: what is not among them was not posted. */
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
  // By the index InstagramPost_hashtags.
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
  // By the index InstagramPost_account_taken.
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

/** An address that is not shown where igminer looked may be shown elsewhere: nobody is known to have none. */
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
