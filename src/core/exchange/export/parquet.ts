import { setFlagsFromString } from "node:v8";
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Values } from "./read-pages.js";
import type { RowWriter } from "./run-export.js";
import type { Sink } from "./sink.js";
import type { Column, ColumnKind } from "./subjects.js";

/**
 * Rows held in memory before they are written. Readers prefer larger groups; with texts of 2,000 characters this one
 * takes 40 MB.
 */
const ROWS_A_GROUP = 20_000;

const TYPES: Record<Exclude<ColumnKind, "list">, Pick<SchemaElement, "type" | "converted_type">> = {
  id: { type: "INT64" },
  count: { type: "INT64" },
  number: { type: "DOUBLE" },
  flag: { type: "BOOLEAN" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  time: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
  json: { type: "BYTE_ARRAY", converted_type: "JSON" },
};

/**
 * Writes Parquet with Snappy, in groups of rows. Ids and counts are 64-bit integers, lists are lists, times are UTC in
 * milliseconds.
 */
export function parquetWriter(columns: readonly Column[], sink: Sink): RowWriter {
  // A group is large and short-lived; if the heap may double before it is collected, two more groups pile up in it.
  setFlagsFromString("--heap-growing-percent=40");
  const bytes = new ByteWriter();
  async function flush(): Promise<void> {
    const written = Buffer.from(bytes.getBytes());
    bytes.index = 0;
    await sink.write(written);
  }
  const parquet = new ParquetWriter({
    writer: Object.assign(bytes, { flush, finish: flush }),
    schema: [{ name: "root", num_children: columns.length }, ...columns.flatMap(elementsOf)],
    createdBy: "igminer",
  });
  let group: Values[] = [];
  async function writeGroup(): Promise<void> {
    const rows = group;
    group = [];
    await parquet.write({
      columnData: columns.map(({ name, kind }, place) => ({
        name,
        data: rows.map((row) => parquetValue(kind, row[place])),
      })),
      rowGroupSize: ROWS_A_GROUP,
    });
  }
  return {
    async write(rows) {
      group.push(...rows);
      if (group.length >= ROWS_A_GROUP) await writeGroup();
    },
    async finish() {
      if (group.length > 0) await writeGroup();
      await parquet.finish();
    },
  };
}

/** The schema of a column; a list has three elements (Parquet, "Logical Types: Lists"). */
function elementsOf({ name, kind }: Column): SchemaElement[] {
  if (kind !== "list") return [{ name, ...TYPES[kind], repetition_type: "OPTIONAL" }];
  return [
    { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "OPTIONAL", type: "BYTE_ARRAY", converted_type: "UTF8" },
  ];
}

function parquetValue(kind: ColumnKind, value: unknown): unknown {
  return value !== null && (kind === "id" || kind === "count") ? BigInt(value as bigint | number) : value;
}
