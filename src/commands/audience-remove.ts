import * as z from "zod";
import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { removeAudience } from "../core/audiences/audiences.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "audience remove",
  group: "mining",
  summary: "Remove an audience; its accounts are kept",
  arguments: { name: "<name...>", summary: "Name of the audience" },
  options: {},
  json: z.strictObject({ removed: z.string() }),
  examples: ["igminer audience remove makers-de"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const name = names.join(" ").trim();
      await inTransaction(db, (tx) => removeAudience(tx, name));
      if (context.output.isJson) context.output.json({ removed: name });
      else context.output.summary(`audience remove: "${name}" is removed.`);
      return EXIT.done;
    }),
});
