import { stringify } from "csv-stringify/sync";
import type { Values } from "./read-pages.js";
import type { Sink } from "./sink.js";
import type { Column, ColumnKind } from "./subjects.js";

export const EXPORT_FORMATS = ["csv", "jsonl", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Writes rows in one format. */
export interface RowWriter {
  write(rows: readonly Values[]): Promise<void>;
  /** Writes what a format has at its end. */
  finish(): Promise<void>;
}

/**
 * CSV after RFC 4180 with a line of names, in UTF-8. A text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`,
 * tab, carriage return, and their full-width forms at its beginning; OWASP, "CSV Injection") gets an apostrophe before it.
 * @param hasByteOrderMark Excel takes the file for UTF-8 only with it.
 */
export function csvWriter(
  columns: readonly Column[],
  sink: Sink,
  { hasByteOrderMark }: { hasByteOrderMark: boolean },
): RowWriter {
  const cells = columns.map(({ kind }) => CELLS[kind]);
  const names = stringify([columns.map(({ name }) => name)]);
  let head: string | null = hasByteOrderMark ? `\uFEFF${names}` : names;
  async function write(rows: readonly Values[]): Promise<void> {
    const text = stringify(
      rows.map((row) => cells.map((cell, place) => (row[place] === null ? "" : cell(row[place])))),
      { escape_formulas: true },
    );
    await sink.write(`${head ?? ""}${text}`);
    head = null;
  }
  return {
    write,
    async finish() {
      if (head !== null) await write([]);
    },
  };
}

/** A text that looks as if it had been escaped gets one more apostrophe, so that `import` gives back what was there. */
const ESCAPED = /^'+[=+\-@\t\r＝＋－＠]/u;

const CELLS: Record<ColumnKind, (value: unknown) => string> = {
  id: String,
  count: String,
  number: String,
  flag: String,
  text: (value) => (ESCAPED.test(String(value)) ? `'${value}` : String(value)),
  time: (value) => (value as Date).toISOString(),
  list: (value) => (value as string[]).join(" "),
  json: (value) => JSON.stringify(value),
};

/** One JSON object a line, with every column. Ids are texts: as numbers, most readers would round them. */
export function jsonlWriter(columns: readonly Column[], sink: Sink): RowWriter {
  const members = columns.map(({ name, kind }) => ({
    name: `${JSON.stringify(name)}:`,
    toJson: kind === "id" ? (value: unknown) => `"${value}"` : kind === "count" ? String : JSON.stringify,
  }));
  return {
    async write(rows) {
      let text = "";
      for (const row of rows) {
        text += "{";
        for (const [place, { name, toJson }] of members.entries()) {
          const value = row[place];
          text += `${place === 0 ? "" : ","}${name}${value === null ? "null" : toJson(value)}`;
        }
        text += "}\n";
      }
      await sink.write(text);
    },
    finish: async () => {},
  };
}

/** The values of the first column, one a line: for other commands to read. */
export function plainWriter(sink: Sink): RowWriter {
  return {
    write: (rows) => sink.write(rows.map(([value]) => `${value}\n`).join("")),
    finish: async () => {},
  };
}
