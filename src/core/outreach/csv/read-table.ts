import { parse } from "csv-parse/sync";

export interface Table {
  columns: string[];
  /** The cells of each row by column; a row may have fewer or more cells than there are columns. */
  rows: Record<string, string>[];
  delimiter: string;
}

/**
 * Reads a CSV file that a person's spreadsheet may have saved: with a byte order mark, columns parted by semicolons or
 * tabs (as Excel does in locales with decimal commas), a first line `sep=;`, quotes within a cell.
 * @param nameOf the name of a column, as it is looked up.
 * @throws CsvError if it is not CSV.
 */
export function readTable(given: string, nameOf: (name: string) => string = (name) => name.trim()): Table {
  const [, told, text = ""] = /^\uFEFF?(?:sep=(.)\r?\n)?(.*)$/isu.exec(given) ?? [];
  const head = text.split("\n", 1)[0] ?? "";
  const delimiter = told ?? [";", "\t"].find((sign) => head.includes(sign) && !head.includes(",")) ?? ",";
  let columns: string[] = [];
  const rows: Record<string, string>[] = parse(text, {
    delimiter,
    columns: (names: string[]) => {
      columns = names.map(nameOf);
      return columns;
    },
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  return { columns, rows, delimiter };
}
