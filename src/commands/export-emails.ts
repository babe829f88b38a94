import { exportCommand } from "../cli/export-command.js";
import { LISTED_ACCOUNT_OPTIONS } from "../cli/export-options.js";
import { listedAccountConditions } from "../core/exchange/export/filters.js";
import { EMAILS } from "../core/exchange/export/subjects.js";

const { hasEmail: _always, ...options } = LISTED_ACCOUNT_OPTIONS;

export default exportCommand({
  subject: EMAILS,
  summary: "Write out the e-mail addresses of mined accounts, one row an account that shows one",
  options,
  examples: [
    "igminer export emails --country DE --lang de --out emails.csv",
    "igminer export emails --since 7d",
  ],
  conditions: (filters) => listedAccountConditions({ ...filters, hasEmail: true }),
});
