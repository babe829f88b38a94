import { batchCommand } from "../cli/batch-command.js";
import { isGiven } from "../cli/options.js";
import { claimAccounts, type QualifyItem } from "../core/qualify/claim-accounts.js";
import { openQualifier } from "../core/qualify/open-qualifier.js";
import type { Qualification } from "../core/qualify/qualification.js";
import type { Qualifier } from "../core/qualify/qualifier.js";
import { saveQualifications } from "../core/qualify/save-qualifications.js";

export default batchCommand({
  name: "qualify",
  group: "enrichment",
  summary:
    "Determine language, gender, kind and topics of accounts from their texts, by a model or local rules",
  details:
    "Asks the OpenAI model about many accounts at once. Without OPENAI_API_KEY, or with --local, it uses local rules, with lower confidence (qualified_by is 'local'). The same texts are never sent twice; a text that contains instructions to the model is not sent at all.",
  examples: ["igminer qualify --batch 500", "igminer qualify --local --batch 10000"],
  defaults: { batch: 100, concurrency: 60 },
  options: {
    local: { summary: "Use local rules even when a model is configured", schema: isGiven },
  },
  definition: ({ local }, { settings }) => {
    const isModel = settings.config.openai.key !== null && !local;
    return {
      queue: "Qualification" as const,
      claim: (db, runId, limit) => claimAccounts(db, runId, limit, isModel),
      subject: ({ username }: QualifyItem) => username,
      work: (item: QualifyItem, qualifier: Qualifier, signal): Promise<Qualification> =>
        qualifier.qualify(item, signal),
      save: (tx, done, context) => saveQualifications(tx, done, context, isModel),
      nothingToDo: async () =>
        `every account is qualified${isModel ? "" : " by local rules (set OPENAI_API_KEY to use a model)"}, or waits for its next attempt; mine-new adds new ones.`,
    };
  },
  openTools: ({ local }, database, { settings, log }, draining) =>
    openQualifier({
      db: database.kysely,
      config: settings.config.openai,
      isLocal: local,
      draining,
      onNotice: (text) => log.warn(text),
    }),
});
