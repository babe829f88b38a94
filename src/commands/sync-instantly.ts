import { batchCommand } from "../cli/batch-command.js";
import { lazily } from "../cli/lazily.js";
import { syncBatch } from "../core/outreach/sync.js";

const openSequencers = lazily(
  async () => (await import("../core/outreach/open-sequencers.js")).openSequencers,
);

export default batchCommand({
  name: "sync-instantly",
  group: "outreach",
  summary: "Synchronize with Instantly: read the state of leads and campaigns, send the block list",
  details:
    "An item is a page of up to 100 leads, the figures of a campaign, or an entry for the block list. A campaign is read by its cursor, over as many runs as it takes, and again IGMINER_INSTANTLY_SYNC_MINUTES after its end. Leads that bounced, unsubscribed or declined are suppressed.",
  examples: ["igminer sync-instantly", "igminer sync-instantly --batch 500 --max-seconds 240"],
  defaults: { batch: 200, concurrency: 4 },
  options: {},
  definition: (_options, { settings }) => syncBatch(settings.config.instantly),
  openTools: (_options, database, { settings }, draining) =>
    openSequencers(database, settings.config, draining),
});
