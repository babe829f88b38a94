import { sweepCommand } from "../cli/sweep-command.js";
import { filterSome, nothingToFilter } from "../core/outreach/filter-autoforwards.js";

export default sweepCommand({
  name: "filter-autoforwards",
  group: "outreach",
  summary: "Remove addresses that only forward or answer automatically from sequences",
  details:
    "Uses the messages that label-gmail has read. If a person answered from another address, that address is linked to the lead. If there were only automatic replies, over two weeks or more, the address counts as unattended. The address is suppressed with its reason.",
  examples: ["igminer filter-autoforwards", "igminer filter-autoforwards --dry-run"],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {},
  definition: () => ({ chunkSize: 500, sweep: filterSome, nothingToDo: nothingToFilter }),
});
