import * as z from "zod";
import type { Audience } from "../core/outreach/audience.js";
import { countries, languages } from "../core/text/coded-values.js";
import { hashtagOf } from "../core/text/hashtags.js";
import type { OptionValues } from "./command.js";
import { codedList, count, isGiven, listOf, timeSpanMs } from "./options.js";

const DAY_MS = 86_400_000;

/** Flags that say whom a sequence is for; what is given must all hold. */
export const audienceOptions = {
  audience: {
    value: "NAME",
    summary: "Whom this audience is for (igminer audience list); its criteria are read at each import",
    schema: z.string().min(1).optional(),
  },
  keywords: {
    value: "LIST",
    summary: "One of these words or phrases in the biography or the category, as whole words",
    schema: listOf("keyword", (text) => (/[\p{L}\p{N}]/u.test(text) ? text : null)),
  },
  hashtag: {
    formerly: "hashtags",
    value: "LIST",
    summary: "One of these hashtags in a recent post",
    schema: listOf("hashtag", hashtagOf),
  },
  postedWithin: {
    value: "SPAN",
    summary: "How old a post may be for its hashtags to count (default 180d)",
    schema: timeSpanMs.optional(),
  },
  country: {
    value: "LIST",
    summary: "One of these countries, by code or name, as DE,Austria",
    schema: codedList("country", countries),
  },
  lang: {
    formerly: "language",
    value: "LIST",
    summary: "One of these languages of the biography, by code or name, as de,English",
    schema: codedList("language", languages),
  },
  minFollowers: { value: "N", summary: "At least so many followers", schema: count(0).optional() },
  maxFollowers: { value: "N", summary: "At most so many followers", schema: count(0).optional() },
  allowRisky: {
    summary: "Also addresses that are only risky (role, disposable, catch-all); never undeliverable ones",
    schema: isGiven,
  },
};

/** @returns what the flags say, without what they leave open. */
export function audienceFrom(options: OptionValues<typeof audienceOptions>): Audience {
  const { audience, keywords, hashtag, postedWithin, country, lang, minFollowers, maxFollowers, allowRisky } =
    options;
  return {
    ...(audience && { audience }),
    ...(keywords && { keywords }),
    ...(hashtag && { hashtags: hashtag }),
    ...(postedWithin !== undefined && { postedWithinDays: Math.max(1, Math.round(postedWithin / DAY_MS)) }),
    ...(country && { countries: country }),
    ...(lang && { languages: lang }),
    ...(minFollowers !== undefined && { minFollowers }),
    ...(maxFollowers !== undefined && { maxFollowers }),
    ...(allowRisky && { allowRisky }),
  };
}
