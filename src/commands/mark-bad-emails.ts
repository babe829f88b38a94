import * as z from "zod";
import type { CommandDefinition } from "../cli/command.js";
import { lazily } from "../cli/lazily.js";
import { sweepCommand } from "../cli/sweep-command.js";
import { decideEmails } from "../core/email/decide-emails.js";

const bringOwnList = lazily(async () => (await import("../cli/bring-own-list.js")).bringOwnList);

const sweep = sweepCommand({
  name: "mark-bad-emails",
  group: "enrichment",
  summary: "Decide which addresses may be contacted, from verdicts, bounces, complaints and your own list",
  details:
    "Writes one decision to every account that shows an address (ig_email_status: good, risky, bad or unknown), with its reason and time, and flags addresses that many accounts share. Newer evidence can reverse a decision. --file first imports a list of your own, which overrides any verdict.",
  examples: [
    "igminer mark-bad-emails",
    "igminer mark-bad-emails --file never-again.txt",
    "igminer mark-bad-emails --file they-do-answer.txt --as good",
  ],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {
    file: {
      value: "F",
      summary: "Your own list, one address a line; - for standard input",
      schema: z.string().optional(),
    },
    as: {
      value: "bad|good",
      summary: "Decision for the addresses of --file (default bad)",
      schema: z.enum(["bad", "good"], "expected bad or good").default("bad"),
    },
  },
  definition: (_options, { settings }) => ({
    chunkSize: 500,
    sweep: (tx, limit) => decideEmails(tx, limit, settings.config.email.sharedFrom),
    nothingToDo: async () => "there is no new evidence about any address; verify-emails and --file add some.",
  }),
});

export default {
  ...sweep,
  async run(...[values, names, context]: Parameters<CommandDefinition["run"]>) {
    const { file, as, dryRun } = values as { file?: string; as: "bad" | "good"; dryRun: boolean };
    if (file !== undefined) await bringOwnList(file, as, dryRun, context);
    return sweep.run(values, names, context);
  },
};
