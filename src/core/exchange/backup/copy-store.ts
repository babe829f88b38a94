import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../../db/schema.js";
import { withoutTimeLimit } from "../../db/unlimited.js";

const ROWS_AT_ONCE = 1_000;

/** Number of rows by table. */
export type CopiedRows = Record<string, number>;

/** Tables that `migrate` itself fills in an empty store. */
const MADE_WITH_THE_SCHEMA = ["SchemaMigration", "ForgetSalt", "ViewSourceChange", "ViewRefresh"];

/** Whether a store with the current schema is empty. */
export async function isEmptyStore(db: Kysely<Schema>): Promise<boolean> {
  const tables = (await tablesOf(db)).filter((table) => !MADE_WITH_THE_SCHEMA.includes(table));
  const { rows } = await sql<{ isEmpty: boolean }>`
    select not (${sql.join(
      tables.map((table) => sql`exists (select from ${sql.table(table)})`),
      sql` or `,
    )}) as "isEmpty"
  `.execute(db);
  return rows[0]?.isEmpty === true;
}

/**
 * Copies every row of a store, as of one moment, into an empty one with the same schema, completely or not at all. Rows
 * are passed on as PostgreSQL writes them as text, so that no value goes through JavaScript. Triggers are disabled
 * meanwhile, since what they would add is copied too.
 * @throws the signal's reason when aborted.
 */
export async function copyStore(
  from: Kysely<Schema>,
  to: Kysely<Schema>,
  signal: AbortSignal,
): Promise<CopiedRows> {
  const tables = await inOrderOfReference(from);
  const copied: CopiedRows = {};
  await from
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((source) =>
      to.transaction().execute(async (target) => {
        for (const tx of [source, target]) await withoutTimeLimit(tx);
        for (const table of tables) await setTriggers(target, table, "disable");
        await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))}`.execute(target);
        for (const table of tables) copied[table] = await copyTable(source, target, table, signal);
        for (const table of tables) await setTriggers(target, table, "enable");
        await copySequences(source, target);
        await refreshViews(target);
      }),
    );
  return copied;
}

/** The tables of igminer, without the record of migrations. */
async function tablesOf(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name
    from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> 'SchemaMigration'
    order by relname
  `.execute(db);
  return rows.map(({ name }) => name);
}

/** Sorts tables so that each comes after the tables it references. */
async function inOrderOfReference(db: Kysely<Schema>): Promise<string[]> {
  const { rows: references } = await sql<{ table: string; referred: string }>`
    select owner.relname as "table", referred.relname as referred
    from pg_constraint as reference
    join pg_class as owner on owner.oid = reference.conrelid
    join pg_class as referred on referred.oid = reference.confrelid
    where reference.contype = 'f' and owner.relnamespace = current_schema()::regnamespace and owner.oid <> referred.oid
  `.execute(db);
  const ordered = new Set<string>();
  const add = (table: string): void => {
    if (ordered.has(table)) return;
    for (const reference of references) if (reference.table === table) add(reference.referred);
    ordered.add(table);
  };
  for (const table of await tablesOf(db)) add(table);
  return [...ordered];
}

async function copyTable(
  source: Transaction<Schema>,
  target: Transaction<Schema>,
  table: string,
  signal: AbortSignal,
): Promise<number> {
  const { rows: columns } = await sql<{ name: string }>`
    select attname as name
    from pg_attribute
    where attrelid = to_regclass(quote_ident(${table})) and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum
  `.execute(source);
  const names = columns.map(({ name }) => name);
  await sql`declare copied no scroll cursor for select r::text as line from ${sql.table(table)} as r`.execute(
    source,
  );
  let copied = 0;
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql.raw<{ line: string }>(`fetch ${ROWS_AT_ONCE} from copied`).execute(source);
    if (rows.length === 0) break;
    await sql`
      insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))}) overriding system value
      select ${sql.join(names.map((name) => sql`(given.line).${sql.ref(name)}`))}
      from (
        select line::${sql.table(table)} as line
        from unnest(${rows.map(({ line }) => line)}::text[]) as line
        offset 0 -- read once, not once a column
      ) as given
    `.execute(target);
    copied += rows.length;
  }
  await sql`close copied`.execute(source);
  return copied;
}

function setTriggers(db: Kysely<Schema>, table: string, state: "enable" | "disable") {
  return sql`alter table ${sql.table(table)} ${sql.raw(state)} trigger user`.execute(db);
}

/** Copies the positions of the sequences, so that no number is used twice, even of deleted rows. */
async function copySequences(source: Kysely<Schema>, target: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string; last: string }>`
    select sequencename as name, last_value::text as last
    from pg_sequences
    where schemaname = current_schema() and last_value is not null
  `.execute(source);
  for (const { name, last } of rows)
    await sql`select setval(quote_ident(${name})::regclass, ${last}::bigint)`.execute(target);
}

async function refreshViews(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select matviewname as name from pg_matviews where schemaname = current_schema()
  `.execute(db);
  for (const { name } of rows) await sql`refresh materialized view ${sql.table(name)}`.execute(db);
}
