import { command } from "../cli/command.js";
import { listFormat, printList } from "../cli/list.js";
import { sequenceRow } from "../cli/sequence-rows.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readSequences } from "../core/outreach/sequences.js";

export default command({
  name: "sequence list",
  group: "outreach",
  summary: "List sequences with how their leads stand",
  options: { format: listFormat },
  examples: ["igminer sequence list", "igminer sequence list --format csv"],
  run: ({ format }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const rows = (await readSequences(db)).map(sequenceRow);
      printList(context.output, format, {
        name: "sequences",
        columns: [
          "name",
          "open",
          "waiting",
          "sending",
          "active",
          "done",
          "answered",
          "bounced",
          "unsubscribed",
          "refused",
          "withdrawn",
          "today",
          "daily_cap",
        ],
        rows,
        emptyText: "sequence list: there is none yet; igminer sequence add --help shows how to add one.",
      });
      return EXIT.done;
    }),
});
