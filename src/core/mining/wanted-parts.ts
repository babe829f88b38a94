import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Profile, ProfilePart } from "../instagram/profile.js";

/** What is stored of an account and decides which of its parts are worth their price. */
export interface KnownAccount {
  posts_count: bigint | null;
  profile_pic_url: string | null;
  posts_seen_at: Date;
  related_seen_at: Date;
  missing_parts: readonly ProfilePart[];
}

/** The rule that decides which parts are bought. */
export interface PartsRule {
  /** The parts that a person has asked for, whatever their age; null: as the rest of the rule says. */
  only: readonly ProfilePart[] | null;
  postsAfterMs: number;
  relatedAfterMs: number;
  /** Whether the frontier has fewer names than are to be kept in reserve. */
  isFrontierShort: boolean;
}

/** Minimum age for requesting suggestions again, however short the frontier is: they hardly change within a day. */
const RELATED_AT_LEAST_MS = 86_400_000;

/**
 * The parts of a known account to buy once it has been seen: posts if their number or the profile picture has changed, or if
 * they are old; suggestions if they are old or the frontier is short; and parts that are missing.
 */
export function wantedParts(known: KnownAccount, seen: Profile, rule: PartsRule): ProfilePart[] {
  if (rule.only !== null) return [...rule.only];
  const ageMs = (since: Date) => seen.observedAt.getTime() - since.getTime();
  const hasNewCount = seen.postsCount !== null && BigInt(seen.postsCount) !== known.posts_count;
  const isPostsDue =
    hasNewCount || hasNewPicture(known, seen) || ageMs(known.posts_seen_at) > rule.postsAfterMs;
  const relatedAgeMs = ageMs(known.related_seen_at);
  const isRelatedDue =
    relatedAgeMs > rule.relatedAfterMs || (rule.isFrontierShort && relatedAgeMs > RELATED_AT_LEAST_MS);
  return [
    ...(isPostsDue || known.missing_parts.includes("posts") ? (["posts"] as const) : []),
    ...(isRelatedDue || known.missing_parts.includes("related") ? (["related"] as const) : []),
  ];
}

/** Compares the paths only, since links to the same picture differ in host and signature. */
function hasNewPicture(
  { profile_pic_url: before }: KnownAccount,
  { profilePicUrl: after }: Profile,
): boolean {
  return after !== null && before !== null && pathOf(after) !== pathOf(before);
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** A frontier with fewer names is always short, however little has been mined lately. */
const NAMES_AT_LEAST = 100;

/** @returns whether the waiting names last for less than `days` days of mining at the rate of the last day. */
export async function isFrontierShort(db: Kysely<Schema>, days: number): Promise<boolean> {
  const { rows } = await sql<{ is_short: boolean }>`
    with pace as (
      select greatest(${NAMES_AT_LEAST}, ceil(count(*) * ${days}::float8))::bigint as names
      from "InstagramAccountBase"
      where first_seen > now() - interval '1 day'
    ),
    waiting as (
      select count(*) as names
      from (
        select
        from "InitialInstagramAccount"
        where account_id is null and outcome is null and claimed_by is null
        limit (select names from pace)
      ) as fresh
    )
    select waiting.names < pace.names as is_short from waiting, pace
  `.execute(db);
  return rows[0]?.is_short ?? true;
}
