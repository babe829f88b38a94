import { sweepCommand } from "../cli/sweep-command.js";
import { fillTasks, whyNothingToFill } from "../core/clones/fill-tasks.js";

export default sweepCommand({
  name: "fill-clones",
  group: "clones",
  summary: "Select accounts for the requests of igminer clones task add, and watch them",
  details: "Women and men of a task fill in step; no account is watched twice.",
  examples: ["igminer fill-clones --batch 500", "igminer fill-clones --batch 50 --dry-run"],
  defaults: { batch: 500, concurrency: 1 },
  options: {},
  definition: () => ({ chunkSize: 200, sweep: fillTasks, nothingToDo: whyNothingToFill }),
});
