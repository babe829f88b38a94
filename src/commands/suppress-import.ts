import * as z from "zod";
import { command } from "../cli/command.js";
import { readLines } from "../cli/lines-input.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { parseSuppressions, saveSuppressions, suppressedJson } from "../cli/suppression-input.js";

const HEADER = /^"?(e-?mail|address|domain|value|bl_value)( address)?"?$/i;

export default command({
  name: "suppress import",
  group: "outreach",
  summary: "Suppress all entries of a file: one address, domain or @account per line",
  details: "Of a CSV file, the first column is read; a header line is skipped.",
  arguments: { name: "<files...>", summary: "Files; - for standard input" },
  options: {
    reason: {
      value: "TEXT",
      summary: "Reason, stored with each entry (default: imported)",
      schema: z.string().min(1).default("imported"),
    },
    force: {
      summary: "Allow a mail provider's domain such as gmail.com, which suppresses all its users",
      schema: isGiven,
    },
  },
  json: suppressedJson,
  examples: ["igminer suppress import unsubscribed.csv", "igminer suppress import - < addresses.txt"],
  run: ({ reason, force }, files, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const lines: { text: string; where: string }[] = [];
      for (const file of files) {
        await readLines(file, "address, domain or @account", context.interruption, (line, where) => {
          const text = (line.split(/[,;\t]/, 1)[0] ?? "").replace(/^"(.*)"$/, "$1");
          if (!(where.endsWith(":1") && HEADER.test(text))) lines.push({ text, where });
        });
      }
      return saveSuppressions(
        db,
        parseSuppressions(lines, context, { mayBlockProviders: force }),
        { reason, source: "import" },
        context,
      );
    }),
});
