import type { Kysely } from "kysely";
import { batchCommand } from "../cli/batch-command.js";
import { isGiven } from "../cli/options.js";
import type { Schema } from "../core/db/schema.js";
import { EXIT, Failure, NotSetUp } from "../core/failure.js";
import type { OpenAiConfig } from "../core/openai/client.js";
import { claimToQualify, type QualifyItem } from "../core/qualify/claim-accounts.js";
import { fetchAnswers, handOverWaiting } from "../core/qualify/exchange-batches.js";
import { nothingToQualify } from "../core/qualify/nothing-to-qualify.js";
import { type ItemQualifier, openQualifier, type QualifiedBy } from "../core/qualify/open-qualifier.js";
import { saveQualifications } from "../core/qualify/save-qualifications.js";

const qualifiedBy = (
  { local, batchApi }: { local: boolean; batchApi: boolean },
  key: string | null,
): QualifiedBy => {
  if (batchApi && local)
    throw new Failure(
      EXIT.usage,
      "--batch-api asks a model, and --local does not.",
      "Give one of the two flags.",
    );
  if (batchApi && key === null) throw new NotSetUp("--batch-api needs a model.", "Set OPENAI_API_KEY.");
  if (batchApi) return "batches";
  return key === null || local ? "local" : "model";
};

/** Used without --batch-api as well: batches already handed over are paid for. */
const batchesBy = (config: OpenAiConfig) => ({
  fetchReady: (db: Kysely<Schema>, draining: AbortSignal) => fetchAnswers(db, config, draining),
  handOver: (db: Kysely<Schema>, draining: AbortSignal) => handOverWaiting(db, config, draining),
});

export default batchCommand({
  name: "qualify",
  group: "enrichment",
  summary:
    "Determine language, gender, kind and topics of accounts from their texts, by a model or local rules",
  details:
    "Asks the OpenAI model about many accounts at once. Without OPENAI_API_KEY, or with --local, it uses local rules, with lower confidence (qualified_by is 'local'). The same texts are never sent twice; a text that contains instructions to the model is not sent at all. With --batch-api the questions are handed over in batches, which OpenAI answers within 24 hours at half the price; later runs, with or without --batch-api, fetch the answers.",
  examples: [
    "igminer qualify --batch 500",
    "igminer qualify --local --batch 10000",
    "igminer qualify --batch-api --batch 20000",
  ],
  defaults: { batch: 100, concurrency: 60 },
  options: {
    local: { summary: "Use local rules even when a model is configured", schema: isGiven },
    batchApi: {
      summary: "Ask through the Batch API: half the price, answers within 24 hours",
      schema: isGiven,
    },
  },
  definition: (options, { settings: { config } }) => {
    const { key } = config.openai;
    const isModel = qualifiedBy(options, key) !== "local";
    return {
      queue: "Qualification" as const,
      ...(isModel && key !== null ? batchesBy({ ...config.openai, key }) : {}),
      claim: (db, runId, limit) => claimToQualify(db, runId, limit, isModel),
      subject: ({ username }: QualifyItem) => username,
      work: (item: QualifyItem, qualifier: ItemQualifier, signal) => qualifier.qualify(item, signal),
      save: (tx, done, context) => saveQualifications(tx, done, context, isModel),
      nothingToDo: (db) => nothingToQualify(db, isModel),
    };
  },
  openTools: (options, database, { settings: { config }, log }, draining) =>
    openQualifier({
      db: database.kysely,
      config: config.openai,
      by: qualifiedBy(options, config.openai.key),
      draining,
      onNotice: (text) => log.warn(text),
    }),
});
