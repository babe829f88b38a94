import { changeCrontab, crontabJson, crontabOptions } from "../cli/change-crontab.js";
import { command } from "../cli/command.js";

export default command({
  name: "schedule remove",
  group: "operations",
  summary: "Remove igminer's commands from your crontab; your own lines are kept",
  options: crontabOptions,
  json: crontabJson,
  examples: ["igminer schedule remove", "igminer schedule remove --yes"],
  run: (options, _names, context) => changeCrontab(options, () => [], context),
});
