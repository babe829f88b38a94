import type { SuppressionKind } from "../../db/schema/outreach.js";
import { type BioLink, type Post, type Profile, untoldProfile } from "../../instagram/profile.js";
import { SourceError } from "../../source-error.js";
import {
  asCount,
  asFlag,
  asId,
  asText,
  asTime,
  asUsername,
  isObject,
  shown,
} from "../../sources/shapes/values.js";

type Row = Record<string, unknown>;

/** An account as `export accounts` or `export emails` writes it. */
export interface OwnAccount {
  profile: Profile;
  /** Columns beyond what a source states, by their names in the store. null if not stated. */
  stored: {
    first_seen: Date | null;
    ig_email: string | null;
    ig_email_source: string | null;
    ig_email_confidence: number | null;
    ig_emails_other: string[] | null;
    country: string | null;
    country_source: string | null;
    country_confidence: number | null;
    ai_bio_lang: string | null;
    gender: string | null;
    gender_conf: number | null;
    account_kind: string | null;
    topics: string[] | null;
    qualified_by: string | null;
    qualified_at: Date | null;
    de_caption_count: number | null;
  };
  /** The decision on the address, or null if none is stated. */
  decision: { status: string; reason: string | null; at: Date | null } | null;
  /** The address must never be written to. */
  isSuppressed: boolean;
}

/** What is stored about a post beyond what a source states. */
export interface OwnPost {
  id: bigint;
  captionLang: string | null;
  captionDialect: string | null;
  isCommentsSearched: boolean;
}

export interface OwnName {
  username: string;
  source: string;
  sourceTag: string | null;
  linkedCount: number;
  accountId: bigint | null;
  outcome: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: string | null;
  createdAt: Date;
}

/** The state of an account on one day. The profile has the account's current name and the biography of that day. */
export interface OwnDay {
  profile: Profile;
  newUsername: string | null;
}

/** A link from an account to a name. */
export interface OwnLink {
  accountId: bigint;
  username: string;
  /** Its position among Instagram's suggestions for the account, from 0. */
  position: number;
}

/** A comment by an account on a post. */
export interface OwnComment {
  postId: bigint;
  username: string;
}

/** An entry of the suppression list. */
export interface OwnSuppression {
  kind: SuppressionKind;
  value: string;
  accountId: bigint | null;
  reason: string;
  source: string;
  at: Date;
}

/** One row of an export made by igminer. */
export type OwnRow =
  | { kind: "account"; account: OwnAccount }
  | { kind: "post"; post: OwnPost; accountId: bigint; seen: Post; observedAt: Date }
  | { kind: "name"; name: OwnName }
  | { kind: "day"; day: OwnDay }
  | { kind: "link"; link: OwnLink }
  | { kind: "comment"; comment: OwnComment }
  | { kind: "suppression"; suppression: OwnSuppression };

/** Columns that are never empty and identify the export a row comes from, in CSV as well. */
const MARKS = {
  emails: ["email", "account_id", "username", "first_seen", "last_updated", "is_suppressed"],
  accounts: ["id", "username", "first_seen", "last_updated"],
  posts: ["id", "account_id", "shortcode", "taken_at", "media_type", "observed_at"],
  history: ["id", "account_id", "username", "recorded_at"],
  frontier: ["id", "username", "source", "linked_count", "attempts", "created_at"],
  links: ["account_id", "related_username", "position"],
  commenters: ["post_id", "shortcode", "commenter_username"],
  suppressions: ["id", "kind", "value", "reason", "source", "at"],
} as const;

/**
 * Reads a row that igminer itself has exported, from JSON, CSV or Parquet.
 * @returns null if it is not such a row.
 * @throws SourceError "bad_response" if it is one but damaged; nothing is guessed.
 */
export function ownRowIn(row: Row): OwnRow | null {
  const kind = (Object.keys(MARKS) as (keyof typeof MARKS)[]).find((each) =>
    MARKS[each].every((name) => row[name] !== undefined && row[name] !== null),
  );
  switch (kind) {
    case "accounts":
      return { kind: "account", account: accountIn(row, needed(row, "id", asId)) };
    case "emails":
      return { kind: "account", account: emailIn(row) };
    case "posts":
      return postIn(row);
    case "frontier":
      return { kind: "name", name: nameIn(row) };
    case "history":
      return { kind: "day", day: dayIn(row) };
    case "links":
      return { kind: "link", link: linkIn(row) };
    case "commenters":
      return { kind: "comment", comment: commentIn(row) };
    case "suppressions":
      return { kind: "suppression", suppression: suppressionIn(row) };
    default:
      return null;
  }
}

/** Whether a table with these columns is an export made by igminer. */
export function isOwnTable(columns: readonly string[]): boolean {
  return Object.values(MARKS).some((marks) => marks.every((name) => columns.includes(name)));
}

/** @returns the original row: without the apostrophes that the CSV export puts in front of formulas. */
export function withoutApostrophes(row: Row): Row {
  const cells = Object.entries(row).map(([name, cell]) => [
    name,
    typeof cell === "string" ? cell.replace(/^'(?='*[=+\-@\t\r＝＋－＠])/u, "") : cell,
  ]);
  return Object.fromEntries(cells);
}

function accountIn(row: Row, id: bigint): OwnAccount {
  return {
    profile: {
      ...untoldProfile(id, needed(row, "username", asUsername), needed(row, "last_updated", asTime)),
      fullName: textOf(row.full_name),
      biography: textOf(row.biography),
      followersCount: countOf(row.followers_count),
      followingCount: countOf(row.following_count),
      postsCount: countOf(row.posts_count),
      isPrivate: asFlag(row.is_private) ?? null,
      isVerified: asFlag(row.is_verified) ?? null,
      isBusiness: asFlag(row.is_business) ?? null,
      category: textOf(row.category),
      externalLink: textOf(row.external_link),
      bioLinks: bioLinksOf(row.bio_links),
      profilePicUrl: textOf(row.profile_pic_url),
      publicEmail: textOf(row.ig_email),
      publicPhone: textOf(row.phone),
      cityName: textOf(row.city_name),
      gate: textOf(row.gate),
      details: {
        fbid: asId(row.fbid),
        street: textOf(row.street),
        zip: textOf(row.zip),
        pronouns: wordsOf(row.pronouns),
      },
    },
    stored: {
      first_seen: asTime(row.first_seen),
      ig_email: textOf(row.ig_email),
      ig_email_source: textOf(row.ig_email_source),
      ig_email_confidence: countOf(row.ig_email_confidence),
      ig_emails_other: listOf(row.ig_emails_other),
      country: textOf(row.country)?.toUpperCase() ?? null,
      country_source: textOf(row.country_source),
      country_confidence: countOf(row.country_confidence),
      ai_bio_lang: textOf(row.ai_bio_lang)?.toUpperCase() ?? null,
      gender: textOf(row.gender),
      gender_conf: countOf(row.gender_conf),
      account_kind: textOf(row.account_kind),
      topics: wordsOf(row.topics),
      qualified_by: textOf(row.qualified_by),
      qualified_at: asTime(row.qualified_at),
      de_caption_count: countOf(row.de_caption_count),
    },
    decision: null,
    isSuppressed: false,
  };
}

/** `export emails` has fewer columns of the account, and the decision on its address. */
function emailIn(row: Row): OwnAccount {
  const account = accountIn(
    {
      ...row,
      ig_email: row.email,
      ig_email_source: row.email_source,
      ig_email_confidence: row.email_confidence,
    },
    needed(row, "account_id", asId),
  );
  const status = textOf(row.email_status);
  return {
    ...account,
    decision:
      status === null
        ? null
        : { status, reason: textOf(row.email_status_reason), at: asTime(row.email_status_at) },
    isSuppressed: needed(row, "is_suppressed", (value) => asFlag(value) ?? null),
  };
}

function postIn(row: Row): OwnRow {
  const id = needed(row, "id", asId);
  const coauthors = listOf(row.coauthors);
  const taggedUsers = listOf(row.tagged_users);
  return {
    kind: "post",
    accountId: needed(row, "account_id", asId),
    observedAt: needed(row, "observed_at", asTime),
    seen: {
      id,
      shortcode: needed(row, "shortcode", textOf),
      takenAt: needed(row, "taken_at", asTime),
      mediaType: needed(row, "media_type", mediaTypeOf),
      caption: textOf(row.caption),
      likeCount: countOf(row.like_count),
      commentCount: countOf(row.comment_count),
      locationName: textOf(row.location_name),
      details: {
        videoViews: countOf(row.video_views),
        productType: textOf(row.product_type),
        isPinned: asFlag(row.is_pinned) ?? null,
        coauthors,
        taggedUsers,
        locationId: asId(row.location_id),
        isPaidPartnership: asFlag(row.is_paid_partnership) ?? null,
        altText: textOf(row.alt_text),
      },
    },
    post: {
      id,
      captionLang: textOf(row.caption_lang)?.toLowerCase() ?? null,
      captionDialect: textOf(row.caption_dialect)?.toLowerCase() ?? null,
      isCommentsSearched: asFlag(row.comments_searched) ?? false,
    },
  };
}

function nameIn(row: Row): OwnName {
  return {
    username: needed(row, "username", asUsername),
    source: needed(row, "source", textOf),
    sourceTag: textOf(row.source_tag),
    linkedCount: needed(row, "linked_count", countOf),
    accountId: asId(row.account_id),
    outcome: textOf(row.outcome),
    attempts: needed(row, "attempts", countOf),
    nextAttemptAt: asTime(row.next_attempt_at),
    lastError: textOf(row.last_error),
    createdAt: needed(row, "created_at", asTime),
  };
}

function dayIn(row: Row): OwnDay {
  return {
    profile: {
      ...untoldProfile(
        needed(row, "account_id", asId),
        needed(row, "username", asUsername),
        needed(row, "recorded_at", asTime),
      ),
      biography: textOf(row.new_biography),
      followersCount: countOf(row.followers_count),
      followingCount: countOf(row.following_count),
      postsCount: countOf(row.posts_count),
    },
    newUsername: textOf(row.new_username),
  };
}

function linkIn(row: Row): OwnLink {
  return {
    accountId: needed(row, "account_id", asId),
    username: needed(row, "related_username", asUsername),
    position: needed(row, "position", countOf),
  };
}

function commentIn(row: Row): OwnComment {
  return {
    postId: needed(row, "post_id", asId),
    username: needed(row, "commenter_username", asUsername),
  };
}

function suppressionIn(row: Row): OwnSuppression {
  return {
    kind: needed(row, "kind", suppressionKindOf),
    value: needed(row, "value", textOf).toLowerCase(),
    accountId: asId(row.account_id),
    reason: needed(row, "reason", textOf),
    source: needed(row, "source", textOf),
    at: needed(row, "at", asTime),
  };
}

/** @throws SourceError "bad_response" if a required column is missing or invalid. */
function needed<T>(row: Row, name: string, read: (value: unknown) => T | null): T {
  const value = read(row[name]);
  if (value !== null) return value;
  throw new SourceError(
    "bad_response",
    `a row of igminer's own export, but ${name} is not valid: ${shown(row[name])}`,
  );
}

function textOf(value: unknown): string | null {
  return asText(value) ?? null;
}

function countOf(value: unknown): number | null {
  return asCount(typeof value === "bigint" ? String(value) : value) ?? null;
}

/** Lists are arrays in JSON, and separated by spaces in CSV. */
function listOf(value: unknown): string[] | null {
  if (Array.isArray(value)) return value.filter((word) => typeof word === "string");
  return typeof value === "string" ? value.split(" ").filter((word) => word !== "") : null;
}

function bioLinksOf(value: unknown): BioLink[] | null {
  const links = jsonOf(value);
  if (!Array.isArray(links)) return null;
  return links.flatMap((link) =>
    isObject(link) && typeof link.url === "string"
      ? [{ title: asText(link.title) ?? null, url: link.url }]
      : [],
  );
}

function wordsOf(value: unknown): string[] | null {
  const words = jsonOf(value);
  return Array.isArray(words) ? words.filter((word) => typeof word === "string") : null;
}

/** JSON values are embedded in JSON lines, and strings in CSV and Parquet. */
function jsonOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SourceError(
      "bad_response",
      `a row of igminer's own export, but this is not JSON: ${value.slice(0, 50)}`,
    );
  }
}

function mediaTypeOf(value: unknown): Post["mediaType"] | null {
  return value === "image" || value === "video" || value === "carousel" ? value : null;
}

function suppressionKindOf(value: unknown): SuppressionKind | null {
  return value === "email" || value === "domain" || value === "account" ? value : null;
}
