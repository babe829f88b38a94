import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { KnownBy } from "../keep-out/traces.js";
import { parseJson } from "../sources/json.js";
import { mailboxOf } from "../text/mailbox.js";
import { type NamingRow, namingAmong, readTexts } from "./human-texts.js";
import type { Person } from "./person.js";
import type { HumanTexts, OwnRows, Pointers, RecordTexts } from "./personal-rows.js";
import { PERSONAL_TABLES } from "./personal-tables.js";

/** The most rows that one statement reads or changes: a page takes some milliseconds, and no lock outlives it. */
export const PAGE = 1_000;
/** Rows of records that one statement scans. */
const RECORDS_PAGE = 10_000;

/** The names and addresses by which texts mention the person. */
function knownBy({ usernames, emails, phones, displayNames }: Person): KnownBy {
  return {
    usernames: new Set(usernames),
    mailboxes: new Set(emails.map(mailboxOf)),
    phones: new Set(phones),
    displayNames: new Set(displayNames),
  };
}

/** @returns the rows of one place whose texts really name the person, a page at a time. */
export async function* namingRows(
  db: Kysely<Schema>,
  person: Person,
  place: HumanTexts,
): AsyncGenerator<NamingRow[]> {
  const found = new Set<bigint>();
  for (const condition of place.candidates(person)) {
    const { rows } = await sql<{ id: bigint }>`
      select stored.id from ${sql.table(place.table)} as stored where ${condition}
    `.execute(db);
    for (const { id } of rows) found.add(id);
  }
  const known = knownBy(person);
  const ids = [...found].sort((one, other) => (one < other ? -1 : 1));
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = sql`stored.id = any(${ids.slice(from, from + PAGE)}::bigint[])`;
    yield namingAmong(await readTexts(db, place, page, PAGE), known);
  }
}

/** Records that name the person and are not their own, in order of the table's key, a page at a time. */
export async function* recordsNaming(
  db: Kysely<Schema>,
  person: Person,
  { table, hasText, isTheirs }: RecordTexts,
): AsyncGenerator<bigint[]> {
  const own = [...PERSONAL_TABLES.ownRows, ...PERSONAL_TABLES.identity].filter(
    (place) => place.table === table,
  );
  const isNamed = sql.join(
    [isTheirs(person), ...own.map((place) => sql`(${place.isTheirs(person)}) is not true`)].map(
      (condition) => sql`(${condition})`,
    ),
    sql` and `,
  );
  let after: bigint | null = -1n;
  while (after !== null) {
    const { rows }: { rows: { last: bigint | null; ids: string[] | null }[] } = await sql<{
      last: bigint | null;
      ids: string[] | null;
    }>`
      with page as (
        select *
        from ${sql.table(table)} as stored
        where stored.id > ${after} ${hasText === undefined ? sql`` : sql`and ${hasText}`}
        order by stored.id
        limit ${RECORDS_PAGE}
      )
      select max(id) as last, array_agg(id::text order by id) filter (where ${isNamed}) as ids
      from page as stored
    `.execute(db);
    const page = rows[0] as (typeof rows)[number];
    if (page.ids !== null) yield page.ids.map(BigInt);
    after = page.last;
  }
}

/** @returns the rows found by an indexed condition, as stored. */
export async function rowsWhere(
  db: Kysely<Schema>,
  table: keyof Schema,
  condition: RawBuilder<boolean>,
): Promise<unknown[]> {
  const { rows } = await sql<{ row: string }>`
    select (to_jsonb(stored) - 'clues')::text as row
    from ${sql.table(table)} as stored
    where ${condition}
    order by stored.ctid
  `.execute(db);
  return rows.map(({ row }) => parseJson(row));
}

/** @returns how many rows an indexed condition finds. */
export async function countWhere(
  db: Kysely<Schema>,
  person: Person,
  { table, isTheirs }: OwnRows | Pointers,
): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int as rows from ${sql.table(table)} as stored where ${isTheirs(person)}
  `.execute(db);
  return rows[0]?.rows ?? 0;
}
