import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { openGate } from "../net/gate.js";
import { MOST_TOKENS_PER_REQUEST } from "../settings/openai.js";
import { type OpenAiConfig, openClient } from "./client.js";
import { answerIn, type Question, readCompletion, requestOf } from "./completion.js";

/** A model behind the gate "openai": all processes share its rate, its budget in tokens and its breaker. */
export interface LanguageModel {
  readonly name: string;
  /** Requests sent so far. */
  readonly requests: number;
  /**
   * @returns the JSON of the answer, unchecked.
   * @throws SourceError "bad_response" for an answer without JSON, "unavailable" if the model refuses to
   * answer.
   */
  ask(question: Question, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

export interface LanguageModelOptions {
  db: Kysely<Schema>;
  config: OpenAiConfig;
  isBackground: boolean;
  draining: AbortSignal;
}

/** Opens the configured model behind its gate. Close it at the end of the run. */
export async function openLanguageModel({
  db,
  config,
  isBackground,
  draining,
}: LanguageModelOptions): Promise<LanguageModel> {
  const gate = await openGate({
    db,
    source: "openai",
    policy: config,
    prices: {
      unitName: "tokens",
      unseen: MOST_TOKENS_PER_REQUEST,
      most: 10 * MOST_TOKENS_PER_REQUEST,
      learns: false,
    },
    isBackground,
    draining,
  });
  const client = openClient(config);

  return {
    name: config.model,
    get requests() {
      return gate.requests;
    },
    async ask(question, signal) {
      const completion = await gate.run(async (attempt) => {
        // A request that is lost on the way may have been charged; one that is refused was not.
        attempt.charge(MOST_TOKENS_PER_REQUEST);
        const said = readCompletion(
          await client.send(
            (openai, own) =>
              openai.chat.completions.create(requestOf(question, config.model), { signal: own }),
            attempt.signal,
            () => attempt.charge(0),
          ),
        );
        if (said.usage) attempt.charge(said.usage.total_tokens);
        return said;
      }, signal);
      return answerIn(completion);
    },
    close: () => gate.close(),
  };
}
