import type { BatchResult } from "../core/batch/live-run.js";
import { wordsFor } from "../core/batch/outcome.js";
import type { BadItem, ImportProgress, Survey } from "../core/exchange/import/run-import.js";
import { counted, formatBytes, formatCount, formatDuration } from "./format.js";
import { tallyWords } from "./summary.js";

/** @returns one line for a running import. */
export function importProgressLine(
  { file, fileNumber, items }: ImportProgress,
  files: number,
  elapsedMs: number,
): string {
  const read = file.bytesRead();
  const share = file.sizeBytes
    ? `${Math.floor((100 * read) / file.sizeBytes)} % of ${formatBytes(file.sizeBytes)}`
    : formatBytes(read);
  const where = files > 1 ? `file ${formatCount(fileNumber)} of ${formatCount(files)}, ` : "";
  return `import: ${where}${share}, ${counted(items, "item")}, ${formatCount(Math.round(items / (elapsedMs / 1_000)))} a second`;
}

/** @returns one line for an item that was not imported. */
export function badItemLine({ file, unit, number, error }: BadItem): string {
  return unit === "line" ? `${file}:${number}: ${error}` : `${file}, item ${number}: ${error}`;
}

/** @returns the summary of a finished import, in a few aligned lines. */
export function importSummaryText(
  { counts, tallies, stop, durationMs }: BatchResult,
  files: number,
  errorFile: string | undefined,
): string {
  const saved = Object.entries(tallies)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${formatCount(value)} ${tallyWords(name, value)}`);
  const bad = errorFile ?? (counts.failed > 0 ? "--error-file FILE lists them all" : "");
  const lines: [string, string][] = [
    ["import", `${counted(counts.ok, "item")} of ${counted(files, "file")} in ${formatDuration(durationMs)}`],
    [
      "bad",
      counts.failed > 0 ? `${counted(counts.failed, "item")} not imported, or only in part: ${bad}` : "",
    ],
    ["saved", saved.join(" · ") || (counts.ok > 0 ? "nothing new" : "")],
    ["stopped", stop === null ? "" : wordsFor(stop)],
    ["next", stop === null ? "" : "Run it again to continue: saved items are skipped quickly."],
  ];
  return lines
    .filter(([, text]) => text !== "")
    .map(([label, text]) => `${label.padEnd(7)}  ${text}`)
    .join("\n");
}

/** @returns the findings of a dry run. */
export function surveyText(
  { items, bad, profiles, posts, names, days, links, commenters, suppressions, notRead }: Survey,
  files: number,
): string {
  const held = [counted(profiles, "profile"), counted(posts, "post"), counted(names, "username")].join(" · ");
  const lines = [
    `import would read  ${counted(items, "item")} of ${counted(files, "file")}`,
    `and import         ${held}`,
  ];
  if (bad > 0) lines.push(`not, or in part    ${counted(bad, "bad item")}`);
  const further = [
    ...(days > 0 ? [`${counted(days, "day")} of history`] : []),
    ...(links > 0 ? [counted(links, "related account")] : []),
    ...(commenters > 0 ? [counted(commenters, "commenter")] : []),
    ...(suppressions > 0 ? [counted(suppressions, "suppression")] : []),
  ];
  if (further.length > 0) lines.push(`and                ${further.join(" · ")}`);
  if (notRead > 0) lines.push(`not read           ${counted(notRead, "part")}`);
  return lines.join("\n");
}
