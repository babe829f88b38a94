import { readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { migratedStore, STORES } from "../support/stores.js";

/** The TypeScript type of each column type, whether it is read by pg or by PGlite. */
const TYPES: Record<string, string> = {
  bigint: "bigint",
  integer: "number",
  smallint: "number",
  "double precision": "number",
  text: "string",
  uuid: "string",
  boolean: "boolean",
  "timestamp with time zone": "Date",
  date: "Date",
  _text: "string[]",
  _int4: "number[]",
  jsonb: "json",
};

interface ColumnSketch {
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
}

describe.each(STORES)("schema.ts and the migrated database, on %s", (store) => {
  test("agree on every table and column: type, null, default", async () => {
    const { kysely: db } = await migratedStore(store);
    const { rows } = await sql<{
      table: string;
      column: string;
      type: string;
      is_nullable: boolean;
      has_default: boolean;
    }>`
      select table_name as table, column_name as column, case when data_type = 'ARRAY' then udt_name::text else data_type end as type, is_nullable = 'YES' as is_nullable,
        column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as has_default
      from information_schema.columns
      where table_schema = 'public' and table_name <> 'SchemaMigration'
      order by table_name, column_name
    `.execute(db);
    const found: Record<string, Record<string, ColumnSketch>> = {};
    for (const { table, column, type, is_nullable, has_default } of rows) {
      found[table] ??= {};
      found[table][column] = { type: TYPES[type] ?? type, isNullable: is_nullable, hasDefault: has_default };
    }
    expect(found).toEqual(declaredTables());
  });
});

/** Reads the tables out of schema.ts and its areas with the TypeScript compiler. */
function declaredTables(): Record<string, Record<string, ColumnSketch>> {
  const folder = new URL("../../src/core/db/", import.meta.url);
  const areas = readdirSync(new URL("schema/", folder)).map((area) => `schema/${area}`);
  const statements = ["schema.ts", ...areas].flatMap((name) => [
    ...ts.createSourceFile(name, readFileSync(new URL(name, folder), "utf8"), ts.ScriptTarget.Latest, true)
      .statements,
  ]);
  const interfaces = new Map(
    statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]),
  );
  const aliases = new Map(
    statements.filter(ts.isTypeAliasDeclaration).map((node) => [node.name.text, node.type.getText()]),
  );
  const membersOf = (name: string): [string, string][] =>
    [
      name,
      ...(interfaces.get(name)?.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => type.getText()),
      ),
    ]
      .flatMap((part) => [...(interfaces.get(part)?.members ?? [])])
      .filter(ts.isPropertySignature)
      .map((member) => [member.name.getText(), member.type?.getText() ?? ""]);
  return Object.fromEntries(
    membersOf("Schema").map(([table, type]) => [
      table,
      Object.fromEntries(membersOf(type).map(([column, text]) => [column, sketch(text, aliases)])),
    ]),
  );
}

function sketch(text: string, aliases: ReadonlyMap<string, string>): ColumnSketch {
  const hasDefault = /^Generated(Always)?</.test(text);
  const inner = text.replace(/^Generated(?:Always)?<(.*)>$/, "$1");
  const isJson = /^(JSONColumnType|ColumnType)</.test(inner);
  const bare = inner.replace(/ \| null$/, "");
  const isWords = /^((\|\s*)?"|\(typeof [A-Z_]+\)\[number\])/.test(aliases.get(bare) ?? "");
  return {
    type: isJson ? "json" : isWords ? "string" : bare,
    isNullable: inner.endsWith("| null") || /\| null>$/.test(inner),
    hasDefault: hasDefault || (isJson && inner.startsWith("JSONColumnType")),
  };
}
