import { exportCommand } from "../cli/export-command.js";
import { LISTED_ACCOUNT_OPTIONS } from "../cli/export-options.js";
import { listedAccountConditions } from "../core/exchange/export/filters.js";
import { ACCOUNTS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: ACCOUNTS,
  summary: "Export mined accounts as CSV, JSON lines or Parquet",
  options: LISTED_ACCOUNT_OPTIONS,
  examples: [
    "igminer export accounts --country DE --lang de --min-followers 1000 --has-email --out accounts.csv",
    "igminer export accounts --since 7d --format jsonl | jq .username",
    "igminer export accounts --out accounts.parquet",
  ],
  conditions: listedAccountConditions,
});
