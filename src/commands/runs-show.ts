import * as z from "zod";
import { command } from "../cli/command.js";
import { formatCount, formatDuration } from "../cli/format.js";
import { anyObject } from "../cli/json-shapes.js";
import { count } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { sectionText } from "../cli/table.js";
import { EXIT, Failure } from "../core/failure.js";
import { type RunView, readRun } from "../core/record/read-runs.js";

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
      else context.output.text(asText(view));
      return EXIT.done;
    }),
});

const COUNTS = [
  "claimed",
  "ok",
  "not_found",
  "unknown",
  "unavailable",
  "retried",
  "failed",
  "given_back",
] as const;

function asText({ run, noted, alerts, errors }: RunView): string {
  const options = Object.entries(run.options).map(([name, value]) => [name, String(value)]);
  const ended =
    run.finished_at === null
      ? `last sign of life ${run.heartbeat_at.toISOString()}`
      : `${run.finished_at.toISOString()}, after ${formatDuration(run.finished_at.getTime() - run.started_at.getTime())}`;
  const facts = [
    ["status", `${run.status}${run.exit_code === null ? "" : `, exit ${run.exit_code}`}`],
    ["reason", run.stop_reason ?? ""],
    ["started", run.started_at.toISOString()],
    ["ended", ended],
    ["where", `${run.host}, process ${run.pid}, igminer ${run.version}`],
  ].filter(([, value]) => value !== "");
  const counts = COUNTS.filter((name) => run[name] > 0n).map((name) => [
    name.replaceAll("_", " "),
    formatCount(run[name]),
  ]);
  const sections = [
    sectionText(`Run ${run.id}: ${run.command}`, ["", ""], facts),
    options.length === 0 ? "" : sectionText("Told", ["", ""], options),
    counts.length === 0 ? "Items: none" : sectionText("Items", ["", ""], counts),
    noted.length === 0
      ? ""
      : sectionText(
          "Noted",
          ["", ""],
          noted.map(({ name, value }) => [name.replaceAll("_", " "), formatCount(Math.round(value))]),
        ),
    alerts.length === 0
      ? ""
      : sectionText(
          "Alerts",
          ["at", "kind", "message"],
          alerts.map(({ last_at, kind, message }) => [last_at.toISOString(), kind, message]),
        ),
    errors.length === 0
      ? "Errors: none"
      : sectionText(
          "Errors",
          ["at", "subject", "kind", "message"],
          errors.map(({ at, subject, kind, message }) => [
            at.toISOString().slice(11, 19),
            subject ?? "",
            kind,
            message.split("\n", 1)[0] as string,
          ]),
        ),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}
