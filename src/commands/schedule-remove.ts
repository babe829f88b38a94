import { changeCrontab, crontabJson, crontabOptions } from "../cli/change-crontab.js";
import { command } from "../cli/command.js";

export default command({
  name: "schedule remove",
  group: "operations",
  summary: "Take igminer's commands out of your crontab; your own lines stay",
  options: crontabOptions,
  json: crontabJson,
  examples: ["igminer schedule remove", "igminer schedule remove --yes"],
  run: (options, _names, context) => changeCrontab(options, () => [], context),
});
