import { exportCommand } from "../cli/export-command.js";
import { SUPPRESSIONS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: SUPPRESSIONS,
  summary: "Write out who is never written to: addresses, domains and accounts, with the reason",
  options: {},
  examples: ["igminer export suppressions --out suppressions.jsonl"],
  conditions: () => [],
});
