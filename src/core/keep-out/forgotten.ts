import { hash } from "node:crypto";
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { mailboxOf } from "../text/mailbox.js";

/**
 * The identifiers of an erased person: Instagram's id, username, e-mail address as stored, the mailbox that it leads to
 * (`mailboxOf`), phone number (`phoneKey`), display name (`displayNameKey`).
 */
export type Identifier = "id" | "username" | "email" | "mailbox" | "phone" | "display name";

/** The list of erased people, as read by one transaction. Hashes are computed here, a few hundred per millisecond. */
export interface KeepOutList {
  /** Whether nobody was ever erased, so that there is nothing to compare. */
  isEmpty: boolean;
  /** @returns the hash that the list would contain for this value, or null if nobody was erased. */
  hashOf(kind: Identifier, value: string): string | null;
}

/**
 * Reads the salt, and whether anybody was erased. Must be called in the transaction that writes what was checked: before
 * `forget` erases, it waits for every transaction that has read the list. So nothing that was checked against the old list is
 * written after the erasure.
 */
export async function readKeepOutList(tx: Kysely<Schema>): Promise<KeepOutList> {
  const { rows } = await sql<{ salt: string; is_empty: boolean }>`
    select salt, not exists (select from "Forgotten") as is_empty from "ForgetSalt"
  `.execute(tx);
  const { salt, is_empty: isEmpty } = rows[0] as (typeof rows)[number];
  return {
    isEmpty,
    hashOf: (kind, value) => (isEmpty ? null : hash("sha256", `${salt} ${kind} ${value}`)),
  };
}

/** Whether the list contains a hash of `KeepOutList.hashOf`, given as SQL (for a column: with its table). False for null. */
export function isKeptOut(hash: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from "Forgotten" as kept where kept.hash = ${hash})`;
}

/**
 * Whether a person was erased and must not return: SQL over a text, false for null. For values that come from the database.
 * It costs a look-up per row, so values from outside are hashed here instead (`readKeepOutList`). All spellings of a mailbox
 * count as the same address.
 */
export function isForgotten(
  kind: "id" | "username" | "email",
  value: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(
    (select exists (select from "Forgotten")) and coalesce(igminer_is_forgotten(${sql.lit(kind)}, ${value}), false)
  )`;
}

/** @returns those of the values that are kept out. All spellings of a mailbox count as the same address. */
export async function forgottenAmong(
  db: Kysely<Schema>,
  kind: Identifier,
  values: Iterable<string>,
  list?: KeepOutList,
): Promise<Set<string>> {
  const asked = [...new Set(values)];
  if (asked.length === 0) return new Set();
  const { isEmpty, hashOf } = list ?? (await readKeepOutList(db));
  if (isEmpty) return new Set();
  const valueByHash = new Map<string, string>();
  for (const value of asked) {
    valueByHash.set(hashOf(kind, value) as string, value);
    if (kind === "email") valueByHash.set(hashOf("mailbox", mailboxOf(value)) as string, value);
  }
  const { rows } = await sql<{ hash: string }>`
    select hash from "Forgotten" where hash = any(${[...valueByHash.keys()]}::text[])
  `.execute(db);
  return new Set(rows.map(({ hash }) => valueByHash.get(hash) as string));
}

/** Keeps these values out from now on; an address in all spellings of its mailbox. */
export async function keepOut(
  db: Kysely<Schema>,
  kind: Identifier,
  values: readonly string[],
): Promise<void> {
  const kept = values.map((value) => ({ kind, value }));
  if (kind === "email") for (const value of values) kept.push({ kind: "mailbox", value: mailboxOf(value) });
  await sql`
    insert into "Forgotten" (hash)
    select distinct igminer_forget_hash(kind, value)
    from unnest(${kept.map((one) => one.kind)}::text[], ${kept.map(({ value }) => value)}::text[]) as kept(kind, value)
    order by 1
    on conflict do nothing
  `.execute(db);
}

/** Runs work that checks against the list and writes, in the caller's transaction or in one of its own. */
export function judging<T>(
  db: Kysely<Schema>,
  work: (tx: Transaction<Schema>, list: KeepOutList) => Promise<T>,
): Promise<T> {
  const judged = async (tx: Transaction<Schema>) => work(tx, await readKeepOutList(tx));
  return db.isTransaction ? judged(db as Transaction<Schema>) : inTransaction(db, judged);
}
