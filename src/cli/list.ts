import { stringify } from "csv-stringify/sync";
import { jsonParameter } from "../core/db/parameters.js";
import type { Output } from "./output.js";
import { tableText } from "./table.js";

/** Prints rows of the same shape in the requested format; `--json` prints them as one object. */
export function printList<Row extends Record<string, unknown>>(
  output: Output,
  format: "table" | "csv" | "jsonl",
  list: { name: string; columns: readonly (keyof Row & string)[]; rows: readonly Row[]; emptyText: string },
): void {
  const { name, columns, rows, emptyText } = list;
  if (output.isJson) output.json({ [name]: rows });
  else if (format === "jsonl") for (const row of rows) output.text(jsonParameter(row));
  else if (format === "csv")
    output.text(
      stringify(
        rows.map((row) => columns.map((column) => textOf(row[column]))),
        { header: true, columns: [...columns], escape_formulas: true },
      ).trimEnd(),
    );
  else if (rows.length === 0) output.text(emptyText);
  else
    output.text(
      tableText(
        columns.map((title) => ({ title: title.replaceAll("_", " ") })),
        rows.map((row) => columns.map((column) => textOf(row[column]))),
      ),
    );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? value.toISOString().replace(/\.\d+Z$/, "Z") : String(value);
}
