import { type Kysely, sql, type Transaction } from "kysely";
import type { PictureFiles } from "../clones/picture-files.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { keepOut } from "../keep-out/forgotten.js";
import { judgedBefore } from "../keep-out/judged-before.js";
import { orderErasure } from "../outreach/orders.js";
import { withdrawQuestions } from "../qualify/discards.js";
import { countWhere, namingRows, PAGE, recordsNaming } from "./find-rows.js";
import { rewriteTexts } from "./human-texts.js";
import { MODEL_QUESTIONS } from "./own-rows.js";
import { findPerson, type Person, type PersonKey } from "./person.js";
import type { OwnRows, PersonalTable, Pointers, RecordTexts } from "./personal-rows.js";
import { PERSONAL_TABLES } from "./personal-tables.js";

/** The number of rows of one place; places without any are omitted. */
export interface ErasedRows {
  table: string;
  what: string;
  rows: number;
}

export interface Erased {
  /** What was erased, in order. */
  erased: ErasedRows[];
  files: number;
  /**
   * The number of orders for endings outside igminer: leads at a sequencer, block-list entries, labels in a mailbox.
   */
  orders: number;
  /** Addresses that stay because other accounts show them. */
  sharedEmails: string[];
}

/** A save that checked the list as it was lasts seconds; an export or a dump does not check the list. */
const WAIT_FOR_READERS_MS = 60_000;

/**
 * Erases a person everywhere and keeps them out from then on.
 *
 * 1. The person is added to the keep-out list in a committed transaction: from then on nothing about them is stored and
 *    nobody writes to them.
 * 2. It waits for transactions that checked the list before; the next steps find what those wrote.
 * 3. Everything begun outside igminer is ordered to be ended (`orderErasure`), while it can still be found.
 * 4. The person is removed from texts of others, and their own rows are deleted: in pages, each a short transaction
 *    using an index.
 * 5. The rows by which the person is found go last, in one transaction. To finish an interrupted erasure, run it again;
 *    a second one does no harm.
 *
 * Picture files are deleted before the last commit: a crash leaves a row without its file, which `fetch-pictures`
 * repairs, never a file that no row points to.
 * @throws Failure (exit 2) if several accounts may be meant; then nothing is changed.
 */
export async function forget(
  db: Kysely<Schema>,
  key: PersonKey,
  files: Pick<PictureFiles, "remove">,
): Promise<Erased> {
  await keepPersonOut(db, await findPerson(db, key));
  await judgedBefore(db, WAIT_FOR_READERS_MS);
  const person = await findPerson(db, key);
  await keepPersonOut(db, person);
  const erased: ErasedRows[] = [];
  const orders = await inTransaction(db, (tx) => orderEnd(tx, person, erased));
  for (const place of PERSONAL_TABLES.namedByOthers) note(erased, place, await eraseNames(db, person, place));
  for (const place of PERSONAL_TABLES.ownRows) note(erased, place, await deletePages(db, person, place));
  const last = await inTransaction(db, (tx) => eraseIdentity(tx, person, files));
  return {
    ...last,
    orders: orders + last.orders,
    erased: [...erased, ...last.erased],
    sharedEmails: person.sharedEmails,
  };
}

/** Counts what `forget` would erase now, using the same list; changes nothing. */
export async function countTraces(
  db: Kysely<Schema>,
  key: PersonKey,
): Promise<{ erased: ErasedRows[]; sharedEmails: string[] }> {
  const person = await findPerson(db, key);
  const counted: ErasedRows[] = [];
  const { namedByOthers, ownRows, identity } = PERSONAL_TABLES;
  for (const place of [...namedByOthers, ...ownRows, ...identity])
    note(counted, place, await countPlace(db, person, place));
  return { erased: counted, sharedEmails: person.sharedEmails };
}

async function countPlace(db: Kysely<Schema>, person: Person, place: PersonalTable): Promise<number> {
  let rows = 0;
  switch (place.kind) {
    case "own":
    case "pointer":
      return countWhere(db, person, place);
    case "texts":
      for await (const page of namingRows(db, person, place)) rows += page.length;
      return rows;
    case "records":
      for await (const page of recordsNaming(db, person, place)) rows += page.length;
      return rows;
    default:
      return place satisfies never;
  }
}

function note(erased: ErasedRows[], { table, what }: PersonalTable, rows: number): void {
  if (rows > 0) erased.push({ table, what, rows });
}

async function keepPersonOut(db: Kysely<Schema>, person: Person): Promise<void> {
  await inTransaction(db, async (tx) => {
    await keepOut(tx, "id", person.accountIds.map(String));
    await keepOut(tx, "username", person.usernames);
    await keepOut(tx, "email", person.emails);
    await keepOut(tx, "phone", person.phones);
    await keepOut(tx, "display name", person.displayNames);
  });
}

/**
 * Orders the end of everything begun outside. Questions to a model are deleted with the order, because nothing would
 * find a question handed over in the meantime.
 */
async function orderEnd(tx: Transaction<Schema>, person: Person, erased: ErasedRows[]): Promise<number> {
  const { questions, orders } = await withdrawQuestions(tx, person.accountIds);
  note(erased, MODEL_QUESTIONS, questions);
  return orders + (await orderErasure(tx, person));
}

/**
 * Deletes the person's last rows, by which they are found. Leads handed over in the meantime are ordered to be ended,
 * too.
 */
async function eraseIdentity(
  tx: Transaction<Schema>,
  person: Person,
  files: Pick<PictureFiles, "remove">,
): Promise<Omit<Erased, "sharedEmails">> {
  const erased: ErasedRows[] = [];
  const orders = await orderEnd(tx, person, erased);
  for (const place of PERSONAL_TABLES.identity)
    note(erased, place, await deleteRows(tx, person, place, null));
  let removed = 0;
  for (const sha256 of person.pictures) removed += (await files.remove(sha256)) ? 1 : 0;
  return { erased, files: removed, orders };
}

async function eraseNames(db: Kysely<Schema>, person: Person, place: PersonalTable): Promise<number> {
  let rows = 0;
  switch (place.kind) {
    case "texts":
      for await (const page of namingRows(db, person, place)) {
        if (page.length > 0) rows += await inTransaction(db, (tx) => rewriteTexts(tx, place, page));
      }
      return rows;
    case "records":
      for await (const ids of recordsNaming(db, person, place)) {
        for (let from = 0; from < ids.length; from += PAGE)
          rows += await eraseRecords(db, person, place, ids.slice(from, from + PAGE));
      }
      return rows;
    case "pointer":
      return blankPointers(db, person, place);
    case "own":
      return deletePages(db, person, place);
    default:
      return place satisfies never;
  }
}

async function eraseRecords(
  db: Kysely<Schema>,
  person: Person,
  { table, isTheirs, blank }: RecordTexts,
  ids: readonly bigint[],
): Promise<number> {
  const among = sql`stored.id = any(${ids}::bigint[]) and (${isTheirs(person)})`;
  const result = await inTransaction(db, (tx) =>
    (blank === undefined
      ? sql`delete from ${sql.table(table)} as stored where ${among}`
      : sql`update ${sql.table(table)} as stored set ${blank(person)} where ${among}`
    ).execute(tx),
  );
  return Number(result.numAffectedRows ?? 0);
}

async function blankPointers(
  db: Kysely<Schema>,
  person: Person,
  { table, isTheirs, blank }: Pointers,
): Promise<number> {
  const result = await inTransaction(db, (tx) =>
    sql`update ${sql.table(table)} as stored set ${blank(person)} where ${isTheirs(person)}`.execute(tx),
  );
  return Number(result.numAffectedRows ?? 0);
}

async function deletePages(db: Kysely<Schema>, person: Person, place: OwnRows): Promise<number> {
  let rows = 0;
  for (;;) {
    const deleted = await inTransaction(db, (tx) => deleteRows(tx, person, place, PAGE));
    rows += deleted;
    if (deleted < PAGE) return rows;
  }
}

/** @param limit null for all. */
async function deleteRows(
  tx: Transaction<Schema>,
  person: Person,
  { table, isTheirs }: OwnRows,
  limit: number | null,
): Promise<number> {
  const result = await sql`
    delete from ${sql.table(table)}
    where ctid = any(array(
      select stored.ctid from ${sql.table(table)} as stored where ${isTheirs(person)}
      ${limit === null ? sql`` : sql`limit ${limit}`}
      for update of stored
    ))
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
