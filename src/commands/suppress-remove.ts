import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { argumentLines, exitCodeFor, parseSuppressions, tellUnderstood } from "../cli/suppression-input.js";
import { unsuppress } from "../core/outreach/suppression.js";

export default command({
  name: "suppress remove",
  group: "outreach",
  summary: "Take suppressions back",
  details:
    "Leads that were withdrawn stay withdrawn. What stands in Instantly's block list stays there until it is taken out in Instantly.",
  arguments: { name: "<values...>", summary: "As they stand in suppress list; accounts as @name" },
  options: {},
  examples: ["igminer suppress remove jane@example.com", "igminer suppress remove @jane"],
  run: (_options, values, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const input = await parseSuppressions(db, argumentLines(values), context);
      const removed = await unsuppress(db, input.values);
      const unknown = input.values.length - removed;
      if (context.output.isJson) context.output.json({ removed, unknown, invalid: input.invalid.length });
      else {
        tellUnderstood(input, context);
        context.output.summary(
          `suppress remove: ${counted(removed, "suppression")} taken back${unknown > 0 ? `, ${unknown} not found` : ""}.`,
        );
      }
      return exitCodeFor(input);
    }),
});
