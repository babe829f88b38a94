import type { Schema } from "../db/schema.js";
import { NAMED_BY_OTHERS } from "./named-by-others.js";
import { IDENTITY, OWN_ROWS } from "./own-rows.js";

/**
 * Every place where data on people is stored. `forget` and `subject-report` use this list, and a test compares it with
 * the database. A row comes before the rows by which it is found.
 */
export const PERSONAL_TABLES = {
  namedByOthers: NAMED_BY_OTHERS,
  ownRows: OWN_ROWS,
  identity: IDENTITY,
};

/** Tables without data on people. A test requires each table to be in one of the two lists. */
export const IMPERSONAL_TABLES: readonly (keyof Schema)[] = [
  "Metrics",
  "MetricsHourly",
  "MetricsTotal",
  "WatchState",
  "SourceState",
  "SourcePrice",
  "Spend",
  "SpendReserved",
  "AbsenceRecord",
  "MailHostLease",
  "CloneTask",
  "CloneRuleYield",
  "CommitMark",
  "ModelBatch",
  "ModelDiscard",
  "EmailSequence",
  "Audiences",
  // Sums and weights of hashed words over all judged accounts.
  "AudienceSearch",
  "AudienceYield",
  "DiscoveryMilestone",
  "SchedulePause",
  // Holds the sequencer's number of a lead that igminer never had.
  "StrangerWord",
  "MailboxUnlabel",
  "ForgetSalt",
  "Forgotten",
  "Mailbox",
  "RetentionWalk",
  "ViewRefresh",
  "ViewSourceChange",
];
