import { type RawBuilder, sql } from "kysely";
import * as z from "zod";

/** Whom a sequence is for. What is left out does not matter; all that is given must hold. */
export const audience = z.object({
  /** One of these, as whole words in the biography or the category. */
  keywords: z.array(z.string()).optional(),
  /** One of these in a recent post; without `#`, in lower case. */
  hashtags: z.array(z.string()).optional(),
  /** How old a post may be for its hashtags to count, in days. */
  postedWithinDays: z.number().optional(),
  /** ISO 3166 codes in upper case. */
  countries: z.array(z.string()).optional(),
  /** ISO 639-1 codes in upper case, of the biography. Sequences of before have them in lower case. */
  languages: z
    .array(z.string())
    .transform((codes) => codes.map((code) => code.toUpperCase()))
    .optional(),
  minFollowers: z.number().optional(),
  maxFollowers: z.number().optional(),
  /** Also addresses whose verification says risky. */
  allowRisky: z.boolean().optional(),
});
export type Audience = z.output<typeof audience>;

const POSTED_WITHIN_DAYS = 180;

/** SQL over `account` of `InstagramAccountBase`: whether it is one that the sequence is for, and shows an address. */
export function isMeant(whom: Audience): RawBuilder<boolean> {
  const { keywords, hashtags, countries, languages, minFollowers, maxFollowers } = whom;
  const conditions: RawBuilder<boolean>[] = [sql`account.ig_email is not null`];
  if (keywords?.length) {
    const anyOf = sql.join(
      keywords.map((keyword) => sql`phraseto_tsquery('simple', igminer_spaced(${keyword}::text))`),
      sql` || `,
    );
    // By the index InstagramAccountBase_words, whose expression this repeats.
    conditions.push(sql`
      to_tsvector('simple', igminer_spaced(coalesce(account.biography, '') || ' ' || coalesce(account.category, '')))
        @@ (${anyOf})
    `);
  }
  if (hashtags?.length) {
    // By the index InstagramPost_hashtags.
    conditions.push(sql`account.id in (
      select post.account_id
      from "InstagramPost" as post
      where post.hashtags && ${hashtags}::text[]
        and post.hashtags <> '{}'
        and post.taken_at > now() - make_interval(days => ${whom.postedWithinDays ?? POSTED_WITHIN_DAYS}::integer)
    )`);
  }
  if (countries?.length) conditions.push(sql`account.country = any(${countries}::text[])`);
  if (languages?.length) conditions.push(sql`account.ai_bio_lang = any(${languages}::text[])`);
  if (minFollowers !== undefined) conditions.push(sql`account.followers_count >= ${minFollowers}::bigint`);
  if (maxFollowers !== undefined) conditions.push(sql`account.followers_count <= ${maxFollowers}::bigint`);
  return sql.join(conditions, sql` and `);
}

/** @returns an audience in words, for a list. */
export function audienceText(whom: Audience): string {
  const { keywords, hashtags, countries, languages, minFollowers, maxFollowers, allowRisky } = whom;
  const parts = [
    keywords?.join(", "),
    hashtags?.map((tag) => `#${tag}`).join(" "),
    countries?.join(" "),
    languages?.join(" "),
    minFollowers === undefined ? undefined : `from ${minFollowers.toLocaleString("en-US")} followers`,
    maxFollowers === undefined ? undefined : `up to ${maxFollowers.toLocaleString("en-US")} followers`,
    allowRisky ? "risky addresses too" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" · ") || "everybody with a verified address";
}
