import type { Kysely } from "kysely";
import { APIError, NotFoundError, toFile } from "openai";
import * as z from "zod";
import type { Schema } from "../db/schema.js";
import { openGate } from "../net/gate.js";
import { REFUSED_REQUEST, SourceError } from "../source-error.js";
import { type OpenAiConfig, openClient } from "./client.js";
import { answerIn, type Question, readCompletion, requestOf } from "./completion.js";
import { meaningOfFailure } from "./refusals.js";

/** The state of a batch at the service. */
export type BatchState =
  | { status: "under way" }
  /** It was cancelled; the service takes some minutes to end it. */
  | { status: "being cancelled" }
  /** The service does not know this batch. */
  | { status: "gone" }
  /** The service rejected the whole batch, with this error. Nothing was charged. */
  | { status: "refused"; error: SourceError; files: BatchFiles }
  | { status: "ended"; files: BatchFiles };

/** The service's files of a batch, with its questions and answers. */
export interface BatchFiles {
  questions: string;
  answers: string | null;
  errors: string | null;
}

/**
 * The result of each question: the JSON of the answer, unchecked, or the error. Questions that the service did not get
 * to are missing.
 */
export type BatchAnswers = ReadonlyMap<number, { said: unknown } | { error: SourceError }>;

/**
 * OpenAI's Batch API (platform.openai.com/docs/guides/batch): questions in a file, answered within 24 hours at half the
 * price. It uses the gate "openai", like every question to the model.
 */
export interface BatchService {
  /** Requests sent so far. */
  readonly requests: number;
  /**
   * Uploads the questions of a batch; each is answered under its position in the list.
   * @param id used in the file name, to find the file by.
   * @returns the service's id of the file.
   */
  upload(id: string, questions: readonly Question[], signal: AbortSignal): Promise<string>;
  /**
   * Starts a batch for uploaded questions.
   * @param id stored with the batch at the service, to find it by.
   * @param tokens the most that they may cost; counted against the day's budget at once.
   * @returns the service's id of the batch, or null if its answer was lost and the batch may or may not exist.
   * @throws SourceError if it certainly does not exist.
   */
  start(fileId: string, id: string, tokens: number, signal: AbortSignal): Promise<string | null>;
  /** @returns the service's id of the batch that was started under `id`, or null if there is none. */
  find(id: string, signal: AbortSignal): Promise<string | null>;
  look(remoteId: string, signal: AbortSignal): Promise<BatchState>;
  answers(files: BatchFiles, signal: AbortSignal): Promise<BatchAnswers>;
  /** Cancels a batch that is no longer needed; what it has answered by then is charged. */
  cancel(remoteId: string, signal: AbortSignal): Promise<void>;
  /**
   * Deletes what the service keeps of a batch that has ended or was never started.
   * @param files null if not known: the file of questions is then looked up by its name.
   */
  discard(id: string, files: BatchFiles | null, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const ENDPOINT = "/v1/chat/completions";
/** How long the service keeps the texts if igminer never returns to delete them. */
const KEPT_SECONDS = 3 * 86_400;
/** The key under which the service's metadata hold igminer's id of the batch. */
const ID_NAME = "igminer_batch";
/** At most this many newer batches or files are searched for a given one. */
const MOST_LOOKED_THROUGH = 500;
/** The name of the file of questions at the service. */
const nameOfQuestions = (id: string) => `${id}.jsonl`;
/** Codes in the output of an ended batch for questions that were not reached. */
const NOT_GOT_TO = new Set(["batch_expired", "batch_cancelled"]);

const LINE = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/** Opens the batch service behind its gate. Close it at the end of the run. */
export async function openBatchService({
  db,
  config,
  draining,
}: {
  db: Kysely<Schema>;
  config: OpenAiConfig;
  draining: AbortSignal;
}): Promise<BatchService> {
  const client = openClient(config);
  // The state of a paid batch must be readable even when the day's tokens are used up.
  const free = await openGate({
    db,
    source: "openai",
    policy: { ...config, dailyBudget: null, backgroundBudget: null },
    prices: { unitName: "tokens", unseen: 0, most: 0, learns: false },
    isBackground: true,
    draining,
  });
  let requestsToStart = 0;

  const ask = <T>(request: Parameters<typeof client.send<T>>[0], signal: AbortSignal): Promise<T> =>
    free.run((attempt) => {
      attempt.charge(0);
      return client.send(request, attempt.signal);
    }, signal);

  async function start(
    fileId: string,
    id: string,
    tokens: number,
    signal: AbortSignal,
  ): Promise<string | null> {
    const gate = await openGate({
      db,
      source: "openai",
      policy: config,
      prices: { unitName: "tokens", unseen: tokens, most: tokens, learns: false },
      isBackground: true,
      draining,
    });
    let isSent = false;
    try {
      const batch = await gate.runOnce((attempt) => {
        isSent = true;
        attempt.charge(tokens);
        return client.send(
          (openai, own) =>
            openai.batches.create(
              {
                input_file_id: fileId,
                endpoint: ENDPOINT,
                completion_window: "24h",
                metadata: { [ID_NAME]: id },
                output_expires_after: { anchor: "created_at", seconds: KEPT_SECONDS },
              },
              { signal: own },
            ),
          attempt.signal,
          () => attempt.charge(0),
        );
      }, signal);
      return batch.id;
    } catch (error) {
      // A refusal is an answer; without an answer, the batch may have been created.
      const isUnknown = isSent && !(error instanceof SourceError && error.kind !== "transient");
      if (isUnknown) return null;
      throw error;
    } finally {
      requestsToStart += gate.requests;
      await gate.close();
    }
  }

  /** @returns the id of the file that holds a batch's questions, found by its name, or null if there is none. */
  function questionsOf(id: string, signal: AbortSignal): Promise<string | null> {
    return ask(async (openai, own) => {
      let seen = 0;
      for await (const file of openai.files.list({ purpose: "batch", limit: 100 }, { signal: own })) {
        if (file.filename === nameOfQuestions(id)) return file.id;
        if (++seen >= MOST_LOOKED_THROUGH) break;
      }
      return null;
    }, signal);
  }

  async function linesOf(fileId: string | null, signal: AbortSignal): Promise<unknown[]> {
    if (fileId === null) return [];
    const text = await ask(
      async (openai, own) => (await openai.files.content(fileId, { signal: own })).text(),
      signal,
    );
    return text.split("\n").flatMap((line) => {
      try {
        return line.trim() === "" ? [] : [JSON.parse(line)];
      } catch {
        // This question counts as not reached.
        return [];
      }
    });
  }

  return {
    get requests() {
      return free.requests + requestsToStart;
    },
    async upload(id, questions, signal) {
      const lines = questions.map((question, place) =>
        JSON.stringify({
          custom_id: String(place),
          method: "POST",
          url: ENDPOINT,
          body: requestOf(question, config.model),
        }),
      );
      const file = await ask(
        async (openai, own) =>
          openai.files.create(
            {
              file: await toFile(Buffer.from(`${lines.join("\n")}\n`), nameOfQuestions(id)),
              purpose: "batch",
              expires_after: { anchor: "created_at", seconds: KEPT_SECONDS },
            },
            { signal: own },
          ),
        signal,
      );
      return file.id;
    },
    start,
    find: (id, signal) =>
      ask(async (openai, own) => {
        let seen = 0;
        for await (const batch of openai.batches.list({ limit: 100 }, { signal: own })) {
          if (batch.metadata?.[ID_NAME] === id) return batch.id;
          if (++seen >= MOST_LOOKED_THROUGH) break;
        }
        return null;
      }, signal),
    async look(remoteId, signal) {
      const batch = await ask(async (openai, own) => {
        try {
          return await openai.batches.retrieve(remoteId, { signal: own });
        } catch (error) {
          if (error instanceof NotFoundError) return null;
          throw error;
        }
      }, signal);
      if (batch === null) return { status: "gone" };
      const files = {
        questions: batch.input_file_id,
        answers: batch.output_file_id ?? null,
        errors: batch.error_file_id ?? null,
      };
      if (batch.status === "failed")
        return { status: "refused", error: refusalOf(batch.errors?.data?.[0]), files };
      if (batch.status === "cancelling") return { status: "being cancelled" };
      if (!["completed", "expired", "cancelled"].includes(batch.status)) return { status: "under way" };
      return { status: "ended", files };
    },
    async answers({ answers, errors }, signal) {
      const found = new Map<number, { said: unknown } | { error: SourceError }>();
      for (const fileId of [answers, errors])
        for (const line of await linesOf(fileId, signal)) {
          const read = LINE.safeParse(line).data;
          const result = read === undefined ? null : resultOf(read, config.model);
          if (read !== undefined && result !== null) found.set(Number(read.custom_id), result);
        }
      return found;
    },
    async cancel(remoteId, signal) {
      await ask((openai, own) => openai.batches.cancel(remoteId, { signal: own }), signal);
    },
    async discard(id, files, signal) {
      const kept =
        files === null ? [await questionsOf(id, signal)] : [files.questions, files.answers, files.errors];
      for (const fileId of kept)
        if (fileId !== null)
          await ask(async (openai, own) => {
            try {
              await openai.files.delete(fileId, { signal: own });
            } catch (error) {
              if (!(error instanceof NotFoundError)) throw error;
            }
          }, signal);
    },
    close: () => free.close(),
  };
}

/** @returns null if the question was not reached, or failed through no fault of its own. */
function resultOf(
  { response, error }: z.output<typeof LINE>,
  model: string,
): { said: unknown } | { error: SourceError } | null {
  if (NOT_GOT_TO.has(error?.code ?? "")) return null;
  if (response?.status_code === 200) {
    try {
      return { said: answerIn(readCompletion(response.body)) };
    } catch (unread) {
      return { error: unread as SourceError };
    }
  }
  const status = response?.status_code ?? 500;
  const body = response?.body as { error?: object } | undefined;
  const failure = meaningOfFailure(APIError.generate(status, body, undefined, new Headers()), model);
  return failure.kind === "transient" || failure.kind === "rate_limited" ? null : { error: failure };
}

function refusalOf(said: { code?: string; message?: string } | undefined): SourceError {
  const message = `openai: the batch was refused: ${said?.message ?? "no reason given"}`;
  // The service limits the tokens that may be queued at once, and reports this code.
  return said?.code === "token_limit_exceeded"
    ? new SourceError("out_of_budget", message)
    : new SourceError("unauthorized", message, { code: said?.code, reason: REFUSED_REQUEST });
}
