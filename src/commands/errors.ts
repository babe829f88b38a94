import { z } from "zod";
import { command } from "../cli/command.js";
import { listFormat, printList } from "../cli/list.js";
import { count, timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readErrors } from "../core/observe/error-log.js";

export default command({
  name: "errors",
  group: "operations",
  summary: "Show what went wrong lately, newest first",
  options: {
    since: {
      value: "SPAN",
      summary: "How far back, as 1h or 7d (default 24h)",
      schema: timeSpanMs.default(86_400_000),
    },
    command: { value: "C", summary: "Only those of one command", schema: z.string().optional() },
    limit: { value: "N", summary: "At most N (default 50)", schema: count(1).default(50) },
    format: listFormat,
  },
  examples: ["igminer errors --since 1h", "igminer errors --command mine-new --format jsonl"],
  run: (options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const rows = await readErrors(db, {
        sinceMs: options.since,
        command: options.command ?? null,
        limit: options.limit,
      });
      const shown = options.format === "table" && !context.output.isJson;
      printList(context.output, options.format, {
        name: "errors",
        columns: ["at", "command", "subject", "kind", "message"],
        rows: shown ? rows.map((row) => ({ ...row, message: firstLine(row.message) })) : rows,
        emptyText: "errors: none in this time. igminer status shows how things stand.",
      });
      return EXIT.done;
    }),
});

function firstLine(message: string): string {
  const line = message.split("\n", 1)[0] ?? "";
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
