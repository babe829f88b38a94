import type { Generated } from "kysely";
import type { QueueColumns } from "./queue.js";

/** What is found out about accounts and posts from what they show. */
export interface EnrichmentTables {
  CaptionLanguages: CaptionLanguagesTable;
  CaptionCountDue: CaptionCountDueTable;
  Qualification: QualificationTable;
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

interface QualificationTable extends QueueColumns {
  id: bigint;
  texts_hash: string | null;
  is_local: Generated<boolean>;
}
