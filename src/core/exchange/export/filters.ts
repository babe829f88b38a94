import { type RawBuilder, sql } from "kysely";
import { decided } from "./subjects.js";

/** A filter that is undefined accepts every value. */
export interface AccountFilters {
  /** ISO 3166-1 alpha-2, upper case. */
  country?: readonly string[] | undefined;
  /** Language of the biography; ISO 639-1. */
  lang?: readonly string[] | undefined;
  minFollowers?: number | undefined;
  maxFollowers?: number | undefined;
  gender?: readonly string[] | undefined;
  username?: readonly string[] | undefined;
  hasEmail?: boolean | undefined;
  /** The decision of mark-bad-emails on the address. */
  emailStatus?: readonly string[] | undefined;
  verified?: boolean | undefined;
  business?: boolean | undefined;
  public?: boolean | undefined;
}

export interface PostFilters {
  hashtag?: readonly string[] | undefined;
  mediaType?: readonly string[] | undefined;
  minLikes?: number | undefined;
  minComments?: number | undefined;
}

export interface FrontierFilters {
  source?: readonly string[] | undefined;
  /** "waiting" stands for names that were never tried. */
  outcome?: readonly string[] | undefined;
  minLinks?: number | undefined;
}

type Condition = RawBuilder<boolean>;

/** Conditions on `account`. An account does not match a filter on a value that is not known. */
export function accountConditions(filters: AccountFilters): Condition[] {
  return [
    ...oneOf("account.country", filters.country),
    ...oneOf("account.ai_bio_lang", filters.lang),
    ...oneOf("account.gender", filters.gender),
    ...atLeast("account.followers_count", filters.minFollowers),
    ...(filters.maxFollowers === undefined
      ? []
      : [sql<boolean>`account.followers_count <= ${filters.maxFollowers}`]),
    // By number: posts and history are found through their account's number.
    ...(filters.username === undefined
      ? []
      : [
          sql<boolean>`account.id = any(array(
            select id from "InstagramAccountBase" where username = any(${filters.username}::text[])
          ))`,
        ]),
    ...(filters.hasEmail ? [sql<boolean>`account.ig_email is not null`] : []),
    ...(filters.emailStatus === undefined
      ? []
      : [sql<boolean>`${decided("ig_email_status")} = any(${filters.emailStatus}::text[])`]),
    ...(filters.verified ? [sql<boolean>`account.is_verified`] : []),
    ...(filters.business ? [sql<boolean>`account.is_business`] : []),
    ...(filters.public ? [sql<boolean>`not account.is_private`] : []),
  ];
}

/** Conditions on `account` for exports that list accounts; these can also filter by first sighting and last change. */
export function listedAccountConditions(
  filters: AccountFilters & { since?: number | undefined; updatedSince?: number | undefined },
): Condition[] {
  return [
    ...accountConditions(filters),
    ...since("account.first_seen", filters.since),
    ...since("account.last_updated", filters.updatedSince),
  ];
}

/** Conditions on `post`. */
export function postConditions(filters: PostFilters): Condition[] {
  return [
    ...(filters.hashtag === undefined ? [] : [sql<boolean>`post.hashtags && ${filters.hashtag}::text[]`]),
    ...oneOf("post.media_type", filters.mediaType),
    ...atLeast("post.like_count", filters.minLikes),
    ...atLeast("post.comment_count", filters.minComments),
  ];
}

/** Conditions on `frontier`. */
export function frontierConditions(filters: FrontierFilters): Condition[] {
  return [
    ...oneOf("frontier.source", filters.source),
    ...(filters.outcome === undefined
      ? []
      : [sql<boolean>`coalesce(frontier.outcome, 'waiting') = any(${filters.outcome}::text[])`]),
    ...atLeast("frontier.linked_count", filters.minLinks),
  ];
}

/** A time within the last `spanMs`, by the database's clock. */
export function since(column: string, spanMs: number | undefined): Condition[] {
  if (spanMs === undefined) return [];
  return [sql<boolean>`${sql.ref(column)} >= now() - make_interval(secs => ${spanMs / 1_000})`];
}

/** A text that is one of these values. */
function oneOf(column: string, values: readonly string[] | undefined): Condition[] {
  return values === undefined ? [] : [sql<boolean>`${sql.ref(column)} = any(${values}::text[])`];
}

/**
 * Posts with captions in one of these languages, in lower case; `gsw` and `bar` are German captions with that dialect
 * mark.
 */
export function captionsIn(languages: readonly string[] | undefined): Condition[] {
  if (languages === undefined) return [];
  return [
    sql<boolean>`(post.caption_lang = any(${languages}::text[]) or post.caption_dialect = any(${languages}::text[]))`,
  ];
}

function atLeast(column: string, least: number | undefined): Condition[] {
  return least === undefined ? [] : [sql<boolean>`${sql.ref(column)} >= ${least}`];
}
