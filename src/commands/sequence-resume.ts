import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT } from "../core/failure.js";
import { setPaused } from "../core/outreach/pause-sequence.js";
import { findSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence resume",
  group: "outreach",
  summary: "End the pause of a sequence",
  details:
    "Leads are handed over again, and the next hand-over or sync-instantly resumes the campaign at the sequencer.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {},
  examples: ["igminer sequence resume vegan-de"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, via } = await findSequence(db, names.join(" "), { isOpen: true });
      await inTransaction(db, (tx) => setPaused(tx, id, false));
      if (context.output.isJson) context.output.json({ id, name, paused: false });
      else
        context.output.summary(
          `sequence resume: leads of "${name}" are handed over again; ${via === "csv" ? "resume its campaign in your tool as well." : "igminer hand-over and sync-instantly resume its campaign."}`,
        );
      return EXIT.done;
    }),
});
