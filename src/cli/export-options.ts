import * as z from "zod";
import { countries, genders, languages } from "../core/text/coded-values.js";
import { codedList, count, isGiven, timeSpanMs } from "./options.js";

/** Words in one text, comma-separated, each made one by `normalised`. */
const words = (normalised: (word: string) => string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((word) => normalised(word.trim()))
        .filter((word) => word !== ""),
    )
    .refine((list) => list.length > 0, "it names nothing")
    .optional();
const lower = (word: string) => word.toLowerCase();

/** Words of a fixed set. */
const choice = (what: string, ...known: string[]) =>
  words(lower).refine(
    (list) => list === undefined || list.every((word) => known.includes(word)),
    `${what} is one of: ${known.join(", ")}`,
  );

/** Filters on an account, or on the author of what is exported. */
export const ACCOUNT_OPTIONS = {
  country: {
    value: "CC[,CC]",
    summary: "Of these countries, by code or name, as DE,Austria",
    schema: codedList("country", countries),
  },
  minFollowers: { value: "N", summary: "With at least N followers", schema: count(0).optional() },
  maxFollowers: { value: "N", summary: "With at most N followers", schema: count(0).optional() },
  gender: {
    value: "G[,G]",
    summary: "Of these genders: female, male, other",
    schema: codedList("gender", genders),
  },
  username: {
    value: "NAME[,NAME]",
    summary: "Of these accounts",
    schema: words((word) => word.replace(/^@/, "").toLowerCase()),
  },
  audience: {
    value: "NAME",
    summary: "Of whom this audience is for (igminer audience list)",
    schema: z.string().min(1).optional(),
  },
  hasEmail: { summary: "With an e-mail address", schema: isGiven },
  verified: { summary: "Verified by Instagram", schema: isGiven },
  business: { summary: "Business and creator accounts", schema: isGiven },
  public: { summary: "Not private", schema: isGiven },
};

export const LANGUAGE_OPTION = {
  lang: {
    value: "LL[,LL]",
    summary: "Whose biography is in these languages, by code or name, as de,English",
    schema: codedList("language", languages),
  },
};

/** Where addresses are what is listed. */
export const EMAIL_STATUS_OPTION = {
  emailStatus: {
    value: "S[,S]",
    summary: "Whose address was decided to be good, risky, bad or unknown",
    schema: choice("an address", "good", "risky", "bad", "unknown"),
  },
};

/** When it came in. */
export const sinceOption = (what: string) => ({
  since: {
    value: "SPAN",
    summary: `${what} no longer ago, as 90s, 15m, 1h, 7d`,
    schema: timeSpanMs.optional(),
  },
});

/** Where accounts are what is listed. */
export const LISTED_ACCOUNT_OPTIONS = {
  ...ACCOUNT_OPTIONS,
  ...LANGUAGE_OPTION,
  ...sinceOption("First seen"),
  updatedSince: {
    value: "SPAN",
    summary: "Changed no longer ago, as 90s, 15m, 1h, 7d",
    schema: timeSpanMs.optional(),
  },
};

export const POST_OPTIONS = {
  lang: {
    value: "LL[,LL]",
    summary: "Whose caption is in these languages, by code or name, as de,English; und: not told",
    // Of captions the code is stored in lower case.
    schema: codedList("language", languages, ["und"]).transform((list) =>
      list?.map((code) => code.toLowerCase()),
    ),
  },
  hashtag: {
    value: "TAG[,TAG]",
    summary: "With any of these hashtags",
    schema: words((word) => word.replace(/^#/, "").toLowerCase().normalize("NFC")),
  },
  mediaType: {
    value: "TYPE[,TYPE]",
    summary: "image, video or carousel",
    schema: choice("a media type", "image", "video", "carousel"),
  },
  minLikes: { value: "N", summary: "With at least N likes", schema: count(0).optional() },
  minComments: { value: "N", summary: "With at least N comments", schema: count(0).optional() },
};

export const FRONTIER_OPTIONS = {
  source: {
    value: "S[,S]",
    summary: "That came from seed, related, comments, manual or clone",
    schema: choice("a source", "seed", "related", "comments", "manual", "clone").transform((list) =>
      list?.map((word) => word.toUpperCase()),
    ),
  },
  outcome: {
    value: "O[,O]",
    summary: "That ended as ok, not_found, unknown, unavailable, retry or failed; waiting: never tried",
    schema: choice("an outcome", "ok", "not_found", "unknown", "unavailable", "retry", "failed", "waiting"),
  },
  minLinks: { value: "N", summary: "That at least N mined accounts lead to", schema: count(0).optional() },
};
