import { type Kysely, type RawBuilder, sql } from "kysely";
import * as z from "zod";
import { findAudience } from "../audiences/audiences.js";
import type { Criteria } from "../audiences/criteria.js";
import { isWanted } from "../audiences/predicate.js";
import type { Schema } from "../db/schema.js";

/** The audience of a sequence. All given criteria must match; omitted ones are ignored. */
export const sequenceAudience = z.object({
  /** The name of an audience (igminer audience list): its criteria must hold as well. */
  audience: z.string().optional(),
  /** At least one of these, as whole words in the biography or the category. */
  keywords: z.array(z.string()).optional(),
  /** At least one of these in a recent post; without `#`, in lower case. */
  hashtags: z.array(z.string()).optional(),
  /** Has posted within this many days; with `hashtags`, a post with one of them. */
  postedWithinDays: z.number().optional(),
  /** ISO 3166 codes in upper case. */
  countries: z.array(z.string()).optional(),
  /** ISO 639-1 codes in upper case, of the biography. Older sequences have them in lower case. */
  languages: z
    .array(z.string())
    .transform((codes) => codes.map((code) => code.toUpperCase()))
    .optional(),
  minFollowers: z.number().optional(),
  maxFollowers: z.number().optional(),
  /** Include addresses whose verdict is `risky`. */
  allowRisky: z.boolean().optional(),
});
export type SequenceAudience = z.output<typeof sequenceAudience>;

/** The audience of a sequence with the current criteria of the audience that it names. */
export interface MeantAudience extends SequenceAudience {
  named?: Criteria;
}

/** @throws Failure (exit 2) if the audience that it names does not exist. */
export async function meantBy(db: Kysely<Schema>, whom: SequenceAudience): Promise<MeantAudience> {
  return whom.audience === undefined
    ? whom
    : { ...whom, named: (await findAudience(db, whom.audience)).criteria };
}

/**
 * Whether an account matches the audience of a sequence and shows an address, as SQL over `account` of
 * `InstagramAccountBase`.
 */
export function isMeant(whom: MeantAudience): RawBuilder<boolean | null> {
  return sql`account.ig_email is not null and ${isWanted(ownCriteria(whom))} and ${isWanted(whom.named ?? {})}`;
}

/** The same as a list of criteria that must all hold, in a natural reading order. */
export function criteriaOf(whom: MeantAudience): Criteria[] {
  return [ownCriteria(whom), whom.named ?? {}, { hasEmail: true }];
}

function ownCriteria({
  keywords,
  hashtags,
  postedWithinDays,
  countries,
  languages,
  minFollowers,
  maxFollowers,
}: SequenceAudience): Criteria {
  return {
    ...(keywords?.length && { keywords }),
    ...(hashtags?.length && { hashtags }),
    ...(postedWithinDays && { postedWithinDays }),
    ...(countries?.length && { countries }),
    ...(languages?.length && { languages }),
    ...((minFollowers ?? maxFollowers) !== undefined && {
      followers: { min: minFollowers, max: maxFollowers },
    }),
  };
}

/** @returns an audience in words, for a list. */
export function audienceText(whom: SequenceAudience): string {
  const {
    keywords,
    hashtags,
    postedWithinDays,
    countries,
    languages,
    minFollowers,
    maxFollowers,
    allowRisky,
  } = whom;
  const parts = [
    whom.audience,
    keywords?.join(", "),
    hashtags?.map((tag) => `#${tag}`).join(" "),
    postedWithinDays === undefined ? undefined : `posted within ${postedWithinDays} d`,
    countries?.join(" "),
    languages?.join(" "),
    minFollowers === undefined ? undefined : `from ${minFollowers.toLocaleString("en-US")} followers`,
    maxFollowers === undefined ? undefined : `up to ${maxFollowers.toLocaleString("en-US")} followers`,
    allowRisky ? "risky addresses too" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" · ") || "everybody with a verified address";
}
