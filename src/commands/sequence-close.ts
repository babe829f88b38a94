import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT } from "../core/failure.js";
import { closeSequence, findSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence close",
  group: "outreach",
  summary: "Close a sequence: nobody else is handed over, and its addresses are free for another one",
  details:
    "Leads that wait are withdrawn. Those that Instantly still writes to stay taken until sync-instantly finds them done; the campaign itself is stopped in Instantly.",
  arguments: { name: "<name...>", summary: "The name of the sequence" },
  options: {},
  examples: ["igminer sequence close vegan-de"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name } = await findSequence(db, names.join(" "), { isOpen: true });
      const { withdrawn, active } = await inTransaction(db, (tx) => closeSequence(tx, id));
      if (context.output.isJson) context.output.json({ id, name, withdrawn, active });
      else {
        context.output.summary(
          `sequence close: "${name}" is closed; ${counted(withdrawn, "lead")} withdrawn, Instantly still writes to ${active}.`,
        );
      }
      return EXIT.done;
    }),
});
