import * as z from "zod";
import { command } from "../cli/command.js";
import { anyObject } from "../cli/json-shapes.js";
import { count } from "../cli/options.js";
import { runText } from "../cli/run-text.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { readRun } from "../core/record/read-runs.js";

export default command({
  name: "runs show",
  group: "operations",
  summary: "Show one run: its options, counts, metrics and errors",
  details:
    "Metrics are recorded per command and hour, so that a run of the same command in the same hour is included. Log lines went to standard error, where cron or systemd keeps them; errors and alerts are stored in the database.",
  arguments: { name: "<id...>", summary: "Number of the run, as listed by igminer runs" },
  options: {
    limit: { value: "N", summary: "Show at most N errors (default 50)", schema: count(1).default(50) },
  },
  json: z.strictObject({
    run: anyObject,
    noted: z.array(z.strictObject({ name: z.string(), value: z.number() })),
    alerts: z.array(anyObject),
    errors: z.array(anyObject),
  }),
  examples: ["igminer runs show 1234", "igminer runs show 1234 --json"],
  run: ({ limit }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const [text = "", ...others] = names;
      if (!/^\d{1,18}$/.test(text) || others.length > 0)
        throw new Failure(
          EXIT.usage,
          `"${names.join(" ")}" is not the number of a run.`,
          "See: igminer runs",
        );
      const view = await readRun(db, BigInt(text), limit);
      if (view === null)
        throw new Failure(
          EXIT.usage,
          `There is no run ${text}.`,
          "purge removes old ones. See: igminer runs",
        );
      if (context.output.isJson) context.output.json(view);
      else context.output.text(runText(view));
      return EXIT.done;
    }),
});
