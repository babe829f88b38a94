import type { Schema } from "../db/schema.js";
import { NAMED_BY_OTHERS } from "./named-by-others.js";
import { IDENTITY, OWN_ROWS } from "./own-rows.js";

/**
 * Every place where something is stored on people: `forget` erases by this list, `subject-report` reports by it, and a
 * test holds it against the database. Ordered so that a row goes before what it is found by.
 */
export const PERSONAL_TABLES = {
  namedByOthers: NAMED_BY_OTHERS,
  ownRows: OWN_ROWS,
  identity: IDENTITY,
};

/** Tables that hold nothing on people, so that a new table must be put into one of the lists. */
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
  // Sums and weights of hashed words over all accounts judged.
  "AudienceSearch",
  "AudienceYield",
  "DiscoveryMilestone",
  "SchedulePause",
  // By the sequencer's own number of a lead that igminer never had; orders of erasures, which go when they are done.
  "StrangerWord",
  "MailboxUnlabel",
  "ForgetSalt",
  "Forgotten",
  "Mailbox",
  "RetentionWalk",
  "ViewRefresh",
  "ViewSourceChange",
];
