import { sweepCommand } from "../cli/sweep-command.js";
import { measure } from "../core/enrichment/measure.js";

export default sweepCommand({
  name: "measure",
  group: "enrichment",
  summary: "Compute engagement, growth and posting metrics from stored data, without requests",
  details:
    "Fills CreatorMetrics for accounts that were seen since they were last measured; asks nobody. What each number means: docs/metrics.md.",
  examples: ["igminer measure", "igminer measure --batch 1000000 --concurrency 2"],
  defaults: { batch: 100_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 1_000,
    sweep: measure,
    nothingToDo: async () =>
      "no account was seen since it was last measured; igminer mine-new and refresh see accounts.",
  }),
});
