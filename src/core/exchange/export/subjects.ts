import { type RawBuilder, sql } from "kysely";
import { isSuppressed } from "../../outreach/suppression.js";

/**
 * The type of a column, which decides how each format writes it. "id": a number of Instagram's or ours whose digits
 * must all be kept; "count": a whole number; "number": any number.
 */
export type ColumnKind = "id" | "count" | "number" | "text" | "flag" | "time" | "list" | "json";

export interface Column {
  name: string;
  kind: ColumnKind;
  /** By the aliases of the subject. */
  value: RawBuilder<unknown>;
}

/** Something that can be exported. New columns are appended; columns are never moved or renamed. */
export interface Subject {
  name: string;
  from: RawBuilder<unknown>;
  /** The columns of an index that orders the rows and is unique. */
  key: readonly RawBuilder<bigint>[];
  columns: readonly Column[];
}

/** Columns of one table, by their own names. */
function columnsOf(alias: string, kinds: Record<string, ColumnKind>): Column[] {
  return Object.entries(kinds).map(([name, kind]) => ({ name, kind, value: sql.ref(`${alias}.${name}`) }));
}

const AUTHOR: Column = { name: "username", kind: "text", value: sql.ref("account.username") };

/** The decision on an account's address, or null if there is none yet or it was made on another address. */
export function decided(column: string): RawBuilder<unknown> {
  return sql`case when account.ig_email = account.ig_email_queued then ${sql.ref(`account.${column}`)} end`;
}

export const ACCOUNTS: Subject = {
  name: "accounts",
  from: sql`
    "InstagramAccountBase" as account
    left join "AccountDetails" as details on details.id = account.id
    left join "CreatorMetrics" as metrics on metrics.id = account.id
  `,
  key: [sql.ref("account.id")],
  columns: [
    ...columnsOf("account", {
      id: "id",
      username: "text",
      full_name: "text",
      biography: "text",
      followers_count: "count",
      following_count: "count",
      posts_count: "count",
      is_private: "flag",
      is_verified: "flag",
      is_business: "flag",
      category: "text",
      external_link: "text",
      bio_links: "json",
      profile_pic_url: "text",
      ig_email: "text",
      ig_email_source: "text",
      phone: "text",
      city_name: "text",
      country: "text",
      country_source: "text",
      ai_bio_lang: "text",
      gender: "text",
      gender_conf: "count",
      de_caption_count: "count",
      qualified_at: "time",
      first_seen: "time",
      last_updated: "time",
      country_confidence: "count",
      account_kind: "text",
      qualified_by: "text",
    }),
    { name: "topics", kind: "json", value: sql`to_json(account.topics)` },
    ...columnsOf("details", { fbid: "id", street: "text", zip: "text", gate: "text" }),
    { name: "pronouns", kind: "json", value: sql`to_json(details.pronouns)` },
    ...columnsOf("account", { ig_email_confidence: "count", ig_emails_other: "list" }),
    ...columnsOf("metrics", {
      engagement_rate: "number",
      median_likes: "number",
      median_comments: "number",
      median_views: "number",
      posts_per_week: "number",
      last_post_at: "time",
      reel_share: "number",
      sponsored_share: "number",
      growth_7d: "number",
      growth_30d: "number",
      growth_90d: "number",
    }),
  ],
};

export const USERNAMES: Subject = { ...ACCOUNTS, name: "usernames", columns: [AUTHOR] };

export const EMAILS: Subject = {
  ...ACCOUNTS,
  name: "emails",
  columns: [
    { name: "email", kind: "text", value: sql.ref("account.ig_email") },
    { name: "email_source", kind: "text", value: sql.ref("account.ig_email_source") },
    { name: "account_id", kind: "id", value: sql.ref("account.id") },
    ...columnsOf("account", {
      username: "text",
      full_name: "text",
      followers_count: "count",
      category: "text",
      country: "text",
      ai_bio_lang: "text",
      gender: "text",
      first_seen: "time",
      last_updated: "time",
    }),
    { name: "email_status", kind: "text", value: decided("ig_email_status") },
    { name: "email_status_reason", kind: "text", value: decided("ig_email_status_reason") },
    { name: "email_status_at", kind: "time", value: decided("ig_email_status_at") },
    {
      name: "is_suppressed",
      kind: "flag",
      value: isSuppressed(sql`lower(account.ig_email)`, sql`account.id`, sql`account.username`),
    },
    { name: "email_confidence", kind: "count", value: sql.ref("account.ig_email_confidence") },
  ],
};

export const POSTS: Subject = {
  name: "posts",
  from: sql`
    "InstagramPost" as post
    join "InstagramAccountBase" as account on account.id = post.account_id
    left join "PostDetails" as details on details.id = post.id
  `,
  key: [sql.ref("post.id")],
  columns: [
    ...columnsOf("post", { id: "id", account_id: "id" }),
    AUTHOR,
    ...columnsOf("post", {
      shortcode: "text",
      taken_at: "time",
      media_type: "text",
      caption: "text",
      hashtags: "list",
      mentions: "list",
      like_count: "count",
      comment_count: "count",
      location_name: "text",
      caption_lang: "text",
      observed_at: "time",
      comments_searched: "flag",
    }),
    ...columnsOf("details", {
      video_views: "count",
      product_type: "text",
      is_pinned: "flag",
      coauthors: "list",
      tagged_users: "list",
      location_id: "id",
      alt_text: "text",
      is_paid_partnership: "flag",
    }),
    ...columnsOf("post", { caption_dialect: "text" }),
  ],
};

export const FRONTIER: Subject = {
  name: "frontier",
  from: sql`"InitialInstagramAccount" as frontier`,
  key: [sql.ref("frontier.id")],
  columns: columnsOf("frontier", {
    id: "id",
    username: "text",
    source: "text",
    source_tag: "text",
    linked_count: "count",
    account_id: "id",
    outcome: "text",
    attempts: "count",
    next_attempt_at: "time",
    last_error: "text",
    created_at: "time",
  }),
};

export const HISTORY: Subject = {
  name: "history",
  from: sql`"IGHistoryTable" as history join "InstagramAccountBase" as account on account.id = history.account_id`,
  key: [sql.ref("history.id")],
  columns: [
    ...columnsOf("history", { id: "id", account_id: "id" }),
    AUTHOR,
    ...columnsOf("history", {
      recorded_at: "time",
      followers_count: "count",
      following_count: "count",
      posts_count: "count",
    }),
    { name: "new_username", kind: "text", value: sql.ref("history.username") },
    { name: "new_biography", kind: "text", value: sql.ref("history.biography") },
  ],
};

export const LINKS: Subject = {
  name: "links",
  from: sql`
    "RelatedAccounts" as link
    join "InstagramAccountBase" as account on account.id = link.account_id
    join "InitialInstagramAccount" as frontier on frontier.id = link.initial_id
  `,
  key: [sql.ref("link.account_id"), sql.ref("link.initial_id")],
  columns: [
    ...columnsOf("link", { account_id: "id" }),
    AUTHOR,
    { name: "related_username", kind: "text", value: sql.ref("frontier.username") },
    ...columnsOf("link", { position: "count" }),
  ],
};

export const COMMENTERS: Subject = {
  name: "commenters",
  from: sql`
    "PostCommenters" as comment
    join "InstagramPost" as post on post.id = comment.post_id
    join "InstagramAccountBase" as account on account.id = post.account_id
    join "InitialInstagramAccount" as frontier on frontier.id = comment.initial_id
  `,
  key: [sql.ref("comment.post_id"), sql.ref("comment.initial_id")],
  columns: [
    ...columnsOf("comment", { post_id: "id" }),
    ...columnsOf("post", { shortcode: "text", account_id: "id" }),
    AUTHOR,
    { name: "commenter_username", kind: "text", value: sql.ref("frontier.username") },
  ],
};

export const SUPPRESSIONS: Subject = {
  name: "suppressions",
  from: sql`"Suppression" as suppression`,
  key: [sql.ref("suppression.id")],
  columns: columnsOf("suppression", {
    id: "id",
    kind: "text",
    value: "text",
    account_id: "id",
    reason: "text",
    source: "text",
    at: "time",
  }),
};
