import { EXIT, Failure, messageOf } from "../../failure.js";
import { excerptOf, parseJson } from "../../sources/json.js";
import { namesAColumn } from "./columns.js";
import { namesInPage } from "./download-page.js";
import { type Findings, findingsIn, type ReadingOptions } from "./findings.js";
import type { ImportFile } from "./open-file.js";
import { isOwnTable, withoutApostrophes } from "./own-rows.js";
import { parquetRowsOf } from "./parquet-rows.js";
import { csvRowsOf, isBeforeColumns } from "./split-csv.js";
import { jsonItemsOf } from "./split-json.js";
import { gatherer, linesOf, MAX_PIECE_BYTES, type Piece } from "./split-lines.js";

/** One item of a file: its content, or why it cannot be read. */
export interface Item {
  file: string;
  /** The unit that `number` counts. */
  unit: "line" | "item";
  number: number;
  /** Length of its text, as a measure of memory. */
  length: number;
  outcome: { findings: Findings } | { error: string; excerpt: string };
}

/** The layout of a file, whatever its contents. */
type Layout =
  | { kind: "lines of JSON" | "names" | "HTML" | "Parquet" }
  | { kind: "JSON"; isOneItem: boolean }
  | { kind: "CSV"; delimiter: string; columns: readonly string[] };

const TOO_LONG = `longer than ${MAX_PIECE_BYTES / 1_024 / 1_024} MB`;
/** Apify's line of column names may be longer than any line after it. */
const HEAD_BYTES = 1_024 * 1_024;

/** Reads the items of a file one after the other, with one in memory. */
export async function* itemsOf(file: ImportFile, options: ReadingOptions): AsyncGenerator<Item> {
  const { head, content } = await peek(file.content);
  const layout = layoutOf(head, file.label);
  const read = (json: unknown) => findingsIn(json, options);
  switch (layout.kind) {
    case "names":
      for await (const { number, text } of linesOf(content)) {
        const name = (number === 1 ? text?.replace(/^\uFEFF/, "") : text)?.trim();
        if (name?.startsWith("#") !== true && name !== "")
          yield itemOf(file.label, "line", { number, text: name ?? null }, read);
      }
      break;
    case "Parquet": {
      await content[Symbol.asyncIterator]().return?.();
      if (file.path === null)
        throw new Error("a Parquet file must be given by its name, not on standard input");
      let number = 0;
      for await (const row of parquetRowsOf(file.path))
        yield itemOf(file.label, "item", { number: ++number, text: "" }, () => read(row));
      break;
    }
    case "HTML":
      yield* namesOfPage(file.label, content, read);
      break;
    case "CSV": {
      requireColumn(layout.columns, options.column);
      const isOwn = isOwnTable(layout.columns);
      for await (const { number, text, value, error } of csvRowsOf(content, layout.delimiter))
        yield itemOf(file.label, "line", { number, text }, () => {
          if (error !== null) throw new Error(error);
          return read(value !== null && isOwn ? withoutApostrophes(value) : value);
        });
      break;
    }
    case "lines of JSON":
      for await (const piece of linesOf(content))
        yield itemOf(file.label, "line", piece, (text) => read(parsed(text)));
      break;
    case "JSON":
      for await (const piece of jsonItemsOf(content, layout))
        yield itemOf(file.label, "item", piece, (text) => read(parsed(text)));
      break;
    default:
      layout satisfies never;
  }
}

/** The usernames in a page of Instagram's own download, one item per link to a profile. */
async function* namesOfPage(
  label: string,
  content: AsyncIterable<Buffer>,
  read: (json: unknown) => Findings,
): AsyncGenerator<Item> {
  const page = gatherer();
  for await (const chunk of content) page.add(chunk);
  const html = page.take();
  const names = html === null ? [] : await namesInPage(html);
  for (const [at, name] of names.entries()) yield itemOf(label, "item", { number: at + 1, text: name }, read);
  if (names.length === 0)
    throw new Error(
      html === null ? TOO_LONG : "a page without the links to profiles that Instagram's download has",
    );
}

/**
 * Checks that a table has a column that identifies accounts, before it is imported.
 * @throws Failure (exit 2) if it has none.
 */
export async function requireNames(file: ImportFile, column: string | null): Promise<void> {
  const { head, content } = await peek(file.content);
  const layout = layoutOf(head, file.label);
  // Closes the file.
  await content[Symbol.asyncIterator]().return?.();
  if (layout.kind !== "CSV") return;
  try {
    requireColumn(layout.columns, column);
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${file.label}: ${messageOf(error)}.`,
      "igminer import FILE --column NAME says which column holds the usernames.",
      error,
    );
  }
}

/** A file that is no table has a first line of any length. */
const COLUMNS_SHOWN = 20;
const COLUMN_NAME_SHOWN = 40;

/** @throws Error if no column identifies the account of a row. */
function requireColumn(columns: readonly string[], column: string | null): void {
  const isKnown =
    column === null ? namesAColumn(columns, true) || isOwnTable(columns) : columns.includes(column);
  if (isKnown) return;
  const named = columns
    .slice(0, COLUMNS_SHOWN)
    .map((each) => JSON.stringify(each.slice(0, COLUMN_NAME_SHOWN)));
  const more = columns.length - named.length;
  const shown = `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  throw new Error(
    column === null
      ? `no column of usernames among ${shown} (--column NAME names it)`
      : `no column ${JSON.stringify(column)} among ${shown}`,
  );
}

function itemOf(
  file: string,
  unit: Item["unit"],
  { number, text }: Piece,
  read: (text: string) => Findings,
): Item {
  const item = { file, unit, number, length: text?.length ?? 0 };
  try {
    if (text === null) throw new Error(TOO_LONG);
    return { ...item, outcome: { findings: read(text) } };
  } catch (error) {
    return { ...item, outcome: { error: messageOf(error), excerpt: excerptOf(text ?? "") } };
  }
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new Error("not JSON, or cut off", { cause: error });
  }
}

/** @returns the layout of a file, from its beginning. The file name only decides if the beginning leaves it open. */
function layoutOf(head: string, name: string): Layout {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  const hasLines = /\.(jsonl|ndjson)(\.(gz|xz))?$/i.test(name);
  if (head.startsWith("PAR1")) return { kind: "Parquet" };
  if (text.startsWith("<")) return { kind: "HTML" };
  if (text.startsWith("["))
    return hasLines ? { kind: "lines of JSON" } : { kind: "JSON", isOneItem: /^\[\s*\[/.test(text) };
  // Pretty-printed JSON breaks the line after the first brace; one object per line never does.
  if (text.startsWith("{"))
    return hasLines || !/^\{\s*\n/.test(text)
      ? { kind: "lines of JSON" }
      : { kind: "JSON", isOneItem: false };
  // A program that found nothing wrote this; no list of names consists of it.
  if (/^(null|true|false)\s*$/.test(text)) return { kind: "lines of JSON" };
  const firstLine =
    text.split(/\r\n|\r|\n/).find((line) => line.trim() !== "" && !isBeforeColumns(line)) ?? "";
  const delimiter = [",", ";", "\t"].sort(
    (a, b) => countOf(b, firstLine) - countOf(a, firstLine),
  )[0] as string;
  const columns = firstLine.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const isTable = /\.(csv|tsv)(\.(gz|xz))?$/i.test(name);
  return columns.length > 1 || namesAColumn(columns, isTable)
    ? { kind: "CSV", delimiter, columns }
    : { kind: "names" };
}

function countOf(character: string, line: string): number {
  return line.split(character).length - 1;
}

async function peek(
  content: AsyncIterable<Buffer>,
): Promise<{ head: string; content: AsyncIterable<Buffer> }> {
  const chunks = content[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  return {
    head: Buffer.concat(first).toString("utf8", 0, HEAD_BYTES),
    content: (async function* () {
      yield* first.splice(0);
      yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
  };
}
