import type { Generated, GeneratedAlways } from "kysely";
import type { QueueColumns } from "./queue.js";

/** What the search for an audience has learnt, and how well each frontier name is expected to fit it. */
export interface DiscoveryTables {
  AudienceSearch: AudienceSearchTable;
  AudienceLesson: AudienceLessonTable;
  AudienceYield: AudienceYieldTable;
  FrontierScore: FrontierScoreTable;
  FrontierTold: FrontierToldTable;
  AudienceDue: AudienceDueTable;
  DiscoveryQuestion: DiscoveryQuestionTable;
  DiscoveryMilestone: DiscoveryMilestoneTable;
}

interface AudienceSearchTable {
  audience_id: bigint;
  judged: Generated<bigint>;
  wanted: Generated<bigint>;
  claims: Generated<bigint>;
  words: string | null;
  criteria_since: Date;
  judged_up_to: Generated<bigint | null>;
}

interface AudienceLessonTable {
  account_id: bigint;
  audience_id: bigint;
  is_wanted: boolean;
  names_scored: Generated<boolean>;
}

interface AudienceYieldTable {
  audience_id: bigint;
  channel: string;
  bucket: number;
  judged: Generated<bigint>;
  wanted: Generated<bigint>;
}

interface FrontierScoreTable {
  initial_id: bigint;
  audience_id: bigint;
  channel: string;
  bucket: number;
  is_open: Generated<boolean>;
}

interface FrontierToldTable {
  initial_id: bigint;
  channel: string;
  led_by: string | null;
  full_name: string | null;
  is_private: boolean | null;
  is_verified: boolean | null;
}

interface DiscoveryQuestionTable extends QueueColumns {
  id: GeneratedAlways<bigint>;
  audience_id: bigint;
  channel: string;
  question: string;
  value: string;
  led_by: string;
  cursor: string | null;
  pages: Generated<number>;
  told: Generated<number>;
  discovered: Generated<number>;
}

interface AudienceDueTable {
  account_id: bigint;
}

interface DiscoveryMilestoneTable {
  audience_id: bigint;
  at: Generated<Date>;
  requests: bigint;
  usd: number | null;
}
