import * as z from "zod";
import {
  AUDIENCE_KINDS,
  type Criteria,
  METRIC_NAMES,
  METRIC_RANGES,
  type MetricRange,
  type Range,
} from "../core/audiences/criteria.js";
import { type CodedReader, countries, genders, languages, readerOfWords } from "../core/text/coded-values.js";
import { hashtagOf } from "../core/text/hashtags.js";
import { NotARange, type RangeUnit, readDays, readRange } from "../core/text/ranges.js";
import type { OptionValues } from "./command.js";
import { codedList, flagOf, isGiven, listOf } from "./options.js";

const kinds: CodedReader = readerOfWords(AUDIENCE_KINDS);

/** A range such as `1k-50k`. */
const range = (unit: RangeUnit) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return readRange(text, unit);
      } catch (error) {
        if (!(error instanceof NotARange)) throw error;
        context.addIssue({ code: "custom", message: error.message });
        return z.NEVER;
      }
    })
    .optional();

const days = z
  .string()
  .transform((text, context) => {
    const read = readDays(text);
    if (read !== null) return read;
    context.addIssue({ code: "custom", message: "expected a time span such as 30d, 4w or 6 months" });
    return z.NEVER;
  })
  .optional();

const EXAMPLES = { share: "2%-", number: "10-500", count: "1k-" } as const;
const metricOptions = Object.fromEntries(
  METRIC_NAMES.map((name) => {
    const { words, unit } = METRIC_RANGES[name];
    const summary = `${words.charAt(0).toUpperCase()}${words.slice(1)}, as ${EXAMPLES[unit]}`;
    return [name, { value: "RANGE", summary, schema: range(unit) }];
  }),
) as Record<MetricRange, { value: string; summary: string; schema: ReturnType<typeof range> }>;

/** Flags for the criteria of an audience. All that are given must hold. */
export const criteriaOptions = {
  lang: {
    value: "LL[,LL]",
    summary: "Languages of the biography, by code or name, such as de,English",
    schema: codedList("language", languages),
  },
  country: {
    value: "CC[,CC]",
    summary: "Countries, by code or name, such as DE,Austria",
    schema: codedList("country", countries),
  },
  followers: {
    value: "RANGE",
    summary: "Range of followers, such as 1k-50k, 1k- or -50k",
    schema: range("count"),
  },
  following: {
    value: "RANGE",
    summary: "Range of accounts followed, such as 50-1000",
    schema: range("count"),
  },
  posts: { value: "RANGE", summary: "Range of posts, such as 5-40", schema: range("count") },
  ...metricOptions,
  kind: {
    value: "K[,K]",
    summary:
      "Kinds of account: person, business, fan, bot; creator means professional, but no fan page or bot",
    schema: codedList("kind of account", kinds),
  },
  gender: {
    value: "G[,G]",
    summary: "Genders: female, male, other",
    schema: codedList("gender", genders),
  },
  genderConf: {
    value: "N",
    summary: "Minimum confidence in the gender, 0 to 5",
    schema: z.coerce.number("not a number").int("not a whole number").min(0).max(5).optional(),
  },
  postedWithin: {
    value: "SPAN",
    summary: `Require a post within this time, such as 30d; with --hashtag, a post with one of them (default 180d)`,
    schema: days,
  },
  hasEmail: { summary: "Require an e-mail address", schema: isGiven },
  keywords: {
    value: "LIST",
    summary: "Require one of these words or phrases in the biography or category (whole words)",
    schema: listOf("keyword", (text) => (/[\p{L}\p{N}]/u.test(text) ? text : null)),
  },
  hashtag: {
    formerly: "hashtags",
    value: "LIST",
    summary: "Require one of these hashtags in a recent post",
    schema: listOf("hashtag", hashtagOf),
  },
  noLink: { summary: "Require that the biography has no external link", schema: isGiven },
};

/** @returns the flags that express these criteria, as typed on the command line. */
export function flagsOf(whom: Criteria): string {
  const list = (values: readonly string[] | undefined) => values?.join(",");
  const given: Record<keyof typeof criteriaOptions, string | true | undefined> = {
    lang: list(whom.languages)?.toLowerCase(),
    country: list(whom.countries),
    followers: whom.followers && rangeWord(whom.followers, "count"),
    following: whom.following && rangeWord(whom.following, "count"),
    posts: whom.posts && rangeWord(whom.posts, "count"),
    ...(Object.fromEntries(
      METRIC_NAMES.map((name) => [name, whom[name] && rangeWord(whom[name], METRIC_RANGES[name].unit)]),
    ) as Record<MetricRange, string | undefined>),
    kind: list(whom.kinds),
    gender: list(whom.genders),
    genderConf: whom.genderConfidence?.toString(),
    postedWithin: whom.postedWithinDays === undefined ? undefined : `${whom.postedWithinDays}d`,
    hasEmail: whom.hasEmail,
    keywords: list(whom.keywords),
    hashtag: list(whom.hashtags),
    noLink: whom.noLink,
  };
  return Object.entries(given)
    .flatMap(([name, value]) =>
      value === undefined ? [] : value === true ? [flagOf(name)] : [`${flagOf(name)} ${quoted(value)}`],
    )
    .join(" ");
}

function rangeWord({ min, max }: Range, unit: RangeUnit): string {
  const word = (value: number | undefined) =>
    value === undefined ? "" : unit === "share" ? `${Number((100 * value).toPrecision(12))}%` : String(value);
  return max === undefined
    ? `${word(min)}-`
    : min === undefined
      ? `..${word(max)}`
      : `${word(min)}..${word(max)}`;
}

function quoted(text: string): string {
  return /^[\p{L}\p{N}_.,%-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** @returns the criteria from the flags that are given. */
export function criteriaFrom(options: OptionValues<typeof criteriaOptions>): Criteria {
  const { lang, country, kind, gender, genderConf, postedWithin, hasEmail, noLink, ...same } = options;
  const given = {
    languages: lang,
    countries: country,
    followers: same.followers,
    following: same.following,
    posts: same.posts,
    ...Object.fromEntries(METRIC_NAMES.map((name) => [name, same[name]])),
    kinds: kind as Criteria["kinds"],
    genders: gender,
    genderConfidence: genderConf,
    postedWithinDays: postedWithin,
    hasEmail: hasEmail || undefined,
    keywords: same.keywords,
    hashtags: same.hashtag,
    noLink: noLink || undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
