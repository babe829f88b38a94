import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../../db/schema.js";
import { withoutTimeLimit } from "../../db/unlimited.js";
import type { Subject } from "./subjects.js";

export interface Filter {
  name: string;
  /** All of them must hold. */
  conditions: readonly RawBuilder<boolean | null>[];
}

/** How many rows each filter removes from those that passed the filters before it. */
export interface Passage {
  /** Rows without any filter. */
  rows: number;
  leftOut: { name: string; rows: number }[];
}

/**
 * Counts the rows that each filter removes, in order. Reads the whole subject once, so it is only used if a result is
 * empty.
 */
export async function countLeftOut(
  db: Kysely<Schema>,
  { from }: Subject,
  filters: readonly Filter[],
): Promise<Passage> {
  const passing = filters.map((_, place) =>
    sql.join([sql`true`, ...filters.slice(0, place + 1).flatMap(({ conditions }) => conditions)], sql` and `),
  );
  return db.transaction().execute(async (tx) => {
    await withoutTimeLimit(tx);
    const { rows: counted } = await sql<{ counts: number[] }>`
      select array[${sql.join([
        sql`count(*)::int`,
        ...passing.map((condition) => sql`(count(*) filter (where ${condition}))::int`),
      ])}] as counts
      from ${from}
    `.execute(tx);
    const counts = counted[0]?.counts ?? [];
    const at = (place: number) => counts[place] ?? 0;
    return {
      rows: at(0),
      leftOut: filters
        .map(({ name }, place) => ({ name, rows: at(place) - at(place + 1) }))
        .filter(({ rows }) => rows > 0),
    };
  });
}
