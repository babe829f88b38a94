import type { Kysely } from "kysely";
import type { OpenTools } from "../batch/open-tools.js";
import type { Schema } from "../db/schema.js";
import type { Config } from "../settings/settings.js";
import type { Qualifier } from "./qualifier.js";

export interface QualifierOptions {
  db: Kysely<Schema>;
  config: Config["openai"];
  /** Local rules, though there is a key. */
  isLocal: boolean;
  draining: AbortSignal;
  /** Told, in words for a person, what the model did wrong. */
  onNotice(text: string): void;
}

/** Opens the model where there is a key, else the local rules; loads only what it opens. */
export async function openQualifier(options: QualifierOptions): Promise<OpenTools<Qualifier>> {
  const qualifier = await qualifierOf(options);
  return { tools: qualifier, requests: () => qualifier.requests, close: () => qualifier.close() };
}

async function qualifierOf({
  db,
  config,
  isLocal,
  draining,
  onNotice,
}: QualifierOptions): Promise<Qualifier> {
  const { key } = config;
  if (key === null || isLocal) {
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
