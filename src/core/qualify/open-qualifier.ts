import type { Kysely } from "kysely";
import type { OpenTools } from "../batch/open-tools.js";
import type { Schema } from "../db/schema.js";
import type { Config } from "../settings/settings.js";
import type { QualifyItem } from "./claim-accounts.js";
import type { AccountTexts, Qualification } from "./qualification.js";
import type { Qualifier } from "./qualifier.js";
import { IN_BATCH, type InBatch } from "./questions-under-way.js";

/** What qualifies: igminer's rules, a model that answers at once, or one that answers in batches. */
export type QualifiedBy = "local" | "model" | "batches";

/** The qualifier of a `qualify` run. */
export interface ItemQualifier {
  /** Throws SourceError. */
  qualify(item: QualifyItem, signal: AbortSignal): Promise<Qualification | InBatch>;
}

export interface QualifierOptions {
  db: Kysely<Schema>;
  config: Config["openai"];
  by: QualifiedBy;
  draining: AbortSignal;
  /** Receives messages for the user about a model's mistakes. */
  onNotice(text: string): void;
}

/** Opens the chosen qualifier, and loads only that. Answers of a batch are only checked. */
export async function openQualifier(options: QualifierOptions): Promise<OpenTools<ItemQualifier>> {
  const qualifier = options.by === "batches" ? null : await qualifierOf(options);
  return {
    tools: {
      async qualify(item, signal) {
        if (item.answered !== undefined) return qualificationOf(item, item.answered);
        if (qualifier !== null) return qualifier.qualify(item, signal);
        const { isWrittenToModels } = await import("./instructions.js");
        return isWrittenToModels(item) ? qualifyByRules(item) : IN_BATCH;
      },
    },
    requests: () => qualifier?.requests ?? 0,
    close: async () => qualifier?.close(),
  };
}

async function qualifierOf({ db, config, by, draining, onNotice }: QualifierOptions): Promise<Qualifier> {
  const { key } = config;
  if (key === null || by === "local") {
    const { qualifyLocally } = await import("./local-qualifier.js");
    return { qualify: async (texts) => qualifyLocally(texts), requests: 0, close: async () => {} };
  }
  const [{ openLanguageModel }, { openModelQualifier }] = await Promise.all([
    import("../openai/language-model.js"),
    import("./model-qualifier.js"),
  ]);
  const model = await openLanguageModel({ db, config: { ...config, key }, isBackground: true, draining });
  return openModelQualifier(model, onNotice);
}

/** An account whose text misled the model is qualified by rules. */
async function qualificationOf(
  item: QualifyItem,
  { answer, model }: NonNullable<QualifyItem["answered"]>,
): Promise<Qualification> {
  if (answer === null) return qualifyByRules(item);
  const { checkedAnswer } = await import("./check-answers.js");
  return checkedAnswer(answer, item, model);
}

async function qualifyByRules(texts: AccountTexts): Promise<Qualification> {
  const { qualifyLocally } = await import("./local-qualifier.js");
  return qualifyLocally(texts);
}
