import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";

/** What a person who was erased is known by: Instagram's number, a username, an address in the form it is kept in. */
export type Identifier = "id" | "username" | "email";

/**
 * Whether somebody was erased and must not come back: SQL over a text, false for null. Every statement through which
 * names, accounts and addresses come in asks it. While nobody was ever erased it costs one look at an empty table.
 * Whoever reads "Forgotten" keeps an erasure waiting until the transaction ends (`forget` locks the table), so nothing
 * that was judged before an erasure is written after it.
 */
export function isForgotten(kind: Identifier, value: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    (select exists (select from "Forgotten")) and coalesce(igminer_is_forgotten(${sql.lit(kind)}, ${value}), false)
  )`;
}

/** @returns those of the values that are kept out. */
export async function forgottenAmong(
  db: Kysely<Schema>,
  kind: Identifier,
  values: Iterable<string>,
): Promise<Set<string>> {
  const asked = [...new Set(values)];
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ value: string }>`
    select value from unnest(${asked}::text[]) as asked(value) where ${isForgotten(kind, sql`value`)}
  `.execute(db);
  return new Set(rows.map(({ value }) => value));
}

/** Keeps these out from now on. */
export async function keepOut(
  db: Kysely<Schema>,
  kind: Identifier,
  values: readonly string[],
): Promise<void> {
  await sql`
    insert into "Forgotten" (hash)
    select distinct igminer_forget_hash(${kind}, value)
    from unnest(${values}::text[]) as kept(value)
    order by 1
    on conflict do nothing
  `.execute(db);
}

export async function isAnybodyForgotten(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`select from "Forgotten" limit 1`.execute(db);
  return rows.length > 0;
}
