import { hostname } from "node:os";
import * as z from "zod";
import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { sendDueAlerts } from "../core/observe/send-alerts.js";
import { raiseAlerts } from "../core/record/alerts.js";

export default command({
  name: "alerts test",
  group: "operations",
  summary: "Send a test alert through every configured channel",
  options: {},
  json: z.strictObject({ channels: z.array(z.string()), errors: z.record(z.string(), z.string()) }),
  examples: ["igminer alerts test"],
  run: (_options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { settings, mask, output } = context;
      const { slackUrl, webhookUrl } = settings.config.alerts;
      if (slackUrl === null && webhookUrl === null) {
        throw new Failure(
          EXIT.usage,
          "No alert channel is configured, so nobody is notified of problems.",
          "Set IGMINER_SLACK_WEBHOOK_URL or IGMINER_ALERT_WEBHOOK_URL, then try again.",
        );
      }
      await raiseAlerts(db, [
        {
          kind: "test",
          // A unique subject, so that a second test within the hour is sent too.
          subject: new Date().toISOString(),
          message: `This is a test of igminer's alerts, from ${hostname()}.`,
        },
      ]);
      const { channels, errors } = await sendDueAlerts(db, settings.config, mask);
      const failed = channels.filter((channel) => errors[channel] !== undefined);
      if (output.isJson) output.json({ channels, errors });
      else
        for (const channel of channels)
          output.text(`alerts: ${channel}: ${errors[channel] ?? "the test alert was accepted."}`);
      return failed.length > 0 ? EXIT.failed : EXIT.done;
    }),
});
