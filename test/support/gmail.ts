import type { BatchResult } from "../../src/core/batch/live-run.js";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { loadConfig } from "../../src/core/config/config.js";
import type { Database } from "../../src/core/db/database.js";
import { labelBatch } from "../../src/core/outreach/gmail/label-batch.js";
import { openGmailSession } from "../../src/core/outreach/gmail/session.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runOptionsOf } from "./tasks.js";

/** Settings that make a command use the sandbox for Gmail, without a rate limit of its own. */
export function gmailEnvironment(
  { url }: Sandbox,
  changes: Record<string, string> = {},
): Record<string, string> {
  return {
    IGMINER_GMAIL_BASE_URL: url,
    IGMINER_GMAIL_TOKEN_URL: `${url}/token`,
    IGMINER_GMAIL_AUTH_URL: `${url}/o/oauth2/v2/auth`,
    IGMINER_GMAIL_CLIENT_ID: "client-of-the-test",
    IGMINER_GMAIL_CLIENT_SECRET: "secret-of-the-test",
    IGMINER_GMAIL_REFRESH_TOKEN: "refresh-of-the-test",
    IGMINER_GMAIL_RATE_PER_MINUTE: "600000",
    IGMINER_GMAIL_MIN_RATE_PER_MINUTE: "600000",
    IGMINER_GMAIL_MAX_RATE_PER_MINUTE: "600000",
    ...changes,
  };
}

/** Reads one page of the mailbox in this process, even if it was read recently. */
export async function runLabel(
  database: Database,
  sandbox: Sandbox,
  { most = 200, environment = {} }: { most?: number; environment?: Record<string, string> } = {},
): Promise<BatchResult> {
  const { config } = loadConfig({
    environment: gmailEnvironment(sandbox, environment),
    folder: "/nonexistent",
  });
  await database.kysely.updateTable("Mailbox").set({ next_attempt_at: null }).execute();
  return runBatch(
    { name: "label-gmail", ...labelBatch("me", { ...config.gmail, most }) },
    {
      ...runOptionsOf(database),
      batch: 1,
      openTools: (draining) => openGmailSession(database, config, draining),
    },
  );
}
