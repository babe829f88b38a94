import type { RunView } from "../core/record/read-runs.js";
import { formatCount, formatDuration } from "./format.js";
import { sectionText } from "./table.js";

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

/** @returns one run as text: when and where it ran, its options, counts, metrics, alerts and errors. */
export function runText({ run, noted, alerts, errors }: RunView): string {
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
    options.length === 0 ? "" : sectionText("Options", ["", ""], options),
    counts.length === 0 ? "Items: none" : sectionText("Items", ["", ""], counts),
    noted.length === 0
      ? ""
      : sectionText(
          "Metrics",
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
