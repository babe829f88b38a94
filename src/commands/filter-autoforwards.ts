import { sweepCommand } from "../cli/sweep-command.js";
import { filterSome, nothingToFilter } from "../core/outreach/filter-autoforwards.js";

export default sweepCommand({
  name: "filter-autoforwards",
  group: "outreach",
  summary: "Remove addresses that only forward or answer automatically from sequences",
  details:
    "By the messages that label-gmail has read: where a person answered from another address, that one is linked to the lead; where there were only auto-replies, two weeks apart or more, nobody is there. The address is suppressed with its reason.",
  examples: ["igminer filter-autoforwards", "igminer filter-autoforwards --dry-run"],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {},
  definition: () => ({ chunkSize: 500, sweep: filterSome, nothingToDo: nothingToFilter }),
});
