import * as z from "zod";
import { changeCrontab, crontabJson, crontabOptions } from "../cli/change-crontab.js";
import { command } from "../cli/command.js";
import { cronCallHere, plannedSchedule } from "../cli/planned-schedule.js";
import { crontabOf } from "../core/schedule/crontab.js";

export default command({
  name: "schedule install",
  group: "operations",
  summary: "Add igminer's commands to your crontab; your own lines are kept",
  details:
    "Writes the output of igminer schedule print between two marks at the end of the crontab, and leaves all other lines alone. Run it in the folder of your .env, and again after settings have changed: it shows the difference, and asks for confirmation on a terminal.",
  options: {
    mailto: {
      value: "ADDRESS",
      summary: "Address for cron's mails (default: unchanged)",
      schema: z.email("not an address").optional(),
    },
    ...crontabOptions,
  },
  json: crontabJson,
  examples: [
    "igminer schedule install",
    "igminer schedule install --mailto you@example.com --yes",
    "igminer schedule install --dry-run",
  ],
  async run({ mailto, ...options }, _names, context) {
    const { services, warnings } = plannedSchedule(context.settings);
    for (const warning of warnings) context.log.warn(warning);
    return changeCrontab(
      options,
      (present) => {
        const before = present.find((line) => line.startsWith("MAILTO="))?.slice("MAILTO=".length);
        const text = crontabOf(services, cronCallHere(mailto ?? before), warnings);
        return text.trimEnd().split("\n");
      },
      context,
    );
  },
});
