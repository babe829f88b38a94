import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type FaultRates, faultPlan } from "../faults.js";
import { type BatchStore, newBatchStore } from "./batches.js";
import { type Answer, type AskedAccount, answersAbout, type Order } from "./model.js";

export const OPENAI_FAULTS = [
  "429",
  "500",
  "quota",
  /** Never answers. */
  "late",
  /** The connection breaks in the middle of the body. */
  "truncated",
  /** The model stops at its token limit. */
  "cut-off",
  /** The model answers in prose. */
  "prose",
  "refusal",
  /** One answer is missing. */
  "missing",
  /** One answer has the id of an account that was not in the request. */
  "foreign-id",
  /** Ids are swapped: one account has two answers, another none. */
  "mixed-up",
  /** 400: the service rejects a parameter of the request. */
  "unsupported",
  /** The answer is right, but follows a sentence, in a code fence. */
  "fenced",
  /** The answer is right but not strict: capitals, numbers as text, an extra topic. */
  "loose",
  /** A batch is created, and the connection breaks before the response. */
  "batch-lost",
  /** A batch expires when half of it has been answered. */
  "batch-expired",
] as const;
export type OpenAiFault = (typeof OPENAI_FAULTS)[number];

export interface OpenAiSandboxOptions {
  /** 0 or omitted for any free port. */
  port?: number;
  seed: number;
  latencyMs?: number;
  faults?: FaultRates<OpenAiFault>;
  /** The only accepted key; omitted for any. */
  key?: string;
  /** Maximum number of accounts that fit in the context; omitted for no limit. */
  mostAccounts?: number;
  /** How the model reacts to instructions in biographies. */
  orders?: readonly Order[];
  /** Awaited when a batch is created, before its id is returned. */
  onBatchMade?(): Promise<unknown>;
}

export interface OpenAiSandbox {
  /** In the form of OPENAI_BASE_URL. */
  url: string;
  /** Every account that was in a request, in order, with repetitions. */
  asked(): readonly AskedAccount[];
  requests(): number;
  tokens(): number;
  /** The batches; none is answered until `answerAll`. */
  batches: BatchStore;
  close(): Promise<void>;
}

const MODEL = { id: "gpt-5-mini", object: "model", created: 0, owned_by: "sandbox" };

interface CompletionRequest {
  model: string;
  messages: { role: string; content: string }[];
}

/**
 * Starts a stand-in for OpenAI's chat completions and model list on loopback, with a model that knows the sandbox's
 * accounts.
 */
export async function startOpenAiSandbox(options: OpenAiSandboxOptions): Promise<OpenAiSandbox> {
  const faultOf = faultPlan(options.seed, options.faults ?? {});
  const asked: AskedAccount[] = [];
  let requests = 0;
  let tokens = 0;

  /** The response to the body of a request, or null to never answer. */
  function answerTo(body: string): { status: number; body: string; isTruncated: boolean } | null {
    const { model, messages } = JSON.parse(body) as CompletionRequest;
    const content = messages.at(-1)?.content ?? "{}";
    const { accounts } = JSON.parse(content) as { accounts: AskedAccount[] };
    asked.push(...accounts);
    // By the texts: ids are new in each request, and the same question must have the same fault.
    const fault = faultOf(
      accounts
        .map(({ name, biography }) => `${name}${biography}`)
        .sort()
        .join(),
    );
    const isTooLong = accounts.length > (options.mostAccounts ?? Number.POSITIVE_INFINITY);
    const refused = isTooLong ? TOO_LONG : fault === null ? null : refusalFor(fault);
    if (fault === "late") return null;
    if (refused !== null) return { ...refused, isTruncated: false };
    const said = JSON.stringify({ accounts: spoilt(answersAbout(accounts, options.orders ?? []), fault) });
    const used = Math.ceil((body.length + said.length) / 4);
    tokens += used;
    return {
      status: 200,
      body: JSON.stringify(completionOf(model, said, fault, used)),
      isTruncated: fault === "truncated",
    };
  }

  function answer(body: string, response: ServerResponse): void {
    requests++;
    const answered = answerTo(body);
    if (answered === null) return;
    if (!answered.isTruncated) {
      send(response, answered.status, answered.body);
      return;
    }
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answered.body),
    });
    response.write(answered.body.slice(0, answered.body.length / 2), () => response.destroy());
  }

  const batches = newBatchStore(
    (body) => answerTo(body) ?? { status: 500, body: error("server_error", "The server had an error") },
    () => ({
      isAnswerLost: faultOf("batch") === "batch-lost",
      isExpired: faultOf("batch") === "batch-expired",
    }),
    async () => options.onBatchMade?.(),
  );

  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const key = request.headers.authorization?.replace(/^Bearer /, "");
      const isForModels = request.url === "/v1/models";
      if (key === undefined || (options.key !== undefined && key !== options.key))
        return send(response, 401, error("invalid_api_key", "Incorrect API key provided"));
      if (isForModels) return send(response, 200, JSON.stringify({ object: "list", data: [MODEL] }));
      const stored = await batches.handle(
        request.method as string,
        request.url as string,
        body,
        request.headers["content-type"] ?? "",
      );
      if (stored === "lost") return response.destroy();
      if (stored !== null) return send(response, stored.status, stored.body);
      if (request.url !== "/v1/chat/completions") return send(response, 404, error("not_found", "Not found"));
      setTimeout(() => answer(body.toString(), response), options.latencyMs ?? 0);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    requests: () => requests,
    tokens: () => tokens,
    batches,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TOO_LONG = {
  status: 400,
  body: error("context_length_exceeded", "This model's maximum context length is exceeded"),
};

function refusalFor(fault: OpenAiFault): { status: number; body: string } | null {
  switch (fault) {
    case "429":
      return { status: 429, body: error("rate_limit_exceeded", "Rate limit reached") };
    case "quota":
      return { status: 429, body: error("insufficient_quota", "You exceeded your current quota") };
    case "unsupported":
      return {
        status: 400,
        body: error(
          "unsupported_parameter",
          "Unsupported parameter: 'max_completion_tokens'",
          "max_completion_tokens",
        ),
      };
    case "500":
      return { status: 500, body: error("server_error", "The server had an error") };
    default:
      return null;
  }
}

function spoilt(answers: Answer[], fault: OpenAiFault | null): object[] {
  const [first, second, ...others] = answers;
  if (first === undefined) return answers;
  switch (fault) {
    case "missing":
      return answers.slice(1);
    case "foreign-id":
      return [{ ...first, id: "deadbeef" }, ...answers.slice(1)];
    case "mixed-up":
      return second === undefined ? answers : [first, { ...second, id: first.id }, ...others];
    case "loose":
      return answers.map((answer) => ({
        ...answer,
        gender: answer.gender.toUpperCase(),
        gender_confidence: String(answer.gender_confidence),
        topics: [...answer.topics, "travel", "family", "fashion", "gossip"],
      }));
    default:
      return answers;
  }
}

function completionOf(model: string, said: string, fault: OpenAiFault | null, tokens: number) {
  const content =
    fault === "prose"
      ? "Sure! Here is what I think about these accounts."
      : fault === "cut-off"
        ? said.slice(0, said.length / 2)
        : fault === "fenced"
          ? `Here you are:\n\`\`\`json\n${said}\n\`\`\``
          : said;
  return {
    id: "chatcmpl-sandbox",
    object: "chat.completion",
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: fault === "cut-off" ? "length" : "stop",
        message: {
          role: "assistant",
          content: fault === "refusal" ? null : content,
          refusal: fault === "refusal" ? "I can't help with that." : null,
        },
      },
    ],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: tokens },
  };
}

function error(code: string, message: string, param: string | null = null): string {
  return JSON.stringify({ error: { message, type: code, param, code } });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}
