import { exportCommand } from "../cli/export-command.js";
import { EMAIL_STATUS_OPTION, LISTED_ACCOUNT_OPTIONS } from "../cli/export-options.js";
import { listedAccountConditions } from "../core/exchange/export/filters.js";
import { EMAILS } from "../core/exchange/export/subjects.js";

const { hasEmail: _always, ...accountOptions } = LISTED_ACCOUNT_OPTIONS;

export default exportCommand({
  subject: EMAILS,
  summary: "Export the e-mail addresses of mined accounts, one row per account that shows one",
  details:
    "Each address comes with the decision of mark-bad-emails, and whether it is suppressed and must not be contacted.",
  options: { ...accountOptions, ...EMAIL_STATUS_OPTION },
  examples: [
    "igminer export emails --country DE --lang de --out emails.csv",
    "igminer export emails --email-status good,risky --since 7d",
  ],
  conditions: (filters) => listedAccountConditions({ ...filters, hasEmail: true }),
});
