import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT } from "../core/failure.js";
import { setPaused } from "../core/outreach/pause-sequence.js";
import { findSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence pause",
  group: "outreach",
  summary: "Pause a sequence: nobody is handed over, and its campaign is stopped",
  details:
    "Leads keep their place. The campaign is paused at the sequencer by the next hand-over or sync-instantly; with --via csv, pause it in your tool. Replies and opt-outs are still read. End it with: igminer sequence resume",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {},
  examples: ["igminer sequence pause vegan-de"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, via } = await findSequence(db, names.join(" "), { isOpen: true });
      await inTransaction(db, (tx) => setPaused(tx, id, true));
      if (context.output.isJson) context.output.json({ id, name, paused: true });
      else
        context.output.summary(
          `sequence pause: nobody is handed over through "${name}"; ${via === "csv" ? "pause its campaign in your tool as well." : "igminer hand-over and sync-instantly pause its campaign."}`,
        );
      return EXIT.done;
    }),
});
