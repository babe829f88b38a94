import * as z from "zod";
import type { SequenceAudience } from "../core/outreach/sequence-audience.js";
import { countries, languages } from "../core/text/coded-values.js";
import type { OptionValues } from "./command.js";
import { criteriaOptions } from "./criteria-options.js";
import { codedList, count, isGiven } from "./options.js";

/** Flags for the criteria of a sequence's audience. All that are given must hold. */
export const audienceOptions = {
  audience: {
    value: "NAME",
    summary: "Audience of the sequence (see igminer audience list); its criteria are read at each import",
    schema: z.string().min(1).optional(),
  },
  keywords: criteriaOptions.keywords,
  hashtag: criteriaOptions.hashtag,
  postedWithin: criteriaOptions.postedWithin,
  country: {
    value: "LIST",
    summary: "Require one of these countries, by code or name, such as DE,Austria",
    schema: codedList("country", countries),
  },
  lang: {
    formerly: "language",
    value: "LIST",
    summary: "Require one of these biography languages, by code or name, such as de,English",
    schema: codedList("language", languages),
  },
  minFollowers: { value: "N", summary: "Minimum number of followers", schema: count(0).optional() },
  maxFollowers: { value: "N", summary: "Maximum number of followers", schema: count(0).optional() },
  allowRisky: {
    summary: "Include risky addresses (role, disposable, catch-all); undeliverable ones are never included",
    schema: isGiven,
  },
};

/** @returns the criteria from the flags that are given. */
export function audienceFrom(options: OptionValues<typeof audienceOptions>): SequenceAudience {
  const { audience, keywords, hashtag, postedWithin, country, lang, minFollowers, maxFollowers, allowRisky } =
    options;
  return {
    ...(audience && { audience }),
    ...(keywords && { keywords }),
    ...(hashtag && { hashtags: hashtag }),
    ...(postedWithin !== undefined && { postedWithinDays: postedWithin }),
    ...(country && { countries: country }),
    ...(lang && { languages: lang }),
    ...(minFollowers !== undefined && { minFollowers }),
    ...(maxFollowers !== undefined && { maxFollowers }),
    ...(allowRisky && { allowRisky }),
  };
}
