import type { Kysely } from "kysely";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import * as z from "zod";
import type { Schema } from "../db/schema.js";
import { ownSignal } from "../deadline.js";
import { messageOf } from "../failure.js";
import { openGate } from "../net/gate.js";
import { MOST_TOKENS_PER_REQUEST } from "../settings/openai.js";
import type { Config } from "../settings/settings.js";
import { RateLimited, REFUSED_REQUEST, SourceError } from "../source-error.js";
import { jsonIn } from "./json-in.js";

export interface Question {
  /** What the model is to do. Never holds text from outside. */
  instructions: string;
  /** What it is to be done with: sent as JSON, apart from the instructions. */
  data: unknown;
  /** What the answer must look like. */
  answer: { name: string; schema: z.ZodType };
  /** The answer is cut off behind so many tokens. */
  mostTokens: number;
}

/** A model behind the gate "openai": its rate, its budget in tokens and its breaker are shared by all processes. */
export interface LanguageModel {
  readonly name: string;
  /** Requests sent so far. */
  readonly requests: number;
  /**
   * @returns the JSON that was answered, unchecked. Throws SourceError: "bad_response" for an answer that is cut off or no
   * JSON, "unavailable" where the model refuses to answer.
   */
  ask(question: Question, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

export interface LanguageModelOptions {
  db: Kysely<Schema>;
  config: Config["openai"] & { key: string };
  isBackground: boolean;
  draining: AbortSignal;
}

/** What is read of a completion. */
const COMPLETION = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number() }).nullish(),
});

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
  // The gate paces and asks again; the client's own retries would be counted by nobody.
  const client = new OpenAI({
    apiKey: config.key,
    baseURL: config.baseUrl,
    timeout: config.timeoutMs,
    maxRetries: 0,
    logLevel: "off",
  });

  async function askOnce(
    question: Question,
    signal: AbortSignal,
    onRefused: () => void,
  ): Promise<z.output<typeof COMPLETION>> {
    const { instructions, data, answer, mostTokens } = question;
    // The client leaves its listeners on the signal of each request.
    const own = ownSignal(signal, null);
    let completion: unknown;
    try {
      completion = await client.chat.completions.create(
        {
          model: config.model,
          messages: [
            { role: "system", content: instructions },
            { role: "user", content: JSON.stringify(data) },
          ],
          response_format: zodResponseFormat(answer.schema, answer.name),
          max_completion_tokens: mostTokens,
        },
        { signal: own.signal },
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof OpenAI.APIError && error.status !== undefined) onRefused();
      throw meaningOfFailure(error, config.model);
    } finally {
      own.end();
    }
    const parsed = COMPLETION.safeParse(completion);
    if (!parsed.success) throw new SourceError("bad_response", "openai: the answer is not a completion");
    return parsed.data;
  }

  return {
    name: config.model,
    get requests() {
      return gate.requests;
    },
    async ask(question, signal) {
      const { choices } = await gate.run(async (attempt) => {
        // What is lost on the way may have been paid for; what is refused has not.
        attempt.charge(MOST_TOKENS_PER_REQUEST);
        const completion = await askOnce(question, attempt.signal, () => attempt.charge(0));
        if (completion.usage) attempt.charge(completion.usage.total_tokens);
        return completion;
      }, signal);
      const [{ finish_reason, message }] = choices as [(typeof choices)[number]];
      if (message.refusal || finish_reason === "content_filter")
        throw new SourceError("unavailable", "openai: the model refuses to answer");
      if (finish_reason === "length")
        throw new SourceError("bad_response", "openai: the answer was too long and is cut off");
      try {
        return jsonIn(message.content ?? "");
      } catch (error) {
        throw new SourceError("bad_response", "openai: the answer is not JSON", {}, error);
      }
    },
    close: () => gate.close(),
  };
}

function meaningOfFailure(error: unknown, model: string): SourceError {
  const said = `openai: ${messageOf(error)}`;
  if (error instanceof OpenAI.APIConnectionError) return new SourceError("transient", said, {}, error);
  if (!(error instanceof OpenAI.APIError)) return new SourceError("bad_response", said, {}, error);
  if (error.code === "insufficient_quota")
    return new SourceError("out_of_budget", "openai: the account has no credit left");
  switch (error.status) {
    case 401:
    case 403:
      return new SourceError("unauthorized", "openai: OPENAI_API_KEY is not accepted");
    case 404:
      return new SourceError(
        "unauthorized",
        `openai: the model ${model} is not available (IGMINER_OPENAI_MODEL)`,
        { reason: REFUSED_REQUEST },
      );
    case 400:
    case 413:
    case 422:
      return refusalOf(error, said, model);
    case 429:
      return new RateLimited("openai: too many requests", retryAfterMs(error.headers));
    default:
      return new SourceError((error.status ?? 500) >= 500 ? "transient" : "bad_response", said, {
        status: error.status,
      });
  }
}

/** Whether a failure says that the question was too long for the model; half of it may not be. */
export function isTooLong(error: unknown): boolean {
  return error instanceof SourceError && error.context.reason === TOO_LONG;
}

const TOO_LONG = "too_long";
const SAYS_TOO_LONG =
  /context[ _]length|context[ _]window|maximum context|too many tokens|prompt is too long|input is too long|reduce the length|exceeds? the (?:model|maximum|limit)/i;
/** What is refused for what the texts say, not for how the request is made. */
const REFUSED_TEXTS = new Set(["content_filter", "content_policy_violation", "invalid_prompt"]);

/**
 * A request that is refused as such (a parameter, a schema, a model that the service does not take) would be refused for
 * every account: it is the setting's fault, and the run stops. Only what is too long, or refused for its texts, is not.
 */
function refusalOf(error: InstanceType<typeof OpenAI.APIError>, said: string, model: string): SourceError {
  const context = { status: error.status, code: error.code, parameter: error.param };
  if (error.status === 413 || error.code === "context_length_exceeded" || SAYS_TOO_LONG.test(said))
    return new SourceError("bad_response", said, { ...context, reason: TOO_LONG });
  if (REFUSED_TEXTS.has(error.code ?? "")) return new SourceError("unavailable", said, context);
  return new SourceError(
    "unauthorized",
    `${said} The request itself is refused: the model ${model} (IGMINER_OPENAI_MODEL) or the service (OPENAI_BASE_URL) does not accept ${error.param ?? "it"}`,
    { ...context, reason: REFUSED_REQUEST },
  );
}

function retryAfterMs(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}
