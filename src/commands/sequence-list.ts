import * as z from "zod";
import { command } from "../cli/command.js";
import { listJson } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { sequenceRow } from "../cli/sequence-rows.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readSequences } from "../core/outreach/sequences.js";

export default command({
  name: "sequence list",
  group: "outreach",
  summary: "List sequences with the state of their leads",
  options: { format: listFormat },
  json: listJson("sequences", {
    name: z.string(),
    open: z.enum(["open", "closed"]),
    waiting: z.int(),
    sending: z.int(),
    active: z.int(),
    done: z.int(),
    bounced: z.int(),
    unsubscribed: z.int(),
    refused: z.int(),
    withdrawn: z.int(),
    answered: z.int(),
    today: z.int(),
    daily_cap: z.int(),
    audience: z.string(),
  }),
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
