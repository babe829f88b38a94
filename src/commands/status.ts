import * as z from "zod";
import { command } from "../cli/command.js";
import { installationOf } from "../cli/installation.js";
import { anyObject, counts, time, whole } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { problemsText, statusJson, statusText } from "../cli/status-text.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { barrenServices } from "../core/observe/barren.js";
import { serviceStates } from "../core/observe/chain.js";
import { problemsIn } from "../core/observe/checks.js";
import { outreachTroubles } from "../core/observe/outreach-troubles.js";
import { readStatus } from "../core/observe/status.js";
import { configuredServices } from "../core/schedule/services.js";

const share = z.coerce
  .number("not a number")
  .min(0, "expected a share from 0 to 1")
  .max(1, "expected a share from 0 to 1");

export default command({
  name: "status",
  group: "start",
  summary: "Show queues, data, runs, services, sources and problems",
  details:
    "Counts of large tables are estimates, marked as such (about …). Services are shown as a chain: the input of each, the commands that produce it, and the trouble that keeps it waiting.",
  options: {
    check: {
      summary: "Exit with 1 if there is a problem; with --quiet print only problems",
      schema: isGiven,
    },
    maxErrorShare: {
      value: "SHARE",
      summary: "Tolerated share of errors among the last hour's items (default 0.2)",
      schema: share.default(0.2),
    },
  },
  json: z.strictObject({
    ok: z.boolean(),
    problems: z.array(z.strictObject({ kind: z.string(), message: z.string() })),
    paused: z.boolean(),
    paused_until: time.nullable(),
    queues: z.record(z.string(), counts),
    totals: counts,
    estimated: z.array(z.string()).describe("paths of the numbers that are estimates"),
    audiences: z.array(
      z.strictObject({
        name: z.string(),
        match: z.int().nullable(),
        undecided: z.int().nullable(),
        counted_at: time.nullable(),
      }),
    ),
    mined_per_hour: z.array(z.strictObject({ at: time, accounts: z.int() })),
    mined_per_day: z.array(z.strictObject({ at: time, accounts: z.int() })),
    last_hour: z.strictObject({ items: z.number(), errors: z.number() }),
    new_dead_letters_today: z.number(),
    last_runs: z.array(anyObject),
    services: z.array(
      z.strictObject({
        service: z.string(),
        state: z.string(),
        every_seconds: z.number(),
        lives_on: z.string().nullable(),
        fed_by: z.array(z.string()),
        starved_by: z.array(z.string()),
      }),
    ),
    sources: z.array(anyObject),
    budget_today: z.array(anyObject),
    database_bytes: whole,
  }),
  examples: [
    "igminer status",
    "igminer status --json",
    "igminer status --check --quiet || notify-send igminer",
  ],
  run: ({ check, maxErrorShare }, _names, context) =>
    withDatabase(context, async (database) => {
      const { config } = context.settings;
      const report = await readStatus(database.kysely);
      // Only one process can use the embedded database, so an unfinished run there is dead, however recent.
      const deadAfterSeconds = database.kind === "embedded" ? 0 : config.run.deadAfterSeconds;
      const problems = problemsIn(report, { maxErrorShare, deadAfterSeconds });
      const installed = configuredServices(installationOf(context.settings));
      const barren = await barrenServices(database.kysely, installed);
      const services = serviceStates(installed, report.lastRuns, deadAfterSeconds, barren);
      for (const message of await outreachTroubles(database.kysely, config))
        problems.push({ kind: "starved", message });
      if (context.output.isJson) context.output.json(statusJson(report, problems, services, config));
      else if (!context.output.isQuiet)
        context.output.text(statusText(report, problems, services, config, database.kind));
      else if (problems.length > 0) context.output.text(problemsText(problems));
      return check && problems.length > 0 ? EXIT.failed : EXIT.done;
    }),
});
