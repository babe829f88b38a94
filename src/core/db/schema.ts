import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from "kysely";

/**
 * The tables as kysely sees them; test/db/schema.test.ts holds them against the migrated database.
 * `bigint` columns come back as JavaScript bigint on both drivers, so that no digit of an id is lost.
 */
export interface Schema {
  Run: RunTable;
  ErrorLog: ErrorLogTable;
  Metrics: MetricsTable;
  SourceState: SourceStateTable;
  InstagramAccountBase: InstagramAccountBaseTable;
  InitialInstagramAccount: InitialInstagramAccountTable;
  RelatedAccounts: RelatedAccountsTable;
  InstagramPost: InstagramPostTable;
  IGHistoryTable: IGHistoryTableTable;
  RefreshSchedule: RefreshScheduleTable;
  ManualMiningQueue: ManualMiningQueueTable;
  CommentImport: CommentImportTable;
  PostCommenters: PostCommentersTable;
}

export type RunStatus = "running" | "done" | "partial" | "stopped" | "failed" | "interrupted" | "died";
export type FrontierSource = "SEED" | "RELATED" | "COMMENTS" | "MANUAL" | "CLONE";
/** The one outcome each item ends in. */
export type Outcome = "ok" | "not_found" | "unavailable" | "retry" | "failed";
export type ManualStatus = "queued" | "running" | "done" | "failed";
export type BreakerState = "closed" | "open" | "half_open";

interface RunTable {
  id: GeneratedAlways<bigint>;
  command: string;
  host: string;
  pid: number;
  version: string;
  options: JSONColumnType<Record<string, unknown>>;
  started_at: Generated<Date>;
  heartbeat_at: Generated<Date>;
  finished_at: Date | null;
  status: Generated<RunStatus>;
  stop_reason: string | null;
  claimed: Generated<bigint>;
  ok: Generated<bigint>;
  not_found: Generated<bigint>;
  unavailable: Generated<bigint>;
  retried: Generated<bigint>;
  failed: Generated<bigint>;
  given_back: Generated<bigint>;
  exit_code: number | null;
}

interface ErrorLogTable {
  id: GeneratedAlways<bigint>;
  run_id: bigint | null;
  command: string;
  subject: string | null;
  kind: string;
  message: string;
  stack: string | null;
  context: JSONColumnType<Record<string, unknown>>;
  at: Generated<Date>;
}

interface MetricsTable {
  id: GeneratedAlways<bigint>;
  name: string;
  value: number;
  tags: JSONColumnType<Record<string, string>>;
  at: Generated<Date>;
}

interface SourceStateTable {
  source: string;
  rate_per_minute: number;
  rate_generation: Generated<number>;
  refused_at_rate: number | null;
  refused_streak: Generated<number>;
  paused_until: Date | null;
  next_slot_at: Generated<Date>;
  window_started_at: Generated<Date>;
  window_ok: Generated<number>;
  window_failed: Generated<number>;
  epoch_started_at: Generated<Date>;
  epoch_ok: Generated<number>;
  epoch_ended_at: Date | null;
  breaker: Generated<BreakerState>;
  breaker_state: ColumnType<unknown, string | null, string | null>;
  breaker_changed_at: Generated<Date>;
  breaker_probe_until: Date | null;
  day: Generated<Date>;
  used_today: Generated<bigint>;
  dearest_request: Generated<number>;
  updated_at: Generated<Date>;
}

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
  phone: string | null;
  city_name: string | null;
  country: string | null;
  country_source: string | null;
  ai_bio_lang: string | null;
  gender: string | null;
  gender_conf: number | null;
  qualified_at: Date | null;
  de_caption_count: number | null;
  first_seen: Generated<Date>;
  last_updated: Generated<Date>;
  next_refresh_at: Date | null;
  claimed_by: bigint | null;
}

interface InitialInstagramAccountTable {
  id: GeneratedAlways<bigint>;
  username: string;
  account_id: bigint | null;
  source: FrontierSource;
  source_tag: string | null;
  linked_count: Generated<number>;
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
  comments_searched: Generated<boolean>;
  comments_cursor: string | null;
  observed_at: Generated<Date>;
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
}

interface RefreshScheduleTable extends QueueColumns {
  id: bigint;
  seen_at: Date;
  pace: Generated<number>;
}

interface ManualMiningQueueTable extends QueueColumns {
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

/** What every queue has. */
interface QueueColumns {
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  outcome: Outcome | null;
  last_error: string | null;
  claimed_by: bigint | null;
}
