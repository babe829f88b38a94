import { exportCommand } from "../cli/export-command.js";
import { ACCOUNT_OPTIONS, LANGUAGE_OPTION } from "../cli/export-options.js";
import { accountConditions } from "../core/exchange/export/filters.js";
import { COMMENTERS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: COMMENTERS,
  summary: "Export who commented on which post",
  details: "Filters apply to the author of the post.",
  options: { ...ACCOUNT_OPTIONS, ...LANGUAGE_OPTION },
  examples: [
    "igminer export commenters --username natgeo",
    "igminer export commenters --out commenters.jsonl",
  ],
  conditions: accountConditions,
});
