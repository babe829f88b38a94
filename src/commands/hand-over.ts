import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { count } from "../cli/options.js";
import { handOverBatch } from "../core/outreach/hand-over.js";
import { LEADS_PER_REQUEST } from "../core/outreach/instantly/client.js";
import { openInstantlySession } from "../core/outreach/instantly/session.js";

export default batchCommand({
  name: "hand-over",
  group: "outreach",
  summary: "Hand leads that wait over to Instantly, nobody twice",
  details:
    "An item is one request with the leads of one sequence, within its daily cap and what the plan has left. Suppressions are looked at again at the moment of sending. What may have been sent before is looked for in Instantly's list before it is sent again.",
  examples: [
    "igminer hand-over",
    "igminer hand-over --sequence vegan-de --chunk 100",
    "igminer hand-over --dry-run",
  ],
  defaults: { batch: 20, concurrency: 2 },
  options: {
    sequence: { value: "S", summary: "Only this sequence", schema: z.string().min(1).optional() },
    chunk: {
      value: "N",
      summary: `Leads a request (default ${LEADS_PER_REQUEST}, Instantly's most)`,
      schema: count(1).max(LEADS_PER_REQUEST).default(LEADS_PER_REQUEST),
    },
  },
  definition: ({ sequence, chunk }, { settings }) =>
    handOverBatch({
      chunk,
      sequence: sequence ?? null,
      listingLagSeconds: settings.config.instantly.listingLagSeconds,
    }),
  openTools: (_options, database, { settings }, draining) =>
    openInstantlySession(database, settings.config, draining),
});
