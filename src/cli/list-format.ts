import * as z from "zod";

/** The option --format of commands that print a list. */
export const listFormat = {
  value: "FORMAT",
  summary: "table, csv or jsonl (default table)",
  schema: z.enum(["table", "csv", "jsonl"], "expected one of: table, csv, jsonl").default("table"),
};
