import { sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import { rowsAs } from "../db/rows.js";
import type { EmailDecision, EmailSignalKind, VerdictStatus } from "../db/schema/email.js";
import type { Schema } from "../db/schema.js";
import { type Decided, decide } from "./decision.js";
import { queueAddresses } from "./queue-addresses.js";

interface Undecided {
  id: bigint;
  email: string;
  status: VerdictStatus | null;
  reason: string | null;
  is_definite: boolean;
  verified_at: Date | null;
  decision: EmailDecision | null;
}

/** Rounds of queueing per chunk, so that a first run over a large stock is not one large transaction. */
const QUEUE_ROUNDS = 5;

/**
 * Decides on addresses with new information, and saves the decision in every account that shows one: status, reason,
 * time, and whether so many accounts share it that it is an agency's.
 * @param sharedFrom the number of accounts from which an address counts as an agency's.
 */
export async function decideEmails(
  tx: Transaction<Schema>,
  limit: number,
  sharedFrom: number,
): Promise<Swept> {
  const rows = await takeUndecided(tx, limit);
  for (let round = 0; rows.length < limit && round < QUEUE_ROUNDS; round++) {
    if ((await queueAddresses(tx)) === 0) break;
    rows.push(...(await takeUndecided(tx, limit - rows.length, rows)));
  }
  if (rows.length === 0) return { subjects: [], tallies: {} };
  const signals = await signalsOf(tx, rows);
  const decided = rows.map((row) => ({
    ...row,
    decided: decide({ verdict: verdictOf(row), signals: signals.get(row.email) ?? [] }),
  }));
  const accounts = await write(tx, decided, sharedFrom);
  const of = (decision: EmailDecision) => decided.filter((row) => row.decided.decision === decision).length;
  return {
    subjects: rows.map(({ email }) => email),
    tallies: {
      good: of("good"),
      risky: of("risky"),
      bad: of("bad"),
      unknown: of("unknown"),
      good_again: decided.filter((row) => row.decision === "bad" && row.decided.decision === "good").length,
      accounts_marked: accounts,
    },
  };
}

// "EmailVerification_undecided" contains exactly these rows.
async function takeUndecided(
  tx: Transaction<Schema>,
  limit: number,
  taken: readonly Undecided[] = [],
): Promise<Undecided[]> {
  const { rows } = await sql<Undecided>`
    select id, email, status, reason, is_definite, verified_at, decision
    from "EmailVerification"
    where needs_decision and id <> all(${taken.map(({ id }) => id)}::bigint[])
    order by id
    limit ${limit}
    for no key update skip locked
  `.execute(tx);
  return rows;
}

async function signalsOf(
  tx: Transaction<Schema>,
  rows: readonly Undecided[],
): Promise<Map<string, { kind: EmailSignalKind; at: Date }[]>> {
  const signals = await tx
    .selectFrom("EmailSignal")
    .select(["email", "kind", "at"])
    .where("email", "=", sql<string>`any(${rows.map(({ email }) => email)}::text[])`)
    .execute();
  const byEmail = new Map<string, { kind: EmailSignalKind; at: Date }[]>();
  for (const { email, ...signal } of signals) byEmail.set(email, [...(byEmail.get(email) ?? []), signal]);
  return byEmail;
}

function verdictOf({ status, reason, is_definite, verified_at }: Undecided) {
  if (status === null || reason === null || verified_at === null) return null;
  return { status, reason, isDefinite: is_definite, verifiedAt: verified_at };
}

/** @returns how many accounts changed. An unchanged decision keeps its time. */
async function write(
  tx: Transaction<Schema>,
  rows: readonly (Undecided & { decided: Decided })[],
  sharedFrom: number,
): Promise<number> {
  const { rows: marked } = await sql`
    with decided as (
      select decided.*, (
        select count(*) from "InstagramAccountBase" as account where account.ig_email = decided.email collate "C"
      ) as shown_by
      from ${rowsAs("decided", rows, {
        id: ["bigint", ({ id }) => id],
        email: ["text", ({ email }) => email],
        decision: ["text", ({ decided }) => decided.decision],
        reason: ["text", ({ decided }) => decided.reason],
      })}
    ),
    address as (
      update "EmailVerification" as address
      set decision = decided.decision,
          decision_reason = decided.reason,
          decided_at = case
            when (address.decision, address.decision_reason) is distinct from (decided.decision, decided.reason) then now()
            else address.decided_at
          end,
          shown_by = decided.shown_by,
          needs_decision = false
      from decided
      where address.id = decided.id
      returning address.email, address.decision, address.decision_reason, address.decided_at,
        address.shown_by >= ${sharedFrom} as is_shared
    ),
    account as (
      select account.id, address.decision, address.decision_reason, address.decided_at, address.is_shared
      from address
      join "InstagramAccountBase" as account on account.ig_email = address.email
      where (account.ig_email_status, account.ig_email_status_reason, account.ig_email_status_at, account.ig_email_is_shared)
        is distinct from (address.decision, address.decision_reason, address.decided_at, address.is_shared)
      order by account.id
      for no key update of account
    )
    update "InstagramAccountBase" as stored
    set ig_email_status = account.decision,
        ig_email_status_reason = account.decision_reason,
        ig_email_status_at = account.decided_at,
        ig_email_is_shared = account.is_shared
    from account
    where stored.id = account.id
    returning stored.id
  `.execute(tx);
  return marked.length;
}
