import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import type { Schema } from "../db/schema.js";
import { countOldPeople, type KeepPeopleFor, purgePeople } from "./retention.js";
import { foldMetrics } from "./roll-up.js";

/** How long records are kept, in days, and data about people, if that is limited. */
export interface KeepFor extends KeepPeopleFor {
  errorsDays: number;
  runsDays: number;
  metricsDays: number;
}

/** The table, and an SQL condition on `old` for rows that are too old. */
type Old = [table: keyof Schema, isOld: RawBuilder<boolean>];

function oldRecords({ errorsDays, runsDays, metricsDays }: KeepFor): Old[] {
  const before = (days: number) => sql`now() - make_interval(secs => ${days * 86_400})`;
  return [
    ["MetricsHourly", sql`old.hour < ${before(metricsDays)}`],
    ["ErrorLog", sql`old.at < ${before(errorsDays)}`],
    ["Alert", sql`old.last_at < ${before(errorsDays)}`],
    [
      "Run",
      // The last run of a command is kept, since status knows the command by it.
      sql`old.started_at < ${before(runsDays)} and old.finished_at is not null and exists (
        select 1 from "Run" as later where later.command = old.command and later.id > old.id
      )`,
    ],
  ];
}

/**
 * Folds metrics, and deletes records and data about people that are too old, up to `limit` rows in all, in the caller's
 * transaction.
 */
export async function purgeSome(tx: Transaction<Schema>, keep: KeepFor, limit: number): Promise<Swept> {
  const tallies: Record<string, number> = { metrics_folded: await foldMetrics(tx, limit) };
  let left = limit - (tallies.metrics_folded ?? 0);
  for (const [table, isOld] of oldRecords(keep)) {
    if (left === 0) break;
    const deleted = await sql`
      delete from ${sql.table(table)}
      where ctid = any(array(
        select old.ctid from ${sql.table(table)} as old where ${isOld} limit ${left} for update skip locked
      ))
    `.execute(tx);
    const rows = Number(deleted.numAffectedRows ?? 0);
    tallies[`${WORDS[table]}_deleted`] = rows;
    left -= rows;
  }
  Object.assign(tallies, await purgePeople(tx, keep, Math.max(left, 0)));
  return {
    subjects: Object.entries(tallies).flatMap(([what, rows]) => Array<string>(rows).fill(what)),
    tallies,
  };
}

const WORDS: Partial<Record<keyof Schema, string>> = {
  MetricsHourly: "metrics",
  ErrorLog: "errors",
  Alert: "alerts",
  Run: "runs",
};

/** Counts by table what `purgeSome` would fold and delete. */
export async function countOld(db: Kysely<Schema>, keep: KeepFor): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, isOld] of oldRecords(keep)) {
    const { rows } = await sql<{ rows: number }>`
      select count(*)::int as rows from ${sql.table(table)} as old where ${isOld}
    `.execute(db);
    counts[table] = rows[0]?.rows ?? 0;
  }
  return { ...counts, ...(await countOldPeople(db, keep)) };
}
