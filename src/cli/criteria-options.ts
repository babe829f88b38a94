import * as z from "zod";
import { AUDIENCE_KINDS, type Criteria } from "../core/audiences/criteria.js";
import { type CodedReader, countries, genders, languages, readerOfWords } from "../core/text/coded-values.js";
import { hashtagOf } from "../core/text/hashtags.js";
import { NotARange, type RangeUnit, readDays, readRange } from "../core/text/ranges.js";
import type { OptionValues } from "./command.js";
import { codedList, isGiven, listOf } from "./options.js";

const kinds: CodedReader = readerOfWords(AUDIENCE_KINDS);

/** A range as people write it, as `1k-50k`. */
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
    context.addIssue({ code: "custom", message: "a time span is written as 30d, 4w or 6 months" });
    return z.NEVER;
  })
  .optional();

/** Flags that say whom an audience is for; what is given must all hold. */
export const criteriaOptions = {
  lang: {
    value: "LL[,LL]",
    summary: "Language of the biography, by code or name, as de,English",
    schema: codedList("language", languages),
  },
  country: {
    value: "CC[,CC]",
    summary: "Country, by code or name, as DE,Austria",
    schema: codedList("country", countries),
  },
  followers: { value: "RANGE", summary: "Followers, as 1k-50k, 1k- or -50k", schema: range("count") },
  following: { value: "RANGE", summary: "Accounts followed, as 50-1000", schema: range("count") },
  posts: { value: "RANGE", summary: "Posts, as 5-40", schema: range("count") },
  kind: {
    value: "K[,K]",
    summary: "Kind of account: person, business, fan, bot; creator: professional, and no fan page or bot",
    schema: codedList("kind of account", kinds),
  },
  gender: {
    value: "G[,G]",
    summary: "Gender: female, male, other",
    schema: codedList("gender", genders),
  },
  genderConf: {
    value: "N",
    summary: "Least confidence in the gender, 0 to 5",
    schema: z.coerce.number("not a number").int("not a whole number").min(0).max(5).optional(),
  },
  postedWithin: {
    value: "SPAN",
    summary: `Has posted within this time, as 30d; with --hashtags, one of them (default there 180d)`,
    schema: days,
  },
  hasEmail: { summary: "Shows an e-mail address", schema: isGiven },
  keywords: {
    value: "LIST",
    summary: "One of these words or phrases in the biography or the category, as whole words",
    schema: listOf("keyword", (text) => (/[\p{L}\p{N}]/u.test(text) ? text : null)),
  },
  hashtags: {
    value: "LIST",
    summary: "One of these hashtags in a recent post",
    schema: listOf("hashtag", hashtagOf),
  },
  noLink: { summary: "Without an external link in the biography", schema: isGiven },
};

/** @returns the criteria that the flags say, without what they leave open. */
export function criteriaFrom(options: OptionValues<typeof criteriaOptions>): Criteria {
  const { lang, country, kind, gender, genderConf, postedWithin, hasEmail, noLink, ...same } = options;
  const given = {
    languages: lang,
    countries: country,
    followers: same.followers,
    following: same.following,
    posts: same.posts,
    kinds: kind as Criteria["kinds"],
    genders: gender,
    genderConfidence: genderConf,
    postedWithinDays: postedWithin,
    hasEmail: hasEmail || undefined,
    keywords: same.keywords,
    hashtags: same.hashtags,
    noLink: noLink || undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
