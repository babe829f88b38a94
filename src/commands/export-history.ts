import { exportCommand } from "../cli/export-command.js";
import { ACCOUNT_OPTIONS, LANGUAGE_OPTION, sinceOption } from "../cli/export-options.js";
import { accountConditions, since } from "../core/exchange/export/filters.js";
import { HISTORY } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: HISTORY,
  summary: "Export the history of counts, usernames and biographies",
  details: "Filters on accounts apply to their current state.",
  options: { ...ACCOUNT_OPTIONS, ...LANGUAGE_OPTION, ...sinceOption("Recorded") },
  examples: [
    "igminer export history --username natgeo",
    "igminer export history --since 30d --out history.parquet",
  ],
  conditions: (options) => [...accountConditions(options), ...since("history.recorded_at", options.since)],
});
