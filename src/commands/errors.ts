import * as z from "zod";
import { command } from "../cli/command.js";
import { formatDuration } from "../cli/format.js";
import { anyObject } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { count, isGiven, timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readErrorGroups, readErrors } from "../core/record/error-log.js";

export default command({
  name: "errors",
  group: "operations",
  summary: "Show recent errors, grouped by cause",
  details:
    "Messages that differ only in their subject, in quoted texts or in numbers count as one cause. csv, jsonl and --json carry every error; --each shows them as a table.",
  options: {
    since: {
      value: "SPAN",
      summary: "Time to look back, such as 1h or 7d (default 24h)",
      schema: timeSpanMs.default(86_400_000),
    },
    command: { value: "C", summary: "Only one command", schema: z.string().optional() },
    each: { summary: "List every error, newest first", schema: isGiven },
    limit: { value: "N", summary: "Show at most N (default 50)", schema: count(1).default(50) },
    format: listFormat,
  },
  json: z.strictObject({ errors: z.array(anyObject), groups: z.array(anyObject) }),
  examples: [
    "igminer errors --since 1h",
    "igminer errors --each --command mine-new",
    "igminer errors --format jsonl",
  ],
  run: (options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { output } = context;
      const wanted = { sinceMs: options.since, command: options.command ?? null, limit: options.limit };
      const emptyText = "errors: none in this period. igminer status shows the current state.";
      if (output.isJson) {
        output.json({ errors: await readErrors(db, wanted), groups: await readErrorGroups(db, wanted) });
      } else if (options.format === "table" && !options.each) {
        const groups = await readErrorGroups(db, wanted);
        printList(output, "table", {
          name: "groups",
          columns: ["times", "last", "command", "kind", "subjects", "message"],
          rows: groups.map(({ times, last_at, subjects, message, ...group }) => ({
            ...group,
            times,
            last: `${formatDuration(Date.now() - last_at.getTime())} ago`,
            subjects: subjects > 1 ? `${group.subject} and ${subjects - 1} more` : (group.subject ?? ""),
            message: firstLine(message),
          })),
          emptyText,
        });
      } else {
        const rows = await readErrors(db, wanted);
        printList(output, options.format, {
          name: "errors",
          columns: ["at", "command", "subject", "kind", "message"],
          rows:
            options.format === "table"
              ? rows.map((row) => ({ ...row, message: firstLine(row.message) }))
              : rows,
          emptyText,
        });
      }
      return EXIT.done;
    }),
});

function firstLine(message: string): string {
  const line = message.split("\n", 1)[0] ?? "";
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
