import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { boundedJson } from "../cli/json-shapes.js";
import { lazily } from "../cli/lazily.js";
import { listFormat } from "../cli/list-format.js";
import { isGiven } from "../cli/options.js";
import { verifiedJson } from "../cli/verified-json.js";
import { claimVerifications, type VerificationItem } from "../core/email/claim-verifications.js";
import type { VerificationSession } from "../core/email/session.js";

const verifyGiven = lazily(async () => (await import("../cli/verify-given.js")).verifyGiven);
const openVerification = lazily(async () => (await import("../core/email/session.js")).openVerification);
const saveVerifications = lazily(
  async () => (await import("../core/email/save-verifications.js")).saveVerifications,
);

const OPTIONS = {
  smtp: { summary: "Ask mail hosts whether the mailbox exists, without sending a message", schema: isGiven },
  email: {
    value: "ADDRESS[,ADDRESS]",
    summary: "Verify these addresses and print the results without storing them",
    schema: z
      .string()
      .transform((text) => text.split(",").map((part) => part.trim()))
      .optional(),
  },
  format: listFormat,
};

const queued = batchCommand({
  name: "verify-emails",
  group: "enrichment",
  summary: "Verify which of the accounts' addresses can receive mail",
  details:
    "Checks syntax, lists and DNS; with --smtp also asks the mail hosts, with one conversation at a time per host. A verdict is deliverable, risky, undeliverable or unknown, with reasons; an address that could not be checked is unknown, never undeliverable. Addresses given as arguments, in --email or on standard input (-) are printed with their verdicts and not stored.",
  examples: [
    "igminer verify-emails --batch 1000",
    "igminer verify-emails --batch 200 --smtp --max-seconds 280",
    "igminer verify-emails jane@example.com --json",
    "igminer verify-emails - --format csv < addresses.txt",
  ],
  defaults: { batch: 200, concurrency: 100 },
  options: OPTIONS,
  definition: ({ smtp }, { settings }) => {
    const { verifyAgainDays: againDays, domainTtlHours } = settings.config.email;
    return {
      queue: "EmailVerification" as const,
      claim: (db, runId, limit) => claimVerifications(db, runId, limit, { withSmtp: smtp, againDays }),
      subject: (item: VerificationItem) => item.email,
      async work(item: VerificationItem, session: VerificationSession, signal) {
        const verification = await session.verifier.verify(item.email, item.known, item.runId, signal);
        session.assertPortIsOpen();
        return verification;
      },
      save: (tx, done, { runId }) => saveVerifications(tx, done, runId, { againDays, domainTtlHours }),
      nothingToDo: async () =>
        "every known address is verified or not due yet; mine-new and find-emails add new ones.",
    };
  },
  adviceAfter({ tallies }, { smtp }, { settings }) {
    if (smtp || (tallies.unknown ?? 0) === 0) return null;
    const missing = settings.config.smtp.mailFrom === null ? "set IGMINER_MAIL_FROM, then run" : "run";
    return `Only the mail host knows whether a mailbox exists: ${missing} igminer verify-emails --smtp.`;
  },
  async openTools({ smtp }, database, { settings }, draining) {
    const session = await openVerification({
      config: settings.config,
      smtp: smtp ? { db: database.kysely } : null,
      draining,
    });
    return { tools: session, requests: session.requests, close: session.close };
  },
});

export default {
  ...queued,
  json: z.union([boundedJson, verifiedJson]),
  arguments: {
    name: "[addresses...]",
    summary: "Addresses to verify without storing results; - for standard input",
  },
  run: (
    values: Parameters<typeof queued.run>[0],
    names: string[],
    context: Parameters<typeof queued.run>[2],
  ) => {
    const { email, smtp, format } = values as {
      email?: string[];
      smtp: boolean;
      format: "table" | "csv" | "jsonl";
    };
    return names.length > 0 || email !== undefined
      ? verifyGiven([...names, ...(email ?? [])], { smtp, format }, context)
      : queued.run(values, names, context);
  },
};
