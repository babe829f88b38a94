import * as z from "zod";

const codes = z.array(z.string().min(1)).min(1);
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, "an end is needed");

/** What `qualify` calls an account, and "creator": a professional account that is neither a fan page nor a bot. */
export const AUDIENCE_KINDS = ["person", "business", "fan", "bot", "creator"] as const;

/**
 * Whom an audience is for, as it is stored. What is left out does not matter; all that is given must hold. Strict, so that
 * criteria of a newer release are refused, not read as a wider audience.
 */
export const criteria = z.strictObject({
  /** Of the biography; ISO 639-1 in upper case. */
  languages: codes.optional(),
  /** ISO 3166-1 alpha-2 in upper case. */
  countries: codes.optional(),
  followers: range.optional(),
  following: range.optional(),
  posts: range.optional(),
  kinds: z.array(z.enum(AUDIENCE_KINDS)).min(1).optional(),
  genders: codes.optional(),
  /** How sure the gender must be, 0 to 5. */
  genderConfidence: z.number().int().min(0).max(5).optional(),
  /** One of these words or phrases, as whole words in the biography or the category. */
  keywords: codes.optional(),
  /** One of these in a recent post; without `#`, in lower case. */
  hashtags: codes.optional(),
  /** Has posted within so many days; with hashtags, one of them. */
  postedWithinDays: z.number().positive().optional(),
  /** Shows an address that is not known to be bad. */
  hasEmail: z.literal(true).optional(),
  /** Links to nothing outside Instagram. */
  noLink: z.literal(true).optional(),
});
export type Criteria = z.output<typeof criteria>;

/** How old a post may be, in days, for its hashtags to count where nothing else is said. */
export const HASHTAG_DAYS = 180;

/** @returns criteria in words, for a list; an empty text: everybody. */
export function criteriaText(whom: Criteria): string {
  const parts = [
    whom.languages && `speaks ${whom.languages.join("/")}`,
    whom.countries && `in ${whom.countries.join("/")}`,
    whom.kinds?.join("/"),
    whom.genders && `${whom.genders.join("/")}${confidenceText(whom)}`,
    whom.followers && `${rangeText(whom.followers)} followers`,
    whom.following && `follows ${rangeText(whom.following)}`,
    whom.posts && `${rangeText(whom.posts)} posts`,
    whom.keywords?.join(", "),
    whom.hashtags?.map((tag) => `#${tag}`).join(" "),
    whom.postedWithinDays && `posted within ${whom.postedWithinDays} d`,
    whom.hasEmail && "shows an address",
    whom.noLink && "no link",
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function confidenceText({ genderConfidence }: Criteria): string {
  return genderConfidence === undefined ? "" : ` (sure ${genderConfidence} of 5)`;
}

function rangeText({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  const number = (value: number) => value.toLocaleString("en-US");
  if (min === undefined) return `up to ${number(max as number)}`;
  return max === undefined ? `from ${number(min)}` : `${number(min)}–${number(max)}`;
}
