import { exportCommand } from "../cli/export-command.js";
import { SUPPRESSIONS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: SUPPRESSIONS,
  summary: "Export suppressions with their reasons",
  options: {},
  examples: ["igminer export suppressions --out suppressions.jsonl"],
  conditions: () => [],
});
