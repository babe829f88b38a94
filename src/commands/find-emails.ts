import { sweepCommand } from "../cli/sweep-command.js";
import { findEmails } from "../core/enrichment/find-emails.js";

export default sweepCommand({
  name: "find-emails",
  group: "enrichment",
  summary: "Find e-mail addresses in the biographies, names and links of accounts without one",
  details:
    "mine-new looks for them as it saves; this finds what earlier rules missed, and what came in another way. A known address is never replaced, and nothing is looked at twice with the same rules.",
  examples: ["igminer find-emails", "igminer find-emails --batch 20000"],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 500,
    sweep: findEmails,
    nothingToDo: async () => "every account was looked at with the present rules; mine-new brings new ones.",
  }),
});
