import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../../db/schema.js";
import type { Subject } from "./subjects.js";

/** The values of one row, in the order of the subject's columns, as the driver returns them. */
export type Values = readonly unknown[];

export interface Selection {
  /** All of them must hold. */
  conditions: readonly RawBuilder<boolean | null>[];
  /** Maximum number of rows in all, or null for no limit. */
  limit: number | null;
}

const PAGE_ROWS = 2_000;

/**
 * Reads the rows of a subject in the order of its key, one page per statement. Each page begins after the last key of
 * the one before, so that a page costs the same at the end of ten million rows as at the beginning, and nothing is held
 * open between pages. Rows that change in the meantime are returned as they are when their page is read.
 * @param db a transaction: all pages are read in it.
 */
export async function* pagesOf(
  db: Kysely<Schema>,
  { from, key, columns }: Subject,
  { conditions, limit }: Selection,
): AsyncGenerator<Values[]> {
  const values = columns.map(({ value }, place) => sql`${value} as ${sql.ref(`c${place}`)}`);
  const names = columns.map((_, place) => `c${place}`);
  const keys = key.map((part, place) => sql`${part} as ${sql.ref(`k${place}`)}`);
  const ordered = sql.join(key);
  let after: bigint[] | null = null;
  let left = limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const size = Math.min(PAGE_ROWS, left);
    const behind: RawBuilder<boolean> = after === null ? sql`true` : sql`(${ordered}) > (${sql.join(after)})`;
    const page = sql<Record<string, unknown>>`
      select ${sql.join([...keys, ...values])}
      from ${from}
      where ${sql.join([behind, ...conditions], sql` and `)}
      order by ${ordered}
      limit ${size}
    `;
    const { rows }: Awaited<ReturnType<typeof page.execute>> = await within(db, async (tx) => {
      // If few rows pass the filters, one page may scan all rows.
      await sql`set local statement_timeout = 0`.execute(tx);
      // A merge join would start at the first row of each joined table and skip all that earlier pages have read.
      await sql`set local enable_mergejoin = off`.execute(tx);
      return page.execute(tx);
    });
    if (rows.length > 0) yield rows.map((row) => names.map((name) => row[name]));
    if (rows.length < size) return;
    left -= rows.length;
    after = key.map((_, place) => rows.at(-1)?.[`k${place}`] as bigint);
  }
}

function within<T>(db: Kysely<Schema>, read: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  return db.isTransaction ? read(db as Transaction<Schema>) : db.transaction().execute(read);
}
