import { auth, gmail, type gmail_v1 } from "@googleapis/gmail";
import { messageOf } from "../../failure.js";
import type { OpenGate } from "../../net/gate.js";
import type { Config } from "../../settings/settings.js";
import { RateLimited, SourceError } from "../../source-error.js";
import { storableTime } from "../../text/storable-time.js";
import { MOST_BYTES } from "./read-mail.js";

/** Gmail's limit of ids per batch. A batch costs 50 units, a single request 5 (facts §6). */
const IDS_PER_BATCH = 1_000;
const BATCH_FROM = 11;
/** The base64 length of slightly more than what `readMail` reads. */
const MOST_CHARACTERS = Math.ceil(((MOST_BYTES + 3) / 3) * 4);

/** One page of changes, or of all messages. */
export interface MailPage {
  messageIds: string[];
  /** Labels added to messages. */
  labelled: { messageId: string; labelIds: string[] }[];
  nextPage: string | null;
  /** The history id that the page's answer reaches; null for a page of a full read. */
  historyId: string | null;
}

export interface RawMessage {
  id: string;
  threadId: string;
  labelIds: string[];
  receivedAt: Date;
  raw: Buffer;
}

/** One mailbox. Every method throws `SourceError`; for an expired history id or a deleted message it is "not_found". */
export interface GmailMailbox {
  /** @returns the current history id. */
  historyId(signal: AbortSignal): Promise<string>;
  /** @returns the mailbox's own address in lower case, or null if unknown. */
  address(signal: AbortSignal): Promise<string | null>;
  historySince(historyId: string, page: string | null, most: number, signal: AbortSignal): Promise<MailPage>;
  /** Messages of the last days, newest first. */
  messages(days: number, page: string | null, most: number, signal: AbortSignal): Promise<MailPage>;
  message(id: string, signal: AbortSignal): Promise<RawMessage>;
  /** @returns the To fields of our messages in a conversation, the oldest first. */
  sentTo(threadId: string, signal: AbortSignal): Promise<string[]>;
  /** @returns the ids of these labels by name; missing labels are created. */
  labels(names: readonly string[], signal: AbortSignal): Promise<Map<string, string>>;
  /** Adds a label to messages. Doing it twice changes nothing. */
  addLabel(labelId: string, messageIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** Removes labels from messages. A deleted message counts as done. */
  removeLabels(
    labelIds: readonly string[],
    messageIds: readonly string[],
    signal: AbortSignal,
  ): Promise<void>;
}

/** Opens a mailbox with its refresh token, behind its gate. */
export function openGmail(
  settings: Config["gmail"],
  timeoutMs: number,
  gate: Pick<OpenGate, "run">,
): GmailMailbox {
  const client = new auth.OAuth2({
    ...(settings.clientId !== null && { clientId: settings.clientId }),
    ...(settings.clientSecret !== null && { clientSecret: settings.clientSecret }),
    endpoints: { oauth2TokenUrl: settings.tokenUrl },
    // The limit of a request does not cover the client's own token requests. The client's default fetch (node-fetch)
    // throws an uncaught error if a request with a body is aborted before it is sent.
    transporterOptions: { timeout: timeoutMs, fetchImplementation: fetch },
  });
  client.setCredentials({ refresh_token: settings.refreshToken });
  const { users } = gmail({
    version: "v1",
    auth: client,
    rootUrl: `${settings.baseUrl.replace(/\/$/, "")}/`,
  });
  const userId = settings.mailbox;

  function ask<T>(
    request: (options: { signal: AbortSignal; timeout: number; retry: false }) => Promise<{ data: T }>,
    signal: AbortSignal,
  ): Promise<T> {
    return gate.run(async (attempt) => {
      try {
        return answerOf((await request({ signal: attempt.signal, timeout: timeoutMs, retry: false })).data);
      } catch (error) {
        attempt.signal.throwIfAborted();
        throw error instanceof SourceError ? error : asSourceError(error);
      }
    }, signal);
  }

  async function createLabel(name: string, signal: AbortSignal): Promise<string> {
    const { id } = await ask(
      (options) =>
        users.labels.create({ userId, requestBody: { name, labelListVisibility: "labelShow" } }, options),
      signal,
    );
    return required(id, "label");
  }

  return {
    async historyId(signal) {
      return required(
        (await ask((options) => users.getProfile({ userId }, options), signal)).historyId,
        "history id",
      );
    },
    async address(signal) {
      const { emailAddress } = await ask((options) => users.getProfile({ userId }, options), signal);
      return emailAddress?.toLowerCase() ?? null;
    },
    async historySince(startHistoryId, page, most, signal) {
      const data = await ask(
        (options) =>
          users.history.list(
            {
              userId,
              startHistoryId,
              maxResults: Math.min(500, most),
              historyTypes: ["messageAdded", "labelAdded"],
              ...(page !== null && { pageToken: page }),
            },
            options,
          ),
        signal,
      );
      return pageOfHistory(data);
    },
    async messages(days, page, most, signal) {
      const data = await ask(
        (options) =>
          users.messages.list(
            {
              userId,
              q: `newer_than:${days}d -in:chats -in:drafts`,
              maxResults: Math.min(500, most),
              ...(page !== null && { pageToken: page }),
            },
            options,
          ),
        signal,
      );
      return {
        messageIds: (data.messages ?? []).flatMap(({ id }) => id ?? []),
        labelled: [],
        nextPage: data.nextPageToken ?? null,
        historyId: null,
      };
    },
    async message(id, signal) {
      const data = await ask((options) => users.messages.get({ userId, id, format: "raw" }, options), signal);
      return {
        id,
        threadId: required(data.threadId, "thread"),
        labelIds: data.labelIds ?? [],
        receivedAt: required(storableTime(new Date(Number(data.internalDate ?? Number.NaN))), "date"),
        // Only what is read is kept: a page may hold 500 messages of 50 MB.
        raw: Buffer.from(required(data.raw, "content").slice(0, MOST_CHARACTERS), "base64url"),
      };
    },
    async sentTo(id, signal) {
      const { messages = [] } = await ask(
        (options) => users.threads.get({ userId, id, format: "metadata", metadataHeaders: ["To"] }, options),
        signal,
      );
      return messages
        .filter(({ labelIds }) => labelIds?.includes("SENT"))
        .flatMap(({ payload }) => (payload?.headers ?? []).flatMap(({ value }) => value ?? []));
    },
    async labels(names, signal) {
      const { labels } = await ask((options) => users.labels.list({ userId }, options), signal);
      // Gmail's label names ignore case. Every mailbox has some: INBOX, SENT, ...
      const known = new Map(required(labels, "labels").map(({ id, name }) => [name?.toLowerCase(), id]));
      const ids = new Map<string, string>();
      for (const name of names)
        ids.set(name, known.get(name.toLowerCase()) ?? (await createLabel(name, signal)));
      return ids;
    },
    async removeLabels(labelIds, messageIds, signal) {
      const requestBody = { removeLabelIds: [...labelIds] };
      for (const id of messageIds)
        await ask((options) => users.messages.modify({ userId, id, requestBody }, options), signal).catch(
          ignoreGone,
        );
    },
    async addLabel(labelId, messageIds, signal) {
      const requestBody = { addLabelIds: [labelId] };
      if (messageIds.length < BATCH_FROM) {
        for (const id of messageIds)
          await ask((options) => users.messages.modify({ userId, id, requestBody }, options), signal).catch(
            ignoreGone,
          );
        return;
      }
      for (let from = 0; from < messageIds.length; from += IDS_PER_BATCH) {
        const ids = messageIds.slice(from, from + IDS_PER_BATCH);
        await ask(
          (options) => users.messages.batchModify({ userId, requestBody: { ...requestBody, ids } }, options),
          signal,
        );
      }
    },
  };
}

function pageOfHistory(data: gmail_v1.Schema$ListHistoryResponse): MailPage {
  const records = data.history ?? [];
  const added = records.flatMap(({ messagesAdded = [] }) =>
    messagesAdded.flatMap(({ message }) => message?.id ?? []),
  );
  return {
    messageIds: [...new Set(added)],
    labelled: records.flatMap(({ labelsAdded = [] }) =>
      labelsAdded.flatMap(({ message, labelIds }) =>
        message?.id ? [{ messageId: message.id, labelIds: labelIds ?? [] }] : [],
      ),
    ),
    nextPage: data.nextPageToken ?? null,
    historyId: required(data.historyId, "history id"),
  };
}

/**
 * A proxy's page, or an error with status 200, is rejected: read as an answer, it would look like a mailbox without
 * messages, and new messages would be skipped for good.
 */
function answerOf<T>(data: T): T {
  const isPage = typeof data === "string" && data !== "";
  if (isPage || (typeof data === "object" && data !== null && "error" in data))
    throw new SourceError(
      "transient",
      `gmail: ${isPage ? "the answer is a page" : "the answer is an error"}`,
    );
  return data;
}

/** A message deleted in the meantime needs no label. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof SourceError && error.kind === "not_found")) throw error;
}

function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined)
    throw new SourceError("bad_response", `gmail: the answer has no ${what}`);
  return value;
}

interface GoogleFailure {
  status?: number;
  response?: {
    status?: number;
    headers?: { get?(name: string): string | null };
    data?: { error?: string | { message?: string; errors?: { reason?: string }[] } };
  };
}

const TOO_MANY = new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError"]);

/**
 * Converts an error of Google's client to a source error. The original contains the request with its token and is
 * dropped.
 */
function asSourceError(error: unknown): SourceError {
  const { response, status = response?.status } = error as GoogleFailure;
  const said = response?.data?.error;
  const message = typeof said === "string" ? said : (said?.message ?? messageOf(error));
  const reason = typeof said === "object" ? (said.errors?.[0]?.reason ?? "") : "";
  const text = `gmail: ${message}`;
  if (said === "invalid_grant" || said === "invalid_client" || status === 401)
    return new SourceError("unauthorized", `${text}; a new refresh token comes from: igminer gmail auth`);
  if (status === 429 || (status === 403 && TOO_MANY.has(reason))) {
    const seconds = Number(response?.headers?.get?.("retry-after") ?? Number.NaN);
    return new RateLimited(text, Number.isFinite(seconds) ? seconds * 1_000 : null);
  }
  if (status === 403) return new SourceError("unauthorized", text);
  if (status === 404) return new SourceError("not_found", text);
  if (status === undefined || status >= 500) return new SourceError("transient", text);
  return new SourceError("bad_response", text, { status });
}
