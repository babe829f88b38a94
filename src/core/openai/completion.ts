import { zodResponseFormat } from "openai/helpers/zod";
import * as z from "zod";
import { SourceError } from "../source-error.js";
import { jsonIn } from "./json-in.js";

export interface Question {
  /** The task for the model. Never holds text from outside. */
  instructions: string;
  /** The input, sent as JSON apart from the instructions. */
  data: unknown;
  /** The required form of the answer. */
  answer: { name: string; schema: z.ZodType };
  /** The answer is cut off after this many tokens. */
  mostTokens: number;
}

/** @returns a question as the body of a request for a chat completion. */
export function requestOf({ instructions, data, answer, mostTokens }: Question, model: string) {
  return {
    model,
    messages: [
      { role: "system" as const, content: instructions },
      { role: "user" as const, content: JSON.stringify(data) },
    ],
    response_format: zodResponseFormat(answer.schema, answer.name),
    max_completion_tokens: mostTokens,
  };
}

/** Some services send text in parts, beside parts with the model's reasoning. */
const CONTENT = z.union([
  z.string(),
  z
    .array(z.object({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.flatMap(({ type, text }) => (type === "text" ? (text ?? "") : [])).join("")),
]);

/** The parts of a completion that are used. */
const COMPLETION = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: CONTENT.nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number() }).nullish(),
});
export type Completion = z.output<typeof COMPLETION>;

/** @throws SourceError "bad_response" if the body is not a completion. */
export function readCompletion(body: unknown): Completion {
  const parsed = COMPLETION.safeParse(body);
  if (!parsed.success) throw new SourceError("bad_response", "openai: the answer is not a completion");
  return parsed.data;
}

/**
 * @returns the JSON in a completion, unchecked; of an answer that is cut off, what is whole.
 * @throws SourceError "bad_response" for an answer without JSON, "unavailable" if the model refuses to
 * answer.
 */
export function answerIn({ choices }: Completion): unknown {
  const [{ finish_reason, message }] = choices as [(typeof choices)[number]];
  if (message.refusal || finish_reason === "content_filter")
    throw new SourceError("unavailable", "openai: the model refuses to answer");
  try {
    return jsonIn(message.content ?? "");
  } catch (error) {
    const trouble =
      finish_reason === "length"
        ? "the answer was too long and is cut off before anything whole"
        : "the answer is not JSON";
    throw new SourceError("bad_response", `openai: ${trouble}`, {}, error);
  }
}
