import { sweepCommand } from "../cli/sweep-command.js";
import { measure } from "../core/enrichment/measure.js";

export default sweepCommand({
  name: "measure",
  group: "enrichment",
  summary: "Compute engagement, growth and posting metrics from stored data, without requests",
  details:
    "Updates CreatorMetrics of accounts that were seen since they were last measured. docs/metrics.md explains each number.",
  examples: ["igminer measure", "igminer measure --batch 1000000 --concurrency 2"],
  defaults: { batch: 100_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 1_000,
    sweep: measure,
    nothingToDo: async () =>
      "no account was seen since it was last measured; mine accounts with igminer mine-new or refresh.",
  }),
});
