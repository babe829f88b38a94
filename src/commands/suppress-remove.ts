import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { argumentLines, exitCodeFor, parseSuppressions, tellUnderstood } from "../cli/suppression-input.js";
import { inTransaction } from "../core/db/transaction.js";
import { unsuppress } from "../core/outreach/suppression.js";

export default command({
  name: "suppress remove",
  group: "outreach",
  summary: "Remove suppressions",
  details:
    "Removing an account also removes the addresses that were suppressed because of it. Leads withdrawn before they were ever sent can be added again by import-sequence; sync-instantly removes addresses and domains from the sequencer's block list.",
  arguments: { name: "<values...>", summary: "Values as shown by suppress list; accounts as @name" },
  options: {},
  json: z.strictObject({
    removed: z.int(),
    brought: z.array(z.string()),
    unknown: z.int(),
    invalid: z.int(),
  }),
  examples: ["igminer suppress remove jane@example.com", "igminer suppress remove @jane"],
  run: (_options, values, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const input = parseSuppressions(argumentLines(values), context);
      const removed = await inTransaction(db, (tx) => unsuppress(tx, input.values));
      const isAsked = ({ kind, value }: (typeof removed)[number]) =>
        input.values.some((asked) => asked.kind === kind && asked.value === value);
      const brought = removed.filter((each) => !isAsked(each)).map(({ value }) => value);
      const isRemoved = (asked: (typeof input.values)[number]) =>
        removed.some(({ kind, value }) => kind === asked.kind && value === asked.value);
      const found = new Set(input.values.filter(isRemoved).map(({ given }) => given));
      const unknown = input.values.filter(({ given }) => !found.has(given)).length;
      if (context.output.isJson)
        context.output.json({ removed: removed.length, brought, unknown, invalid: input.invalid.length });
      else {
        tellUnderstood(input, context);
        context.output.summary(
          `suppress remove: ${counted(removed.length, "suppression")} removed${brought.length > 0 ? ` (with ${brought.join(", ")}, suppressed because of an account)` : ""}${unknown > 0 ? `, ${unknown} not found` : ""}.`,
        );
      }
      return exitCodeFor(input);
    }),
});
