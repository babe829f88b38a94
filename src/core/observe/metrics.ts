import type { Kysely } from "kysely";
import { sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";

export interface Metric {
  name: string;
  value: number;
  tags: Record<string, string>;
}

/** Writes metrics, one statement for all; zeros are left out. */
export async function writeMetrics(db: Kysely<Schema>, metrics: readonly Metric[]): Promise<void> {
  const told = metrics.filter(({ value }) => value !== 0);
  if (told.length === 0) return;
  await sql`
    insert into "Metrics" (name, value, tags)
    select name, value::float8, tags
    from ${rowsAs("metrics", told, {
      name: ["text", ({ name }) => name],
      value: ["text", ({ value }) => value],
      tags: ["jsonb", ({ tags }) => JSON.stringify(tags)],
    })}
  `.execute(db);
}
