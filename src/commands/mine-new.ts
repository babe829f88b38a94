import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { counted } from "../cli/format.js";
import { lazily } from "../cli/lazily.js";
import { sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { aimedAt } from "../core/discovery/claim-aimed.js";
import type { Profile } from "../core/instagram/profile.js";
import { claimFrontier, type FrontierItem } from "../core/mining/claim-frontier.js";
import { seedEmptyFrontier } from "../core/mining/seed-frontier.js";
import type { ProfileSource } from "../core/sources/source.js";

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
  definition: ({ audience }, { settings }) => ({
    queue: "InitialInstagramAccount" as const,
    async prepare(db) {
      const added = await seedEmptyFrontier(db, settings.config.seeds);
      return added > 0
        ? `The frontier was empty; seeded it with ${counted(added, "well-known account")}.`
        : null;
    },
    claim: audience === undefined ? claimFrontier : aimedAt(audience),
    subject: (item: FrontierItem) => item.username,
    work: (item: FrontierItem, source: ProfileSource, signal): Promise<Profile> =>
      source.profile(item.username, signal, { absences: item.absences }),
    save: lazily(async () => (await import("../core/mining/save-mined.js")).saveMined),
    nothingToDo: async () =>
      "every account of the frontier is mined or waits for its next attempt; igminer seed adds more.",
  }),
  openTools: sourceTools("mine-new", "new"),
});
