import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { EmailSignalKind } from "../db/schema/email.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../keep-out/forgotten.js";
import type { Address } from "./address.js";

/** The fate of mail to an address, or a statement about the address. */
export interface EmailSignal {
  address: Pick<Address, "email" | "domain">;
  kind: EmailSignalKind;
  /** The source: operator, gmail, instantly … */
  source: string;
  /** Distinguishes signals of this kind from one source, for example a message's id. */
  reference?: string;
  detail?: string | null;
  /** null for now. */
  at: Date | null;
}

/**
 * Adds signals and marks their addresses for a new decision (`mark-bad-emails`). A repeated signal counts once, with
 * its newest time, so that this may run twice. Unknown addresses are queued. Nothing is added about people who were
 * erased.
 */
export async function addEmailSignals(
  tx: Transaction<Schema>,
  signals: readonly EmailSignal[],
): Promise<void> {
  const rows = [...new Map(signals.map((signal) => [keyOf(signal), signal])).values()];
  if (rows.length === 0) return;
  await sql`
    insert into "EmailSignal" as known (email, kind, source, reference, detail, at)
    select email, kind, source, reference, detail, coalesce(at, now())
    from ${rowsAs("told", rows, {
      email: ["text", ({ address }) => address.email],
      kind: ["text", ({ kind }) => kind],
      source: ["text", ({ source }) => source],
      reference: ["text", ({ reference }) => reference ?? ""],
      detail: ["text", ({ detail }) => detail],
      at: ["timestamptz", ({ at }) => at],
    })}
    where not ${isForgotten("email", sql`email`)}
    order by email, kind, source, reference
    on conflict (email, kind, source, reference) do update
    set at = excluded.at, detail = excluded.detail
    where excluded.at > known.at
  `.execute(tx);
  await sql`
    insert into "EmailVerification" as known (email, domain, needs_decision)
    select distinct email, domain, true
    from ${rowsAs("told", rows, {
      email: ["text", ({ address }) => address.email],
      domain: ["text", ({ address }) => address.domain],
    })}
    where not ${isForgotten("email", sql`email`)}
    order by email
    on conflict (email) do update
    set needs_decision = true
    where not known.needs_decision
  `.execute(tx);
}

function keyOf({ address, kind, source, reference = "" }: EmailSignal): string {
  return JSON.stringify([address.email, kind, source, reference]);
}
