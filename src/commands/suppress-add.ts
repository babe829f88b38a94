import * as z from "zod";
import { command } from "../cli/command.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import {
  argumentLines,
  parseSuppressions,
  saveSuppressions,
  suppressedJson,
} from "../cli/suppression-input.js";

export default command({
  name: "suppress add",
  group: "outreach",
  summary: "Suppress addresses, domains or accounts (@name): they are never contacted again",
  details:
    "An address covers its whole mailbox (joe+shop@, dots at Gmail), a domain all its subdomains, an account every address known now or later, even after a rename. Prints how each value was understood; one that could be a domain or an account (@vegan.life) counts as both. Waiting leads are withdrawn at once; sync-instantly adds addresses and domains to Instantly's block list.",
  arguments: {
    name: "<values...>",
    summary: "jane@example.com, example.com (also *@example.com), @jane or a profile URL",
  },
  options: {
    reason: {
      value: "TEXT",
      summary: "Reason, stored with each entry (default: asked for)",
      schema: z.string().min(1).default("asked for"),
    },
    force: {
      summary: "Allow a mail provider's domain such as gmail.com, which suppresses all its users",
      schema: isGiven,
    },
  },
  json: suppressedJson,
  examples: [
    'igminer suppress add jane@example.com --reason "asked by phone"',
    "igminer suppress add example.com @jane https://www.instagram.com/joe/",
  ],
  run: ({ reason, force }, values, context) =>
    withDatabase(context, async ({ kysely: db }) =>
      saveSuppressions(
        db,
        parseSuppressions(argumentLines(values), context, { mayBlockProviders: force }),
        { reason, source: "manual" },
        context,
      ),
    ),
});
