import type { Kysely } from "kysely";
import { sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";

export interface Metric {
  name: string;
  value: number;
  tags: Record<string, string>;
}

/** Writes metrics that are summed up; zeros are left out, since they add nothing. */
export function addMetrics(db: Kysely<Schema>, metrics: readonly Metric[]): Promise<void> {
  return writeMetrics(
    db,
    metrics.filter(({ value }) => value !== 0),
  );
}

/** Writes metrics in one statement. Zeros are written too, because a curve that falls to zero must show it. */
export async function writeMetrics(db: Kysely<Schema>, metrics: readonly Metric[]): Promise<void> {
  if (metrics.length === 0) return;
  await sql`
    insert into "Metrics" (name, value, tags)
    select name, value::float8, tags
    from ${rowsAs("metrics", metrics, {
      name: ["text", ({ name }) => name],
      value: ["text", ({ value }) => value],
      tags: ["jsonb", ({ tags }) => JSON.stringify(tags)],
    })}
  `.execute(db);
}
