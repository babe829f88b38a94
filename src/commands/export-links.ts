import { exportCommand } from "../cli/export-command.js";
import { ACCOUNT_OPTIONS, LANGUAGE_OPTION } from "../cli/export-options.js";
import { accountConditions } from "../core/exchange/export/filters.js";
import { LINKS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: LINKS,
  summary: "Export the related accounts of mined accounts, in Instagram's order",
  details: "Filters apply to the account that leads to another.",
  options: { ...ACCOUNT_OPTIONS, ...LANGUAGE_OPTION },
  examples: ["igminer export links --username natgeo", "igminer export links --out links.jsonl"],
  conditions: accountConditions,
});
