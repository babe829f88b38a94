import { sweepCommand } from "../cli/sweep-command.js";
import { findEmails } from "../core/enrichment/find-emails.js";

export default sweepCommand({
  name: "find-emails",
  group: "enrichment",
  summary: "Find e-mail addresses in the biographies, names and links of accounts without one",
  details:
    "mine-new searches each account when it saves it; this command finds addresses that earlier rules missed or that were imported. A known address is never replaced, and no account is searched twice with the same rules.",
  examples: ["igminer find-emails", "igminer find-emails --batch 20000"],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 500,
    sweep: findEmails,
    nothingToDo: async () => "every account was processed with the current rules; mine-new adds new ones.",
  }),
});
