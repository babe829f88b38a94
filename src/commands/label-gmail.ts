import { boundedOptions, showPlan, showRun } from "../cli/bounded-run.js";
import { command } from "../cli/command.js";
import { boundedJson } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { dryRun, runBatch } from "../core/batch/run-batch.js";
import { labelBatch } from "../core/outreach/gmail/label-batch.js";
import { openGmailSession } from "../core/outreach/gmail/session.js";

export default command({
  name: "label-gmail",
  group: "outreach",
  summary:
    "Classify incoming mail (bounces, automatic replies, forwards, answers), label it and update leads",
  details:
    "Reads up to --batch messages that arrived since the last run; the first run, and one after a long pause, reads IGMINER_GMAIL_FULL_DAYS days back. Only messages about leads are labelled and recorded, without their texts. Your own labels (igminer/interested, igminer/unsubscribe) correct the state of a lead. Get a token with: igminer gmail auth",
  json: boundedJson,
  options: boundedOptions({ batch: 200, concurrency: 1 }),
  examples: ["igminer label-gmail", "igminer label-gmail --batch 500 --max-seconds 120"],
  run: (options, _names, context) =>
    withDatabase(context, async (database) => {
      const { config } = context.settings;
      const reading = { ...config.gmail, most: options.batch };
      const definition = { name: "label-gmail", ...labelBatch(config.gmail.mailbox, reading) };
      if (options.dryRun) return showPlan("label-gmail", await dryRun(definition, database, 1), context);
      // An item is one page of messages.
      const openTools = (draining: AbortSignal) => openGmailSession(database, config, draining);
      return showRun(
        "label-gmail",
        database,
        options,
        (run) => runBatch(definition, { ...run, batch: 1, openTools }),
        context,
      );
    }),
});
