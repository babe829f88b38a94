import type { Kysely } from "kysely";
import type { OpenTools } from "../../batch/open-tools.js";
import type { Schema } from "../../db/schema.js";
import { NotSetUp } from "../../failure.js";
import { openGate } from "../../net/gate.js";
import type { Config } from "../../settings/settings.js";
import { type GmailMailbox, openGmail } from "./client.js";
import { type MailReader, openMailReader } from "./mail-reader.js";

export interface GmailTools {
  db: Kysely<Schema>;
  gmail: GmailMailbox;
  reader: MailReader;
}

/** Opens the mailbox for one run, behind its gate. @throws Failure (exit 2) if a setting is missing. */
export async function openGmailSession(
  { kysely: db }: { kysely: Kysely<Schema> },
  config: Config,
  draining: AbortSignal,
): Promise<OpenTools<GmailTools>> {
  requireClient(config.gmail);
  if (config.gmail.refreshToken === null) {
    throw new NotSetUp(
      "Gmail needs a refresh token: IGMINER_GMAIL_REFRESH_TOKEN is not set.",
      "Get one: igminer gmail auth",
    );
  }
  const gate = await openGate({ db, source: "gmail", policy: config.gmail, isBackground: true, draining });
  const reader = openMailReader();
  return {
    tools: { db, gmail: openGmail(config.gmail, config.http.timeoutMs, gate), reader },
    requests: () => gate.requests,
    async close() {
      await reader.close();
      await gate.close();
    },
  };
}

/** @throws Failure (exit 2) if there is no OAuth client. */
export function requireClient({ clientId, clientSecret }: Config["gmail"]): {
  clientId: string;
  clientSecret: string;
} {
  if (clientId !== null && clientSecret !== null) return { clientId, clientSecret };
  throw new NotSetUp(
    "Gmail needs an OAuth client: IGMINER_GMAIL_CLIENT_ID and IGMINER_GMAIL_CLIENT_SECRET are not both set.",
    "Make one in Google's cloud console (type: desktop app, Gmail API enabled).",
  );
}
