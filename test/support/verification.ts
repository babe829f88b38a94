import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";
import { claimVerifications, type VerificationItem } from "../../src/core/email/claim-verifications.js";
import type { DomainFinding, MailDns } from "../../src/core/email/mail-hosts.js";
import type { MailboxProber, ProbeAnswer } from "../../src/core/email/mailbox-prober.js";
import { saveVerifications } from "../../src/core/email/save-verifications.js";
import { openVerifier, type Verification } from "../../src/core/email/verify.js";
import { startRun } from "../../src/core/record/runs.js";

const OPTIONS = { againDays: 30, domainTtlHours: 24 };

/** Adds accounts that show these addresses, numbered from 1. */
export async function accountsShowing(db: Kysely<Schema>, ...emails: (string | null)[]): Promise<void> {
  const { rows } = await sql<{
    last: bigint;
  }>`select coalesce(max(id), 0) as last from "InstagramAccountBase"`.execute(db);
  await db
    .insertInto("InstagramAccountBase")
    .values(
      emails.map((ig_email, index) => {
        const id = (rows[0]?.last ?? 0n) + BigInt(index + 1);
        return { id, username: `user${id}`, ig_email };
      }),
    )
    .execute();
}

/** A DNS that returns the same finding for every domain. */
export function dnsFinding(finding: DomainFinding): MailDns {
  return {
    mailHostsOf: async () => finding,
    addressesOf: async () => ["192.0.2.1"],
    questions: 0,
    close() {},
  };
}

export const HOSTS: DomainFinding = { kind: "hosts", hosts: [{ name: "mx.host.example", preference: 10 }] };

/** A mail host that gives this answer for the mailbox, and says that no other exists. */
export function hostSaying(meaning: ProbeAnswer["meaning"], mailbox?: string): MailboxProber {
  return {
    isPortClosed: false,
    ask: async ({ local }) => ({
      meaning: mailbox === undefined || local === mailbox ? meaning : "missing",
      host: "mx.host.example",
      reply: null,
    }),
  };
}

export interface Look {
  withSmtp?: boolean;
  dns?: MailDns;
  prober?: MailboxProber | null;
  limit?: number;
}

/** One run of verification: claims, verifies with the given DNS and prober, and saves. @returns what was verified. */
export async function lookAt(
  db: Kysely<Schema>,
  { withSmtp = false, dns = dnsFinding(HOSTS), prober = null, limit = 100 }: Look = {},
): Promise<{ item: VerificationItem; result: Verification }[]> {
  const runId = await startRun(db, { command: "verify-emails", version: "test", options: {} });
  const { items } = await claimVerifications(db, runId, limit, { withSmtp, againDays: OPTIONS.againDays });
  const verifier = openVerifier({ dns, prober });
  const signal = new AbortController().signal;
  const done: { item: VerificationItem; result: Verification }[] = [];
  for (const item of items)
    done.push({ item, result: await verifier.verify(item.email, item.known, runId, signal) });
  if (done.length > 0) await db.transaction().execute((tx) => saveVerifications(tx, done, runId, OPTIONS));
  return done;
}

/** Moves stored times back, as if the interval had passed for the queue and for what is known of domains. */
export async function letTimePass(db: Kysely<Schema>, interval: string): Promise<void> {
  await sql`
    update "EmailVerification"
    set next_attempt_at = next_attempt_at - ${interval}::interval,
        verified_at = verified_at - ${interval}::interval
  `.execute(db);
  await sql`
    update "EmailDomain"
    set expires_at = expires_at - ${interval}::interval,
        catch_all_checked_at = catch_all_checked_at - ${interval}::interval
  `.execute(db);
  await sql`update "EmailSignal" set at = at - ${interval}::interval`.execute(db);
}
