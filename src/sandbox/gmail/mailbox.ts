/** A message in the sandbox. */
export interface SandboxMessage {
  id: string;
  threadId: string;
  labelIds: Set<string>;
  receivedAtMs: number;
  raw: string;
}

/** One change to the mailbox. */
export interface HistoryRecord {
  id: number;
  kind: "messageAdded" | "labelAdded";
  messageId: string;
  labelIds: string[];
}

export interface GmailOptions {
  /** Quota units per minute. */
  quotaPerMinute: number;
  /** The only accepted refresh token, or null for any. */
  refreshToken: string | null;
}

const ACCESS_TOKEN_MS = 3_600_000;

/** A mailbox that accepts messages, with its history, labels and quota. */
export function newGmailSandbox({ quotaPerMinute, refreshToken }: GmailOptions) {
  const messages = new Map<string, SandboxMessage>();
  const labels = new Map<string, string>(["INBOX", "SENT", "SPAM", "TRASH"].map((name) => [name, name]));
  const history: HistoryRecord[] = [];
  const spent: { atMs: number; units: number }[] = [];
  const calls = new Map<string, number>();
  let newest = 1_000;
  let oldest = 1_000;
  /** When each expires: Google accepts older tokens alongside newer ones, each for an hour. */
  const accessTokens = new Map<string, number>();

  function note(kind: HistoryRecord["kind"], messageId: string, labelIds: string[]): void {
    history.push({ id: ++newest, kind, messageId, labelIds });
  }

  return {
    messages,
    labels,
    calls,
    refreshToken,
    historyId: () => newest,
    /** @returns null if the id is too old. */
    historySince: (id: number) => (id < oldest ? null : history.filter((record) => record.id > id)),
    /** Drops the history, as Gmail does after about a week. */
    expireHistory(): void {
      oldest = ++newest;
    },
    deliver(raw: string, { labelIds = ["INBOX"], threadId = "", receivedAtMs = Date.now() } = {}): string {
      const id = (0x18c0_0000_0000 + messages.size + 1).toString(16);
      messages.set(id, { id, threadId: threadId || id, labelIds: new Set(labelIds), receivedAtMs, raw });
      note("messageAdded", id, labelIds);
      return id;
    },
    /** Creates a label. @returns its id, or null if the name is taken, in any case. */
    addLabel(name: string): string | null {
      if ([...labels.values()].some((known) => known.toLowerCase() === name.toLowerCase())) return null;
      const id = `Label_${labels.size}`;
      labels.set(id, name);
      return id;
    },
    /** @returns false if the message or a label does not exist. */
    label(messageId: string, labelIds: readonly string[]): boolean {
      const message = messages.get(messageId);
      if (message === undefined || labelIds.some((id) => !labels.has(id))) return false;
      const added = labelIds.filter((id) => !message.labelIds.has(id));
      for (const id of added) message.labelIds.add(id);
      if (added.length > 0) note("labelAdded", messageId, added);
      return true;
    },
    /** @returns false if the message does not exist. */
    unlabel(messageId: string, labelIds: readonly string[]): boolean {
      const message = messages.get(messageId);
      for (const id of labelIds) message?.labelIds.delete(id);
      return message !== undefined;
    },
    /** Spends units of the last minute's quota. @returns false if it is used up. */
    spend(call: string, units: number): boolean {
      const now = performance.now();
      while (spent[0] !== undefined && spent[0].atMs <= now - 60_000) spent.shift();
      if (spent.reduce((sum, one) => sum + one.units, units) > quotaPerMinute) return false;
      spent.push({ atMs: now, units });
      calls.set(call, (calls.get(call) ?? 0) + 1);
      return true;
    },
    unitsSpent: () => spent.reduce((sum, { units }) => sum + units, 0),
    newAccessToken(): string {
      const token = `access-${accessTokens.size + 1}`;
      accessTokens.set(token, performance.now() + ACCESS_TOKEN_MS);
      return token;
    },
    isAccessToken: (token: string) => performance.now() < (accessTokens.get(token) ?? 0),
    /** The names of a message's labels, as a person sees them. */
    labelsOf: (messageId: string) =>
      [...(messages.get(messageId)?.labelIds ?? [])].map((id) => labels.get(id) ?? id).sort(),
  };
}

export type GmailSandbox = ReturnType<typeof newGmailSandbox>;
