import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { aimedAt } from "../core/discovery/claim-aimed.js";
import { searchPurpose } from "../core/discovery/milestones.js";
import { claimFrontier } from "../core/mining/claim-frontier.js";
import { miningBatch } from "../core/mining/mining-batch.js";

export default batchCommand({
  name: "mine-new",
  group: "mining",
  summary: "Mine accounts from the frontier, and add the accounts they lead to",
  details:
    "Takes those first that most mined accounts lead to; with --audience those that are likeliest wanted by it, by what is known before they are mined (docs/discovery.md). Saves account, posts, e-mail and related accounts; what is known already is not fetched again. A frontier that is still empty is seeded with IGMINER_SEEDS.",
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
    miningBatch(audience === undefined ? claimFrontier : aimedAt(audience), settings.config.seeds),
  openTools: (options, ...rest) =>
    sourceTools("mine-new", options.audience === undefined ? "new" : searchPurpose(options.audience))(
      options,
      ...rest,
    ),
});
