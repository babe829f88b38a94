import { type RawBuilder, sql } from "kysely";
import type { Column, ColumnKind } from "./subjects.js";
import type { TextFormat } from "./text-pages.js";

export const EXPORT_FORMATS = ["csv", "jsonl", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Cell = (value: RawBuilder<unknown>) => RawBuilder<unknown>;

/**
 * CSV as in RFC 4180, with a header line, in UTF-8. A text that a spreadsheet would run as a formula gets an apostrophe
 * in front: one that starts with `=`, `+`, `-`, `@`, their full-width forms, a tab or a carriage return (OWASP, "CSV
 * Injection").
 * @param hasByteOrderMark Excel only recognises UTF-8 with it.
 */
export function csvFormat(
  columns: readonly Column[],
  { hasByteOrderMark }: { hasByteOrderMark: boolean },
): TextFormat {
  return {
    head: `${hasByteOrderMark ? "\uFEFF" : ""}${columns.map(({ name }) => name).join(",")}\n`,
    values: sql.join(columns.map(({ kind, value }) => CSV_CELLS[kind](value))),
    options: sql`(format csv)`,
  };
}

/** One JSON object per line, with every column. Ids are strings, because most readers would round them as numbers. */
export function jsonlFormat(columns: readonly Column[]): TextFormat {
  return {
    head: "",
    values: sql.join(
      columns.map(({ name, kind, value }) => sql`${JSON_VALUES[kind](value)} as ${sql.ref(name)}`),
    ),
    lines: (rows) => sql`select row_to_json(line) from (${rows}) as line`,
    options: AS_IT_IS,
  };
}

/** The values of the first column, one per line, as input for other commands. */
export function plainFormat([first]: readonly Column[]): TextFormat {
  return { head: "", values: (first as Column).value, options: AS_IT_IS };
}

/** Lines of one column, written unchanged: neither quoted nor escaped, as long as they contain no control characters. */
const AS_IT_IS = sql`(format csv, delimiter e'\\x02', quote e'\\x01')`;

const asItIs: Cell = (value) => value;

const asText: Cell = (value) => sql`${value}::text`;

/** Like `Date.toISOString`. */
const time: Cell = (value) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** As JavaScript writes a number: PostgreSQL switches to exponents earlier and writes them with two digits. */
const number: Cell = (value) => sql`case
  when ${value} = 0 then '0'
  when abs(${value}) between 1e-4 and 1e14 then ${value}::text
  when abs(${value}) >= 1e-6 and abs(${value}) < 1e21 then trim_scale(${value}::text::numeric)::text
  else regexp_replace(${value}::text, 'e([+-])0+', 'e\\1')
end`;

/**
 * JSON without spaces between its parts, as JavaScript writes it. `json_strip_nulls` writes it so, but leaves out what is
 * null; where the word occurs, spaces are replaced. If that has changed a text inside a string, the value is rewritten
 * string by string, at ten times the cost.
 */
const compactJson: Cell = (value) => sql`case
  when strpos(${value}::text, 'null') = 0 then json_strip_nulls(${value}::json)
  when ${value} is not null then (
    select case
      when compact::jsonb = ${value}::jsonb then compact
      else regexp_replace(${value}::text, '("(?:[^"\\\\]|\\\\.)*")| ', '\\1', 'g')
    end
    from (select replace(replace(replace(${value}::text, '": ', '":'), ', "', ',"'), '}, {', '},{') offset 0) as tried(compact)
  )::json
end`;

/**
 * A text that would run as a formula gets an apostrophe in front; a text that already looks escaped gets another one,
 * so that `import` restores the original. For nearly all texts the code of the first character decides: an apostrophe
 * is 39, the others start a formula.
 */
const guarded: Cell = (value) => sql`case
  when ascii(${value}) = any('{9,13,39,43,45,61,64,65291,65293,65309,65312}')
    and (ascii(${value}) <> 39 or ${value} ~ '^''+[=+@\\t\\r＝＋－＠-]')
  then '''' || ${value}
  else nullif(${value}, '')
end`;

const CSV_CELLS: Record<ColumnKind, Cell> = {
  id: asItIs,
  count: asItIs,
  number,
  flag: asText,
  text: guarded,
  time,
  list: (value) => guarded(sql`array_to_string(${value}, ' ')`),
  json: compactJson,
};

const JSON_VALUES: Record<ColumnKind, Cell> = {
  id: asText,
  count: asItIs,
  // A number that PostgreSQL writes as JavaScript does need not be read again.
  number: (value) => sql`case
    when ${value} = 0 or abs(${value}) between 1e-4 and 1e14 then to_json(${value})
    else ${number(value)}::json
  end`,
  flag: asItIs,
  text: asItIs,
  time,
  list: asItIs,
  json: compactJson,
};
