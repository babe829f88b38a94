import { type Kysely, sql } from "kysely";
import { requireCurrentSchema } from "../../db/applied-migrations.js";
import { type DatabaseSettings, openDatabase } from "../../db/database.js";
import type { Schema } from "../../db/schema.js";
import { failed, type HealthCheck, ok } from "./check.js";

/** With a longer delay, exports and the dashboard show outdated data. */
const BEHIND_SECONDS = 60;

/**
 * Whether the read replica answers and keeps up, by igminer's own rows: the last run that started more than a minute
 * ago must have arrived. This works for every kind of replication, and while the primary is idle.
 */
export function replicaCheck(settings: DatabaseSettings, primary: Kysely<Schema>): HealthCheck {
  return {
    name: "read replica",
    adviceOnFailure: "Check the server and IGMINER_READ_DATABASE_URL, or unset it to read from DATABASE_URL.",
    async look(signal) {
      const run = await primary
        .selectFrom("Run")
        .select(["id", "started_at"])
        .where("started_at", "<", sql<Date>`now() - make_interval(secs => ${BEHIND_SECONDS})`)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      const replica = await openDatabase({ settings, notify() {}, signal });
      try {
        await requireCurrentSchema(replica.kysely);
        const arrived =
          run === undefined ||
          (await replica.kysely
            .selectFrom("Run")
            .select("id")
            .where("id", "=", run.id)
            .where("started_at", "=", run.started_at)
            .executeTakeFirst());
        return arrived
          ? ok(`answers, less than ${BEHIND_SECONDS} s behind`)
          : failed(
              `more than ${BEHIND_SECONDS} s behind, or not a replica of DATABASE_URL: run ${run.id} is missing`,
              "See pg_stat_replication on the primary server, and whether both URLs name the same database.",
            );
      } finally {
        await replica.close();
      }
    },
  };
}
