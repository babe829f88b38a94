import Table from "cli-table3";
import stringWidth from "string-width";

const BORDERLESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

export interface TableColumn {
  title: string;
  align?: "right";
}

const GAP = BORDERLESS.middle.length;
/** A column is at least as wide as its longest word, up to this width. */
const LONGEST_WORD = 20;
const NARROWEST = 8;

/**
 * @returns rows as an aligned table without borders, no wider than the terminal; texts are wrapped if needed. It has a
 * title row if there are titles. If the terminal is too narrow for the columns, each row becomes a block with one line
 * per column.
 * @param indent number of characters by which the table will be indented.
 */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  indent = 0,
): string {
  const hasTitles = columns.some(({ title }) => title !== "");
  const limit = terminalWidth() - indent;
  const cells = columns.map(({ title }, at) => [title, ...rows.map((row) => row[at] ?? "")]);
  const widths = fittedWidths(
    cells.map((column) => widthOf(column, "\n")),
    cells.map((column) => Math.min(LONGEST_WORD, widthOf(column, /\s/))),
    limit,
  );
  if (widths !== null && hasTitles && columns.length > 2 && totalOf(widths) > limit)
    return blocksText(columns, rows, indent);
  const table = new Table({
    ...(widths !== null && { colWidths: widths, wordWrap: true }),
    ...(hasTitles && { head: columns.map(({ title }) => title) }),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/**
 * @returns the widths of columns that are too wide together, with the widest reduced, or null if they fit.
 * @param words the width of each column's longest word; a column only gets narrower if nothing else is left.
 */
function fittedWidths(natural: readonly number[], words: readonly number[], limit: number): number[] | null {
  const widths = natural.map((width) => Math.max(1, width));
  let over = totalOf(widths) - limit;
  if (over <= 0) return null;
  for (; over > 0; over--) {
    const room = (at: number) => (widths[at] as number) - (words[at] as number);
    const breakable = widths.map((width, at) => (room(at) > 0 ? width : 0));
    const [most, among] = Math.max(...breakable) > 0 ? [0, breakable] : [NARROWEST, widths];
    const widest = among.indexOf(Math.max(...among));
    if ((among[widest] as number) <= most) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
}

/** Each row as lines of a title and a value. */
function blocksText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  indent: number,
): string {
  const titleOnly = [{ title: "" }, { title: "" }];
  return rows
    .map((row) =>
      tableText(
        titleOnly,
        columns.map(({ title }, at) => [title, row[at] ?? ""]),
        indent,
      ),
    )
    .join("\n\n");
}

function widthOf(cells: readonly string[], separator: string | RegExp): number {
  return Math.max(0, ...cells.flatMap((cell) => cell.split(separator)).map((part) => stringWidth(part)));
}

/** Output that is not a terminal is not wrapped, unless COLUMNS sets a width. */
function terminalWidth(): number {
  const columns = process.stdout.columns ?? Number(process.env.COLUMNS);
  return columns >= 1 ? Math.max(60, columns) : Infinity;
}

/** @returns a paragraph wrapped to the terminal; further lines are indented like the first, by two characters at least. */
export function paragraphText(text: string): string {
  const limit = terminalWidth();
  const indent = " ".repeat(Math.max(2, text.length - text.trimStart().length));
  const lines: string[] = [];
  let line = text.slice(0, text.length - text.trimStart().length);
  for (const word of text.trim().split(" ")) {
    const longer = line.trim() === "" ? `${line}${word}` : `${line} ${word}`;
    if (stringWidth(longer) <= limit || line.trim() === "") line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** @returns a table under a heading, indented by two. */
export function sectionText(
  heading: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const table = tableText(
    titles.map((title) => ({ title })),
    rows,
    2,
  );
  return `${heading}\n${table.replace(/^/gm, "  ")}`;
}
