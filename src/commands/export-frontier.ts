import { exportCommand } from "../cli/export-command.js";
import { FRONTIER_OPTIONS, sinceOption } from "../cli/export-options.js";
import { frontierConditions, since } from "../core/exchange/export/filters.js";
import { FRONTIER } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: FRONTIER,
  summary: "Export all known usernames with the state of their mining",
  options: { ...FRONTIER_OPTIONS, ...sinceOption("Found") },
  examples: [
    "igminer export frontier --outcome waiting --min-links 3",
    "igminer export frontier --outcome failed",
  ],
  conditions: (options) => [...frontierConditions(options), ...since("frontier.created_at", options.since)],
});
