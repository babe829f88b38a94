import type { OpenTools } from "../batch/open-tools.js";
import { NotSetUp } from "../failure.js";
import type { SessionOptions } from "../sources/session.js";
import { inventNames } from "./invent-names.js";
import { ruleYields, type VaryTools } from "./vary.js";

/** Options of `openVarySession`. */
export interface VaryOptions extends Pick<SessionOptions, "db" | "now" | "config" | "draining"> {
  perAccount: number;
  /** Whether a language model is asked for names too. */
  isInventing: boolean;
}

/** Opens what varying names needs for one run. @throws Failure (exit 2) if a language model is wanted and there is no key. */
export async function openVarySession(options: VaryOptions): Promise<OpenTools<VaryTools>> {
  const { db, config, now, perAccount, isInventing, draining } = options;
  const plain = { yields: await ruleYields(db), year: now().getUTCFullYear(), perAccount };
  if (!isInventing) return { tools: { ...plain, invent: null }, requests: () => 0, async close() {} };
  const { key } = config.openai;
  if (key === null)
    throw new NotSetUp(
      "--gpt needs an OpenAI key: OPENAI_API_KEY is not set.",
      "Set it, or omit --gpt: the rules generate names without it.",
    );
  const { openLanguageModel } = await import("../openai/language-model.js");
  const model = await openLanguageModel({
    db,
    config: { ...config.openai, key },
    isBackground: true,
    draining,
  });
  return {
    tools: { ...plain, invent: (item, signal) => inventNames(item, model, signal) },
    requests: () => model.requests,
    close: () => model.close(),
  };
}
