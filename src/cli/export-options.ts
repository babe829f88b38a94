import * as z from "zod";
import { countries, genders, languages } from "../core/text/coded-values.js";
import { GERMAN_DIALECTS } from "../core/text/german-dialects.js";
import { codedList, count, isGiven, timeSpanMs } from "./options.js";

/** Comma-separated words, each converted by `normalised`. */
const words = (normalised: (word: string) => string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((word) => normalised(word.trim()))
        .filter((word) => word !== ""),
    )
    .refine((list) => list.length > 0, "it is empty")
    .optional();
const lower = (word: string) => word.toLowerCase();

/** Comma-separated words of a fixed set. */
const choice = (...known: string[]) =>
  words(lower).refine(
    (list) => list === undefined || list.every((word) => known.includes(word)),
    `expected one of: ${known.join(", ")}`,
  );

/** Filters on an account, or on the author of what is exported. */
export const ACCOUNT_OPTIONS = {
  country: {
    value: "CC[,CC]",
    summary: "Only these countries, by code or name, such as DE,Austria",
    schema: codedList("country", countries),
  },
  minFollowers: {
    value: "N",
    summary: "Only accounts with at least N followers",
    schema: count(0).optional(),
  },
  maxFollowers: {
    value: "N",
    summary: "Only accounts with at most N followers",
    schema: count(0).optional(),
  },
  gender: {
    value: "G[,G]",
    summary: "Only these genders: female, male, other",
    schema: codedList("gender", genders),
  },
  username: {
    value: "NAME[,NAME]",
    summary: "Only these accounts",
    schema: words((word) => word.replace(/^@/, "").toLowerCase()),
  },
  audience: {
    value: "NAME",
    summary: "Only accounts of this audience (see igminer audience list)",
    schema: z.string().min(1).optional(),
  },
  hasEmail: { summary: "Only accounts with an e-mail address", schema: isGiven },
  verified: { summary: "Only accounts verified by Instagram", schema: isGiven },
  business: { summary: "Only business and creator accounts", schema: isGiven },
  public: { summary: "Only public accounts", schema: isGiven },
};

export const LANGUAGE_OPTION = {
  lang: {
    value: "LL[,LL]",
    summary: "Only biographies in these languages, by code or name, such as de,English",
    schema: codedList("language", languages),
  },
};

/** For exports that list addresses. */
export const EMAIL_STATUS_OPTION = {
  emailStatus: {
    value: "S[,S]",
    summary: "Only addresses decided to be good, risky, bad or unknown",
    schema: choice("good", "risky", "bad", "unknown"),
  },
};

/** Filters by when a row was added. */
export const sinceOption = (what: string) => ({
  since: {
    value: "SPAN",
    summary: `${what} within this time, such as 90s, 15m, 1h, 7d`,
    schema: timeSpanMs.optional(),
  },
});

/** For exports that list accounts. */
export const LISTED_ACCOUNT_OPTIONS = {
  ...ACCOUNT_OPTIONS,
  ...LANGUAGE_OPTION,
  ...sinceOption("First seen"),
  updatedSince: {
    value: "SPAN",
    summary: "Only changes within this time, such as 90s, 15m, 1h, 7d",
    schema: timeSpanMs.optional(),
  },
};

export const POST_OPTIONS = {
  lang: {
    value: "LL[,LL]",
    summary:
      "Only captions in these languages, by code or name, such as de,English; gsw, bar: German that is Swiss or Bavarian; und: undetermined",
    // Caption languages are stored in lower case.
    schema: codedList("language", languages, ["und", ...GERMAN_DIALECTS]).transform((list) =>
      list?.map((code) => code.toLowerCase()),
    ),
  },
  hashtag: {
    value: "TAG[,TAG]",
    summary: "Only posts with any of these hashtags",
    schema: words((word) => word.replace(/^#/, "").toLowerCase().normalize("NFC")),
  },
  mediaType: {
    value: "TYPE[,TYPE]",
    summary: "Only this media type: image, video or carousel",
    schema: choice("image", "video", "carousel"),
  },
  minLikes: { value: "N", summary: "Only posts with at least N likes", schema: count(0).optional() },
  minComments: { value: "N", summary: "Only posts with at least N comments", schema: count(0).optional() },
};

export const FRONTIER_OPTIONS = {
  source: {
    value: "S[,S]",
    summary: "Only usernames that came from seed, related, comments, manual or clone",
    schema: choice("seed", "related", "comments", "manual", "clone").transform((list) =>
      list?.map((word) => word.toUpperCase()),
    ),
  },
  outcome: {
    value: "O[,O]",
    summary: "Only this outcome: ok, not_found, unknown, unavailable, retry, failed; waiting: never tried",
    schema: choice("ok", "not_found", "unknown", "unavailable", "retry", "failed", "waiting"),
  },
  minLinks: {
    value: "N",
    summary: "Only usernames that at least N mined accounts lead to",
    schema: count(0).optional(),
  },
};
