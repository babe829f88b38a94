import type { Kysely } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";
import { startRun } from "../../src/core/record/runs.js";

/** Begins a run in whose name a test claims: only a run that lives is given any rows. */
export function newRun(db: Kysely<Schema>, command = "test"): Promise<bigint> {
  return startRun(db, { command, version: "test", options: {} });
}
