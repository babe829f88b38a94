import { randomUUID } from "node:crypto";

/** The model's response to the body of one request. */
export type AnswerTo = (body: string) => { status: number; body: string };

export interface StoredBatch {
  id: string;
  status: "in_progress" | "completed" | "expired" | "cancelling" | "cancelled";
  inputFileId: string;
  metadata: Record<string, string>;
}

/** Faults of a batch. */
export interface BatchFortune {
  /** The connection breaks after a batch is created, before its id is returned. */
  isAnswerLost: boolean;
  /** The batch expires before the second half of its questions is answered. */
  isExpired: boolean;
}

/** The files and batches of OpenAI's Batch API. Batches are only answered on request. */
export interface BatchStore {
  readonly files: ReadonlyMap<string, string>;
  readonly batches: readonly StoredBatch[];
  /** Answers every batch in progress, and ends cancelled ones with the answers they have. */
  answerAll(): void;
  /** Whether the service fails to delete files. */
  failDeletes(isFailing: boolean): void;
  /** @returns the response to a request; null if it is not about files and batches; "lost" to break the connection. */
  handle(method: string, path: string, body: Buffer, type: string): Promise<Reply | "lost" | null>;
}

interface Reply {
  status: number;
  body: string;
}

/**
 * @param answerTo the model.
 * @param fortune called when a batch is created, and when it is answered.
 * @param onMade awaited when a batch is created, before its id is returned.
 */
export function newBatchStore(
  answerTo: AnswerTo,
  fortune: () => BatchFortune,
  onMade: () => Promise<unknown>,
): BatchStore {
  const files = new Map<string, string>();
  const fileNames = new Map<string, string>();
  const batches: (StoredBatch & { outputFileId?: string })[] = [];

  let areDeletesFailing = false;

  const asJson = (batch: (typeof batches)[number]) => ({
    id: batch.id,
    object: "batch",
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    created_at: 0,
    status: batch.status,
    input_file_id: batch.inputFileId,
    output_file_id: batch.outputFileId ?? null,
    error_file_id: null,
    metadata: batch.metadata,
  });
  const found = (value: object | undefined): Reply =>
    value === undefined
      ? { status: 404, body: JSON.stringify({ error: { message: "No such object", code: null } }) }
      : { status: 200, body: JSON.stringify(value) };

  function answer(batch: (typeof batches)[number]): void {
    const lines = (files.get(batch.inputFileId) ?? "").trim().split("\n");
    const isCancelled = batch.status === "cancelling";
    const { isExpired } = fortune();
    const answered = isExpired || isCancelled ? lines.slice(0, Math.ceil(lines.length / 2)) : lines;
    const output = answered.map((line) => {
      const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: unknown };
      const said = answerTo(JSON.stringify(body));
      return JSON.stringify({
        custom_id,
        response: { status_code: said.status, body: JSON.parse(said.body) },
        error: null,
      });
    });
    batch.outputFileId = `file-${randomUUID()}`;
    batch.status = isCancelled ? "cancelled" : isExpired ? "expired" : "completed";
    files.set(batch.outputFileId, output.join("\n"));
  }

  return {
    files,
    batches,
    answerAll() {
      for (const batch of batches)
        if (batch.status === "in_progress" || batch.status === "cancelling") answer(batch);
    },
    failDeletes(isFailing) {
      areDeletesFailing = isFailing;
    },
    async handle(method, path, body, type) {
      const [, root, id, part] = /^\/v1\/(files|batches)(?:\/([^/?]+))?(?:\/([^/?]+))?/.exec(path) ?? [];
      if (root === "files" && method === "POST") {
        const form = await new Response(new Uint8Array(body), {
          headers: { "content-type": type },
        }).formData();
        const fileId = `file-${randomUUID()}`;
        const file = form.get("file") as File;
        files.set(fileId, await file.text());
        fileNames.set(fileId, file.name);
        return found({ id: fileId, object: "file", purpose: "batch" });
      }
      if (root === "files" && method === "DELETE" && areDeletesFailing)
        return { status: 500, body: JSON.stringify({ error: { message: "The server had an error" } }) };
      if (root === "files" && method === "DELETE")
        return found(files.delete(id as string) ? { id, object: "file", deleted: true } : undefined);
      if (root === "files" && id === undefined) {
        const data = [...files.keys()].map((each) => ({
          id: each,
          object: "file",
          filename: fileNames.get(each) ?? "output.jsonl",
        }));
        return found({ object: "list", data: data.reverse(), has_more: false });
      }
      if (root === "files" && part === "content") {
        const text = files.get(id as string);
        return text === undefined ? found(undefined) : { status: 200, body: text };
      }
      if (root === "batches" && part === "cancel") {
        const batch = batches.find((each) => each.id === id);
        if (batch !== undefined) batch.status = "cancelling";
        return found(batch && asJson(batch));
      }
      if (root === "batches" && method === "POST") {
        const { input_file_id, metadata } = JSON.parse(body.toString()) as {
          input_file_id: string;
          metadata: Record<string, string>;
        };
        const batch = {
          id: `batch_${randomUUID()}`,
          status: "in_progress" as const,
          inputFileId: input_file_id,
          metadata,
        };
        batches.unshift(batch);
        await onMade();
        return fortune().isAnswerLost ? "lost" : found(asJson(batch));
      }
      if (root === "batches" && id === undefined)
        return found({ object: "list", data: batches.map(asJson), has_more: false });
      if (root === "batches") {
        const batch = batches.find((each) => each.id === id);
        return found(batch && asJson(batch));
      }
      return null;
    },
  };
}
