import type { GmailSandbox } from "../gmail/mailbox.js";
import { json, type Reply, type Route, type SandboxRequest } from "./route.js";

const MOST_IN_BATCH = 1_000;

/**
 * Gmail's API, version 1, and Google's OAuth endpoints, in the form of their public references, with quota units (facts
 * §6).
 */
export const gmailRoutes: readonly Route[] = [
  {
    path: /^\/token$/,
    method: "POST",
    service: "gmail",
    answer: ({ body }, _match, { gmail }) => token(body, gmail),
  },
  {
    // Simulates a person who consents at once.
    path: /^\/o\/oauth2\/v2\/auth$/,
    service: "sandbox",
    answer({ query }) {
      const back = new URL(query.get("redirect_uri") ?? "");
      back.searchParams.set("state", query.get("state") ?? "");
      back.searchParams.set("code", "code-of-the-sandbox");
      return { status: 302, body: "", headers: { location: back.href } };
    },
  },
  api("GET", "profile", 1, (_request, _match, gmail) =>
    json(
      200,
      JSON.stringify({
        emailAddress: "us@our.example",
        messagesTotal: gmail.messages.size,
        historyId: String(gmail.historyId()),
      }),
    ),
  ),
  api("GET", "history", 2, history),
  api("GET", "messages", 5, list),
  api("GET", "messages/([^/]+)", 5, (_request, match, gmail) => {
    const message = gmail.messages.get(match[1] as string);
    if (message === undefined) return refused(404, "Requested entity was not found.", "notFound");
    const { id, threadId, labelIds, receivedAtMs, raw } = message;
    return json(
      200,
      JSON.stringify({
        id,
        threadId,
        labelIds: [...labelIds],
        internalDate: String(receivedAtMs),
        raw: Buffer.from(raw).toString("base64url"),
      }),
    );
  }),
  api("GET", "threads/([^/]+)", 10, (_request, match, gmail) => {
    const messages = [...gmail.messages.values()].filter(({ threadId }) => threadId === match[1]);
    if (messages.length === 0) return refused(404, "Requested entity was not found.", "notFound");
    return json(
      200,
      JSON.stringify({
        id: match[1],
        messages: messages.map(({ id, threadId, labelIds, raw }) => ({
          id,
          threadId,
          labelIds: [...labelIds],
          payload: { headers: [{ name: "To", value: /^To: (.*)$/m.exec(raw)?.[1] ?? "" }] },
        })),
      }),
    );
  }),
  api("POST", "messages/batchModify", 50, ({ body }, _match, gmail) => {
    const { ids = [], addLabelIds = [] } = JSON.parse(body);
    if (ids.length < 1 || ids.length > MOST_IN_BATCH) return refused(400, "Invalid ids", "invalidArgument");
    if (addLabelIds.some((id: string) => !gmail.labels.has(id)))
      return refused(400, "Invalid label", "invalidArgument");
    // Messages that are gone are skipped.
    for (const id of ids) gmail.label(id, addLabelIds);
    return { status: 204, body: "" };
  }),
  api("POST", "messages/([^/]+)/modify", 5, ({ body }, match, gmail) => {
    const id = match[1] as string;
    if (!gmail.messages.has(id)) return refused(404, "Requested entity was not found.", "notFound");
    const { addLabelIds = [], removeLabelIds = [] } = JSON.parse(body);
    if (!gmail.label(id, addLabelIds)) return refused(400, "Invalid label", "invalidArgument");
    gmail.unlabel(id, removeLabelIds);
    return json(200, JSON.stringify({ id }));
  }),
  api("GET", "labels", 1, (_request, _match, gmail) =>
    json(200, JSON.stringify({ labels: [...gmail.labels].map(([id, name]) => ({ id, name })) })),
  ),
  api("POST", "labels", 5, ({ body }, _match, gmail) => {
    const { name } = JSON.parse(body);
    const id = gmail.addLabel(name);
    return id === null
      ? refused(409, "Label name exists or conflicts", "aborted")
      : json(200, JSON.stringify({ id, name }));
  }),
  {
    path: /^\/_sandbox\/gmail\/deliver$/,
    method: "POST",
    service: "sandbox",
    answer({ body, query }, _match, { gmail }) {
      const id = gmail.deliver(body, {
        labelIds: (query.get("labels") ?? "INBOX").split(","),
        threadId: query.get("thread") ?? "",
      });
      return json(200, JSON.stringify({ id }));
    },
  },
];

function api(
  method: "GET" | "POST",
  path: string,
  units: number,
  answer: (request: SandboxRequest, match: RegExpExecArray, gmail: GmailSandbox) => Reply,
): Route {
  return {
    path: new RegExp(`^/gmail/v1/users/[^/]+/${path}$`),
    method,
    service: "gmail",
    answer(request, match, { gmail }) {
      const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      if (!gmail.isAccessToken(given))
        return refused(401, "Request had invalid authentication credentials.", "authError");
      if (!gmail.spend(`${method} ${path}`, units))
        return refused(429, "Quota exceeded for quota metric 'Queries'.", "rateLimitExceeded");
      return answer(request, match, gmail);
    },
  };
}

function token(body: string, gmail: GmailSandbox): Reply {
  const form = new URLSearchParams(body);
  const isRefresh = form.get("grant_type") === "refresh_token";
  const isKnown = isRefresh
    ? gmail.refreshToken === null || form.get("refresh_token") === gmail.refreshToken
    : form.get("code") === "code-of-the-sandbox";
  if (!isKnown)
    return json(400, '{"error":"invalid_grant","error_description":"Token has been expired or revoked."}');
  return json(
    200,
    JSON.stringify({
      access_token: gmail.newAccessToken(),
      expires_in: 3_599,
      token_type: "Bearer",
      scope: "https://www.googleapis.com/auth/gmail.modify",
      ...(!isRefresh && { refresh_token: gmail.refreshToken ?? "refresh-of-the-sandbox" }),
    }),
  );
}

function history({ query }: SandboxRequest, _match: RegExpExecArray, gmail: GmailSandbox): Reply {
  const records = gmail.historySince(Number(query.get("startHistoryId")));
  if (records === null) return refused(404, "Requested entity was not found.", "notFound");
  const from = Number(query.get("pageToken") ?? 0);
  if (!Number.isInteger(from)) return refused(400, "Invalid pageToken", "invalidArgument");
  const most = Number(query.get("maxResults") ?? 100);
  const page = records.slice(from, from + most).map(({ id, kind, messageId, labelIds }) => {
    const message = { id: messageId, threadId: gmail.messages.get(messageId)?.threadId, labelIds };
    return kind === "messageAdded"
      ? { id: String(id), messagesAdded: [{ message }] }
      : { id: String(id), labelsAdded: [{ message, labelIds }] };
  });
  const isOver = from + most >= records.length;
  return json(
    200,
    JSON.stringify({
      ...(page.length > 0 && { history: page }),
      ...(!isOver && { nextPageToken: String(from + most) }),
      historyId: String(gmail.historyId()),
    }),
  );
}

function list({ query }: SandboxRequest, _match: RegExpExecArray, gmail: GmailSandbox): Reply {
  const from = Number(query.get("pageToken") ?? 0);
  if (!Number.isInteger(from)) return refused(400, "Invalid pageToken", "invalidArgument");
  const most = Number(query.get("maxResults") ?? 100);
  const days = Number(/newer_than:(\d+)d/.exec(query.get("q") ?? "")?.[1] ?? Infinity);
  const found = [...gmail.messages.values()]
    .filter(({ receivedAtMs }) => receivedAtMs > Date.now() - days * 86_400_000)
    .reverse();
  const isOver = from + most >= found.length;
  return json(
    200,
    JSON.stringify({
      messages: found.slice(from, from + most).map(({ id, threadId }) => ({ id, threadId })),
      ...(!isOver && { nextPageToken: String(from + most) }),
      resultSizeEstimate: found.length,
    }),
  );
}

function refused(code: number, message: string, reason: string): Reply {
  return json(
    code,
    JSON.stringify({
      error: { code, message, errors: [{ message, domain: "global", reason }], status: reason },
    }),
  );
}
