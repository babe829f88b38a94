import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { jsonWithoutTraces, type KnownBy, withoutTraces } from "../keep-out/traces.js";
import { clueNumbers } from "../text/clues.js";
import { mentionsIn } from "../text/hashtags.js";
import type { HumanTexts } from "./personal-rows.js";

/** The texts of one row, by column. */
export interface TextRow {
  id: bigint;
  texts: Record<string, string | null>;
}

/** A row whose texts name somebody, and its texts without them. */
export interface NamingRow {
  id: bigint;
  before: TextRow["texts"];
  after: TextRow["texts"];
}

/** Reads the texts of rows, in order of their key. @param condition SQL over `stored`. */
export async function readTexts(
  db: Kysely<Schema>,
  { table, columns }: HumanTexts,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<TextRow[]> {
  const { rows } = await sql<{ id: bigint } & Record<string, string | null>>`
    select stored.id, ${sql.join(columns.map((column) => sql`${sql.ref(`stored.${column}`)}::text as ${sql.ref(column)}`))}
    from ${sql.table(table)} as stored
    where ${condition}
    order by stored.id
    limit ${limit}
  `.execute(db);
  return rows.map(({ id, ...texts }) => ({ id, texts }));
}

/** @returns the rows that name somebody by these names and addresses, with their texts as they may stay. */
export function namingAmong(rows: readonly TextRow[], known: KnownBy): NamingRow[] {
  return rows.flatMap(({ id, texts: before }) => {
    const after = Object.fromEntries(
      Object.entries(before).map(([column, text]) => [
        column,
        column === "bio_links" ? jsonWithoutTraces(text, known) : withoutTraces(text, known),
      ]),
    );
    return Object.keys(before).some((column) => before[column] !== after[column])
      ? [{ id, before, after }]
      : [];
  });
}

/**
 * Writes texts without the people they name, with their clues and mentions. A text that changed in the meantime was checked
 * against the keep-out list, which already has the person: it stays as it is.
 * @returns the number of rows changed.
 */
export async function rewriteTexts(
  tx: Transaction<Schema>,
  { table, columns }: HumanTexts,
  rows: readonly NamingRow[],
): Promise<number> {
  let changed = 0;
  for (const { id, before, after } of rows) {
    const set = columns.map((column) => sql`${sql.ref(column)} = ${cast(column, after[column] ?? null)}`);
    set.push(sql`clues = ${clueNumbers(Object.values(after))}::int[]`);
    if (columns.includes("caption")) set.push(sql`mentions = ${mentionsIn(after.caption ?? "")}::text[]`);
    const result = await sql`
      update ${sql.table(table)} as stored
      set ${sql.join(set)}
      where stored.id = ${id}
        and ${sql.join(
          columns.map(
            (column) =>
              sql`stored.${sql.ref(column)} is not distinct from ${cast(column, before[column] ?? null)}`,
          ),
          sql` and `,
        )}
    `.execute(tx);
    changed += Number(result.numAffectedRows ?? 0);
  }
  return changed;
}

function cast(column: string, text: string | null) {
  return column === "bio_links" ? sql`${text}::text::jsonb` : sql`${text}::text`;
}
