import * as z from "zod";
import type { RangeUnit } from "../text/ranges.js";

const codes = z.array(z.string().min(1)).min(1);
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, "an end is needed");

/** The kinds that `qualify` assigns, and "creator": a professional account that is neither a fan page nor a bot. */
export const AUDIENCE_KINDS = ["person", "business", "fan", "bot", "creator"] as const;

/** Criteria that are a range of one creator metric: its column and its name in reports. Defined in docs/metrics.md. */
export const METRIC_RANGES = {
  engagement: { column: "engagement_rate", unit: "share", words: "engagement rate" },
  medianLikes: { column: "median_likes", unit: "number", words: "median likes" },
  medianComments: { column: "median_comments", unit: "number", words: "median comments" },
  medianViews: { column: "median_views", unit: "number", words: "median views" },
  postsPerWeek: { column: "posts_per_week", unit: "number", words: "posts a week" },
  reelShare: { column: "reel_share", unit: "share", words: "share of reels" },
  sponsoredShare: { column: "sponsored_share", unit: "share", words: "share of declared ads" },
  growth7d: { column: "growth_7d", unit: "share", words: "growth in 7 days" },
  growth30d: { column: "growth_30d", unit: "share", words: "growth in 30 days" },
  growth90d: { column: "growth_90d", unit: "share", words: "growth in 90 days" },
} as const satisfies Record<string, { column: string; unit: RangeUnit; words: string }>;
export type MetricRange = keyof typeof METRIC_RANGES;
export const METRIC_NAMES = Object.keys(METRIC_RANGES) as MetricRange[];

const metricRanges = Object.fromEntries(METRIC_NAMES.map((name) => [name, range.optional()])) as Record<
  MetricRange,
  z.ZodOptional<typeof range>
>;

/**
 * The criteria of an audience, as stored. All given criteria must hold; omitted ones do not matter. Unknown keys are refused:
 * criteria written by a newer release must not be read as a wider audience.
 */
export const criteria = z.strictObject({
  /** Languages of the biography, ISO 639-1 in upper case. */
  languages: codes.optional(),
  /** ISO 3166-1 alpha-2 in upper case. */
  countries: codes.optional(),
  followers: range.optional(),
  following: range.optional(),
  posts: range.optional(),
  ...metricRanges,
  kinds: z.array(z.enum(AUDIENCE_KINDS)).min(1).optional(),
  genders: codes.optional(),
  /** Required confidence of the gender, 0 to 5. */
  genderConfidence: z.number().int().min(0).max(5).optional(),
  /** At least one of these words or phrases is in the biography or the category, as whole words. */
  keywords: codes.optional(),
  /** At least one of these is in a recent post; lower case, without `#`. */
  hashtags: codes.optional(),
  /** Has posted within this many days; with `hashtags`, a post with one of them. */
  postedWithinDays: z.number().int().positive().optional(),
  /** Shows an e-mail address, whatever its verification says. */
  hasEmail: z.literal(true).optional(),
  /** Has no link to anything outside Instagram. */
  noLink: z.literal(true).optional(),
});
export type Criteria = z.output<typeof criteria>;
export type Range = z.output<typeof range>;

/** @returns whether a criterion is about posts, so that an account with hidden posts never matches. */
export function needsPosts(whom: Criteria): boolean {
  const isOfPosts = (name: MetricRange) => !name.startsWith("growth");
  return [...METRIC_NAMES.filter(isOfPosts), "hashtags", "postedWithinDays"].some(
    (name) => whom[name as keyof Criteria] !== undefined,
  );
}

/** Default age limit, in days, of posts whose hashtags count. */
export const HASHTAG_DAYS = 180;

/** @returns the criteria in words, for a list; "" if every account matches. */
export function criteriaText(whom: Criteria): string {
  const parts = [
    whom.languages && `speaks ${whom.languages.join("/")}`,
    whom.countries && `in ${whom.countries.join("/")}`,
    whom.kinds?.join("/"),
    whom.genders && `${whom.genders.join("/")}${confidenceText(whom)}`,
    whom.followers && `${rangeText(whom.followers)} followers`,
    whom.following && `follows ${rangeText(whom.following)}`,
    whom.posts && `${rangeText(whom.posts)} posts`,
    ...METRIC_NAMES.map((name) => whom[name] && metricText(name, whom[name])),
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

function metricText(name: MetricRange, ends: Range): string {
  const { unit, words } = METRIC_RANGES[name];
  return `${rangeText(ends, unit === "share" ? sharePercent : undefined)} ${words}`;
}

const sharePercent = (share: number) => `${Number((100 * share).toFixed(2)).toLocaleString("en-US")} %`;

function rangeText({ min, max }: Range, number = (value: number) => value.toLocaleString("en-US")): string {
  if (min === undefined) return `up to ${number(max as number)}`;
  return max === undefined ? `from ${number(min)}` : `${number(min)}–${number(max)}`;
}
