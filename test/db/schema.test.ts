import { readFileSync } from "node:fs";
import { sql } from "kysely";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { migratedStore, STORES } from "../support/stores.js";

/** What a column of the database is to TypeScript, whether it is read by pg or by PGlite. */
const TYPES: Record<string, string> = {
  bigint: "bigint",
  integer: "number",
  smallint: "number",
  "double precision": "number",
  text: "string",
  boolean: "boolean",
  "timestamp with time zone": "Date",
  date: "Date",
  ARRAY: "string[]",
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
      select table_name as table, column_name as column, data_type as type, is_nullable = 'YES' as is_nullable,
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

/** Reads the tables out of schema.ts with the TypeScript compiler. */
function declaredTables(): Record<string, Record<string, ColumnSketch>> {
  const path = new URL("../../src/core/db/schema.ts", import.meta.url);
  const file = ts.createSourceFile("schema.ts", readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const interfaces = new Map(
    file.statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]),
  );
  const aliases = new Map(
    file.statements
      .filter(ts.isTypeAliasDeclaration)
      .map((node) => [node.name.text, node.type.getText(file)]),
  );
  const membersOf = (name: string): [string, string][] =>
    [
      name,
      ...(interfaces.get(name)?.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => type.getText(file)),
      ),
    ]
      .flatMap((part) => [...(interfaces.get(part)?.members ?? [])])
      .filter(ts.isPropertySignature)
      .map((member) => [member.name.getText(file), member.type?.getText(file) ?? ""]);
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
  const isWords = (aliases.get(bare) ?? "").startsWith('"');
  return {
    type: isJson ? "json" : isWords ? "string" : bare,
    isNullable: inner.endsWith("| null") || /\| null>$/.test(inner),
    hasDefault: hasDefault || (isJson && inner.startsWith("JSONColumnType")),
  };
}
