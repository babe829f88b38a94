import type { Kysely } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";
import { startRun } from "../../src/core/record/runs.js";

/** Starts a run for the claims of a test, since only a live run can claim rows. */
export function newRun(db: Kysely<Schema>, command = "test"): Promise<bigint> {
  return startRun(db, { command, version: "test", options: {} });
}
