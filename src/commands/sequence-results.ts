import { readFile } from "node:fs/promises";
import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { readingInput } from "../cli/reading-input.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { type Results, readResults, resultRowsIn, saveResults } from "../core/outreach/results.js";
import { findSequence } from "../core/outreach/sequences.js";
import { textOf } from "../core/text/utf16.js";

export default command({
  name: "sequence results",
  group: "outreach",
  summary: "Import the results of a sequence run by another tool (--via csv or webhook) from a CSV file",
  details:
    "Columns: email, and whichever there are of status (sent, completed, replied, bounced, unsubscribed, skipped), interest (interested, not interested), opens, replies, clicks, sent_at, replied_at (ISO 8601, without a zone UTC, or Unix time). Opt-outs and bounces are suppressed. An invalid row is reported with its number; the others are imported.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {
    file: {
      value: "F",
      summary: "CSV file; - for standard input",
      schema: z.string("this flag is required").min(1),
    },
  },
  json: z.object({ invalid: z.int(), unreadable: z.int() }).catchall(z.number()),
  examples: ["igminer sequence results spring --file results.csv"],
  run: ({ file }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const sequence = await findSequence(db, names.join(" "), { isOpen: false });
      const { leads, invalid, unreadable } = await readingInput(resultsIn(file), context.interruption);
      if (leads.length + invalid.length === 0)
        throw new Failure(
          EXIT.usage,
          `${file === "-" ? "standard input" : file} has no rows.`,
          "Give a CSV file whose first line names its columns, followed by one line per lead.",
        );
      for (const { row, problem } of invalid) context.log.warn(`row ${row}: ${problem}`);
      for (const { row, problem } of unreadable)
        context.log.warn(`row ${row}: ${problem}; the rest of the row was imported.`);
      const tallies = await saveResults(db, sequence, leads);
      if (context.output.isJson)
        context.output.json({ ...tallies, invalid: invalid.length, unreadable: unreadable.length });
      else
        context.output.summary(
          `sequence results: ${counted(leads.length, "row")} read, ${counted(tallies.leads_changed ?? 0, "lead")} changed, ${counted(tallies.suppressed ?? 0, "address", "addresses")} suppressed, ${invalid.length} invalid.`,
        );
      if (invalid.length + unreadable.length === 0) return EXIT.done;
      return leads.length === 0 ? EXIT.usage : EXIT.partial;
    }),
});

async function resultsIn(file: string): Promise<Results> {
  try {
    return readResults(resultRowsIn(textOf(await readFile(file === "-" ? "/dev/stdin" : file))));
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${file} cannot be read: ${messageOf(error)}`,
      "Give a CSV file whose first line names its columns.",
      error,
    );
  }
}
