import { exportCommand } from "../cli/export-command.js";
import { LISTED_ACCOUNT_OPTIONS } from "../cli/export-options.js";
import { listedAccountConditions } from "../core/exchange/export/filters.js";
import { USERNAMES } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: USERNAMES,
  isPlain: true,
  summary: "Export the usernames of mined accounts, one per line, as input for other commands",
  options: LISTED_ACCOUNT_OPTIONS,
  examples: [
    "igminer export usernames --country DE --min-followers 10000 | igminer queue add -",
    "igminer export usernames --has-email --limit 100",
  ],
  conditions: listedAccountConditions,
});
