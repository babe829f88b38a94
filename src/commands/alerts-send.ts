import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { asShortRun } from "../cli/short-run.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { sendDueAlerts } from "../core/observe/send-alerts.js";
import { lastRuns } from "../core/observe/status.js";
import { noteObservations, overdueObservations } from "../core/observe/watch.js";

export default command({
  name: "alerts send",
  group: "operations",
  summary: "Check for overdue and dead runs, and send all pending alerts",
  details:
    "Commands raise alerts when something happens and send them at their end. This also finds what no command can report itself: commands that no longer start, and runs that were killed. Repeated alerts about the same thing are sent once an hour, with a count.",
  options: {},
  json: z.strictObject({
    sent: z.int(),
    waiting: z.int(),
    channels: z.array(z.string()),
    errors: z.record(z.string(), z.string()),
  }),
  examples: ["igminer alerts send", "*/5 * * * * igminer alerts send --quiet"],
  run: (_options, _names, context) =>
    withDatabase({ ...context, isService: false }, (database) =>
      asShortRun(database, context, async () => {
        const { kysely: db } = database;
        const { settings, mask, output, log } = context;
        await noteObservations(db, overdueObservations(await lastRuns(db)), {
          turnedBad: "overdue",
          turnedGood: "overdue_over",
        });
        const report = await sendDueAlerts(db, settings.config, mask);
        for (const [channel, error] of Object.entries(report.errors)) log.warn(`${channel}: ${error}`);
        if (output.isJson) output.json(report);
        else if (report.channels.length === 0)
          output.summary(
            "alerts: no channel is configured; set IGMINER_SLACK_WEBHOOK_URL or IGMINER_ALERT_WEBHOOK_URL.",
          );
        else if (report.waiting > 0)
          output.text(
            `alerts: ${counted(report.sent, "alert")} sent, ${report.waiting} could not be sent and will be tried again.`,
          );
        else
          output.summary(
            `alerts: ${counted(report.sent, "alert")} sent to ${report.channels.join(" and ")}.`,
          );
        return report.waiting > 0 ? EXIT.failed : EXIT.done;
      }),
    ),
});
