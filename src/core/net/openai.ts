import OpenAI, { APIConnectionError, APIError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import type { z } from "zod";
import { messageOf } from "../failure.js";
import type { Config } from "../settings.js";
import { RateLimited, SourceError } from "./errors.js";
import type { Gate } from "./gate.js";

/** Asks OpenAI for structured answers, through its gate. */
export interface OpenAiClient {
  /**
   * @param data what the instructions are about; it is sent apart from them, as data.
   * @returns the answer, validated. Throws `SourceError`; its budget is charged in tokens.
   */
  ask<Shape extends z.ZodType>(
    question: { name: string; instructions: string; data: string; answer: Shape },
    signal: AbortSignal,
  ): Promise<z.output<Shape>>;
}

/** Retries, pace and budget are the gate's: the package's own are switched off. */
export function openAiClient(
  { baseUrl, key, model }: Config["openai"],
  gate: Gate,
  { timeoutMs }: { timeoutMs: number },
): OpenAiClient {
  const client = new OpenAI({ apiKey: key, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs });
  return {
    ask: ({ name, instructions, data, answer }, signal) =>
      gate.run(async (attempt) => {
        try {
          const { choices, usage } = await client.chat.completions.parse(
            {
              model,
              messages: [
                { role: "developer", content: instructions },
                { role: "user", content: data },
              ],
              response_format: zodResponseFormat(answer, name),
            },
            { signal: attempt.signal },
          );
          if (usage) attempt.charge(usage.total_tokens);
          return answer.parse(choices[0]?.message.parsed);
        } catch (error) {
          signal.throwIfAborted();
          throw troubleWith(error);
        }
      }, signal),
  };
}

function troubleWith(error: unknown): SourceError {
  if (error instanceof APIConnectionError)
    return new SourceError("transient", `openai: ${messageOf(error)}`, {}, error);
  if (!(error instanceof APIError))
    return new SourceError("bad_response", `openai: ${messageOf(error)}`, {}, error);
  const { status, code } = error;
  const context = { status, code };
  if (code === "insufficient_quota")
    return new SourceError("out_of_budget", "openai: the quota is used up", context);
  if (status === 429) {
    const seconds = Number(error.headers?.get("retry-after") ?? Number.NaN);
    return new RateLimited(
      "openai: too many requests (429)",
      Number.isNaN(seconds) ? null : seconds * 1_000,
      context,
    );
  }
  if (status === 401 || status === 403)
    return new SourceError("unauthorized", `openai: the key is not accepted (${status})`, context);
  if (status !== undefined && status < 500)
    return new SourceError("bad_response", `openai: the question is not accepted (${status})`, context);
  return new SourceError("transient", `openai: server trouble (${status})`, context);
}
