import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Copied } from "../../db/copy-out.js";
import { WITH_LITERALS } from "../../db/literals.js";
import type { Schema } from "../../db/schema.js";
import { withoutTimeLimit } from "../../db/unlimited.js";
import type { Selection } from "./read-pages.js";
import type { Subject } from "./subjects.js";

/** How PostgreSQL writes rows as text. */
export interface TextFormat {
  /** The text before the first row. */
  head: string;
  /** The columns that are read, by the aliases of the subject. */
  values: RawBuilder<unknown>;
  /** Makes the query of `copy` from the one that reads these columns; by default it is the same. */
  lines?(rows: RawBuilder<unknown>): RawBuilder<unknown>;
  /** The options of `copy`. */
  options: RawBuilder<unknown>;
}

/** Rows held in memory: 5 MB of accounts, 20 MB if each row is a long caption. */
const PAGE_ROWS = 10_000;

/**
 * Lets PostgreSQL write the rows of a subject in the order of its key, one page per statement. If a page is full, its
 * last key is looked up in the same transaction, and the next page begins after it. Nothing is held open between pages.
 */
export async function* textPagesOf(
  db: Kysely<Schema>,
  { from, key }: Subject,
  { conditions, limit }: Selection,
  { values, lines = (rows) => rows, options }: TextFormat,
): AsyncGenerator<Copied> {
  const ordered = sql.join(key);
  const keys = sql.join(key.map((part, place) => sql`${part} as ${sql.ref(`k${place}`)}`));
  let after: bigint[] | null = null;
  let left = limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const size = Math.min(PAGE_ROWS, left);
    const behind: RawBuilder<boolean> = after === null ? sql`true` : sql`(${ordered}) > (${sql.join(after)})`;
    const where = sql.join([behind, ...conditions], sql` and `);
    const isLast = size === left;
    const { page, end } = await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute(async (tx): Promise<{ page: Copied; end: Record<string, bigint> | undefined }> => {
        // If few rows pass the filters, one page may scan all rows.
        await withoutTimeLimit(tx);
        // A merge join would start at the first row of each joined table and skip all that earlier pages have read;
        // parallel workers and compiled code are set up anew for each page and cost more than the page.
        await sql
          .raw(
            "set local enable_mergejoin = off; set local max_parallel_workers_per_gather = 0; set local jit = off",
          )
          .execute(tx);
        const read = sql`select ${values} from ${from} where ${where} order by ${ordered} limit ${size}`;
        const copied = await sql<Copied>`copy (${lines(read)}) to stdout ${options}`
          .withPlugin(WITH_LITERALS)
          .execute(tx);
        const page = copied.rows[0] as Copied;
        if (page.lines < size || isLast) return { page, end: undefined };
        const { rows } = await sql<Record<string, bigint>>`
          select ${keys} from ${from} where ${where} order by ${ordered} offset ${size - 1} limit 1
        `.execute(tx);
        return { page, end: rows[0] };
      });
    if (page.lines > 0) yield page;
    if (end === undefined) return;
    left -= size;
    after = key.map((_, place) => end[`k${place}`] as bigint);
  }
}
