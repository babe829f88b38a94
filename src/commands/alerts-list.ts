import * as z from "zod";
import { command } from "../cli/command.js";
import { listJson, time, whole } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { count } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { listAlerts } from "../core/record/alerts.js";

export default command({
  name: "alerts list",
  group: "operations",
  summary: "List pending and sent alerts, newest first",
  options: {
    limit: { value: "N", summary: "Show at most N (default 50)", schema: count(1).default(50) },
    format: listFormat,
  },
  json: listJson("alerts", {
    kind: z.string(),
    subject: z.string(),
    message: z.string(),
    count: whole,
    last_at: time,
    sent_at: time.nullable(),
    channel: z.string().nullable(),
    delivered_to: z.string(),
    last_error: z.string().nullable(),
  }),
  examples: ["igminer alerts list", "igminer alerts list --format jsonl"],
  run: ({ limit, format }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const rows = (await listAlerts(db, limit)).map(({ delivered_to, ...alert }) => ({
        ...alert,
        delivered_to: delivered_to.join(" "),
      }));
      printList(context.output, format, {
        name: "alerts",
        columns: ["last_at", "kind", "count", "message", "sent_at", "delivered_to", "last_error"],
        rows,
        emptyText: "alerts: none so far. igminer alerts test sends one.",
      });
      return EXIT.done;
    }),
});
