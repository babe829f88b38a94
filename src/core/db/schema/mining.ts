import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { EmailDecision } from "./email.js";
import type { AccountKind } from "./enrichment.js";
import type { AbsenceColumn, Outcome, QueueColumns } from "./queue.js";

/** Accounts, posts, and the queues that mine and refresh them. */
export interface MiningTables {
  InstagramAccountBase: InstagramAccountBaseTable;
  InitialInstagramAccount: InitialInstagramAccountTable;
  RelatedAccounts: RelatedAccountsTable;
  InstagramPost: InstagramPostTable;
  AccountDetails: AccountDetailsTable;
  PostDetails: PostDetailsTable;
  IGHistoryTable: IGHistoryTableTable;
  RefreshSchedule: RefreshScheduleTable;
  ManualMiningQueue: ManualMiningQueueTable;
  CommentImport: CommentImportTable;
  PostCommenters: PostCommentersTable;
}

export type FrontierSource = "SEED" | "RELATED" | "COMMENTS" | "MANUAL" | "CLONE";
export type ManualStatus = "queued" | "running" | "done" | "failed";

interface InstagramAccountBaseTable {
  id: bigint;
  username: string;
  full_name: string | null;
  biography: string | null;
  followers_count: bigint | null;
  following_count: bigint | null;
  posts_count: bigint | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  is_business: boolean | null;
  category: string | null;
  external_link: string | null;
  bio_links: ColumnType<unknown, string | null, string | null>;
  profile_pic_url: string | null;
  ig_email: string | null;
  ig_email_source: string | null;
  ig_email_confidence: number | null;
  ig_emails_other: string[] | null;
  email_rules: Generated<number>;
  phone: string | null;
  city_name: string | null;
  country: string | null;
  country_source: string | null;
  country_confidence: number | null;
  country_rules: Generated<number>;
  ai_bio_lang: string | null;
  gender: string | null;
  gender_conf: number | null;
  account_kind: AccountKind | null;
  topics: string[] | null;
  qualified_by: string | null;
  qualified_at: Date | null;
  de_caption_count: number | null;
  first_seen: Generated<Date>;
  last_updated: Generated<Date>;
  next_refresh_at: Date | null;
  claimed_by: bigint | null;
  ig_email_queued: string | null;
  ig_email_status: EmailDecision | null;
  ig_email_status_reason: string | null;
  ig_email_status_at: Date | null;
  ig_email_is_shared: boolean | null;
  clues: number[] | null;
}

interface InitialInstagramAccountTable extends AbsenceColumn {
  id: GeneratedAlways<bigint>;
  username: string;
  account_id: bigint | null;
  source: FrontierSource;
  source_tag: string | null;
  linked_count: Generated<number>;
  link_bucket: Generated<number>;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  outcome: Outcome | null;
  last_error: string | null;
  claimed_by: bigint | null;
  created_at: Generated<Date>;
}

interface RelatedAccountsTable {
  account_id: bigint;
  initial_id: bigint;
  position: number;
}

interface InstagramPostTable {
  id: bigint;
  account_id: bigint;
  shortcode: string;
  taken_at: Date;
  media_type: string;
  caption: string | null;
  hashtags: Generated<string[]>;
  mentions: Generated<string[]>;
  like_count: bigint | null;
  comment_count: bigint | null;
  location_name: string | null;
  caption_lang: string | null;
  /** The dialect of a German caption: gsw or bar. */
  caption_dialect: string | null;
  comments_searched: Generated<boolean>;
  comments_cursor: string | null;
  clues: number[] | null;
  is_declared_ad: boolean | null;
  observed_at: Generated<Date>;
}

interface AccountDetailsTable {
  id: bigint;
  fbid: bigint | null;
  street: string | null;
  zip: string | null;
  pronouns: string[] | null;
  gate: string | null;
  observed_at: Date;
}

interface PostDetailsTable {
  id: bigint;
  video_views: bigint | null;
  product_type: string | null;
  is_pinned: boolean | null;
  coauthors: string[] | null;
  tagged_users: string[] | null;
  location_id: bigint | null;
  alt_text: string | null;
  is_paid_partnership: boolean | null;
  observed_at: Date;
}

interface IGHistoryTableTable {
  id: GeneratedAlways<bigint>;
  account_id: bigint;
  recorded_at: Date;
  followers_count: bigint | null;
  following_count: bigint | null;
  posts_count: bigint | null;
  username: string | null;
  biography: string | null;
  clues: number[] | null;
}

interface RefreshScheduleTable extends QueueColumns, AbsenceColumn {
  id: bigint;
  seen_at: Date;
  pace: Generated<number>;
  posts_seen_at: Date | null;
  related_seen_at: Date | null;
  missing_parts: Generated<string[]>;
  wished_at: Date | null;
}

interface ManualMiningQueueTable extends QueueColumns, AbsenceColumn {
  id: GeneratedAlways<bigint>;
  username: string;
  requested_by: string;
  requested_at: Generated<Date>;
  account_id: bigint | null;
  status: GeneratedAlways<ManualStatus>;
}

interface CommentImportTable extends QueueColumns {
  id: bigint;
  pages: Generated<number>;
}

interface PostCommentersTable {
  post_id: bigint;
  initial_id: bigint;
}
