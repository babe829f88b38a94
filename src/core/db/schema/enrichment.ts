import type { ColumnType, Generated } from "kysely";
import type { QueueColumns } from "./queue.js";

/** What is derived from the content of accounts and posts. */
export interface EnrichmentTables {
  CaptionLanguages: CaptionLanguagesTable;
  CaptionCountDue: CaptionCountDueTable;
  Qualification: QualificationTable;
  ModelBatch: ModelBatchTable;
  ModelQuestion: ModelQuestionTable;
  ModelDiscard: ModelDiscardTable;
  CreatorMetrics: CreatorMetricsTable;
  CreatorMetricsDue: CreatorMetricsDueTable;
}

export type AccountKind = "person" | "business" | "fan" | "bot";

interface CaptionLanguagesTable {
  account_id: bigint;
  lang: string;
  captions: number;
}

interface CaptionCountDueTable {
  account_id: bigint;
  due_since: Generated<Date>;
}

interface CreatorMetricsTable {
  id: bigint;
  posts_used: number;
  engagement_rate: number | null;
  median_likes: number | null;
  median_comments: number | null;
  median_views: number | null;
  posts_per_week: number | null;
  last_post_at: Date | null;
  reel_share: number | null;
  sponsored_share: number | null;
  growth_7d: number | null;
  growth_30d: number | null;
  growth_90d: number | null;
  changed_at: Generated<Date>;
}

interface CreatorMetricsDueTable {
  account_id: bigint;
  due_since: Generated<Date>;
}

interface QualificationTable extends QueueColumns {
  id: bigint;
  texts_hash: string | null;
  is_local: Generated<boolean>;
}

interface ModelBatchTable {
  id: string;
  model: string;
  canaries: string[];
  remote_id: string | null;
  handed_over_at: Generated<Date>;
  next_look_at: Generated<Date>;
  answered_at: Date | null;
}

interface ModelQuestionTable {
  account_id: bigint;
  texts_hash: string;
  batch_id: string | null;
  place: number | null;
  asked_as: string | null;
  answer: ColumnType<unknown, string | null, string | null>;
  is_answered: Generated<boolean>;
}

interface ModelDiscardTable {
  batch_id: string;
  remote_id: string | null;
  is_erasure: Generated<boolean>;
  ordered_at: Generated<Date>;
  next_attempt_at: Generated<Date>;
  attempts: Generated<number>;
  last_error: string | null;
}
