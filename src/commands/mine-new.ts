import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { searchPurpose } from "../core/discovery/milestones.js";
import { type claimFrontier, claimOnwards } from "../core/mining/claim-frontier.js";
import { miningBatch } from "../core/mining/mining-batch.js";

export default batchCommand({
  name: "mine-new",
  group: "mining",
  summary: "Mine accounts from the frontier, and add the accounts they lead to",
  details:
    "Starts with the usernames that most mined accounts lead to; with --audience, with those most likely to belong to it, by what is known before mining (docs/discovery.md). Saves the account with its posts, e-mail address and related accounts; known accounts are not requested again. An empty frontier is seeded with IGMINER_SEEDS.",
  examples: [
    "igminer mine-new --batch 50",
    "igminer mine-new --batch 500 --concurrency 8 --max-seconds 240 --source hiker,web",
    "igminer mine-new --audience makers-de --batch 500 --max-requests 1500",
    "igminer mine-new --batch 20 --dry-run",
  ],
  defaults: { batch: 50, concurrency: "auto" },
  options: {
    audience: {
      value: "NAME",
      summary: "Start with the names most likely to belong to this audience",
      schema: z.string().optional(),
    },
    ...sourceOptions,
  },
  definition: ({ audience }, { settings }) =>
    miningBatch(audience === undefined ? claimOnwards() : aimedAt(audience), settings.config.seeds),
  openTools: (options, ...rest) =>
    sourceTools("mine-new", options.audience === undefined ? "new" : searchPurpose(options.audience))(
      options,
      ...rest,
    ),
});

/** The module for audiences is loaded with the first claim for one. */
function aimedAt(audience: string): typeof claimFrontier {
  let claim: Promise<typeof claimFrontier> | null = null;
  return async (...given) => {
    claim ??= import("../core/discovery/claim-aimed.js").then((aim) => aim.aimedAt(audience));
    return (await claim)(...given);
  };
}
