import { type Kysely, sql } from "kysely";
import { claimedRows } from "../claims/claim-rows.js";
import type { Schema } from "../db/schema.js";
import type { DomainFinding } from "./mail-hosts.js";
import { queueAddresses } from "./queue-addresses.js";
import type { Patience } from "./verdict.js";
import type { KnownDomain } from "./verify.js";

/** An address to verify, with what is known of its domain. */
export interface VerificationItem {
  id: bigint;
  email: string;
  runId: bigint;
  known: KnownDomain | null;
  before: Patience;
}

export interface ClaimOptions {
  /** Mail hosts are asked: also take addresses that wait for that. */
  withSmtp: boolean;
  /** Days for which a catch-all result is valid. */
  againDays: number;
}

type Row = Pick<VerificationItem, "id" | "email"> &
  Patience & {
    finding: DomainFinding["kind"] | null;
    domain_reason: string | null;
    mx: { name: string; preference: number }[] | null;
    is_catch_all: boolean | null;
    catch_all_probe: string | null;
  };

/**
 * Claims addresses: first those due for another look, then those that passed DNS without their host being asked (with
 * SMTP), then new ones. If these do not fill the limit, addresses that accounts show are queued first.
 */
export async function claimVerifications(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  options: ClaimOptions,
): Promise<{ items: VerificationItem[]; skipped: number }> {
  const rows = await claim(db, runId, limit, options);
  if (rows.length < limit) {
    await queueAddresses(db);
    // Even if nothing was left to queue, because another run may have just queued it.
    rows.push(...(await claim(db, runId, limit - rows.length, options)));
  }
  const items = rows.map(({ id, email, greylisted, doubtful, ...domain }) => ({
    id,
    email,
    runId,
    known: knownDomain(domain),
    before: { greylisted, doubtful },
  }));
  return { items, skipped: 0 };
}

const isTried = sql<boolean>`outcome in ('ok', 'retry') and next_attempt_at <= now()`;
const isDue = { where: sql<boolean>`${isTried} and not smtp_again`, orderBy: sql`next_attempt_at` };
/** Work for mail hosts: addresses to ask again, and those that passed DNS before. */
const ofHosts = [
  { where: sql<boolean>`${isTried} and smtp_again`, orderBy: sql`next_attempt_at` },
  { where: sql<boolean>`outcome = 'ok' and smtp_unasked and next_attempt_at > now()`, orderBy: sql`id` },
];
const isFresh = { where: sql<boolean>`outcome is null`, orderBy: sql`id` };

async function claim(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  { withSmtp, againDays }: ClaimOptions,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with ${claimedRows("EmailVerification", runId, limit, [isDue, ...(withSmtp ? ofHosts : []), isFresh])}
    select claimed.id, claimed.email, claimed.greylisted, claimed.doubtful,
      case when known.expires_at > now() then known.finding end as finding,
      known.reason as domain_reason,
      known.mx,
      case when known.catch_all_checked_at > now() - make_interval(days => ${againDays}) then known.catch_all end as is_catch_all,
      known.catch_all_probe
    from claimed
    left join "EmailDomain" as known on known.domain = claimed.domain
    order by claimed.id
  `.execute(db);
  return rows;
}

function knownDomain({
  finding,
  domain_reason,
  mx,
  is_catch_all,
  catch_all_probe,
}: Pick<Row, "finding" | "domain_reason" | "mx" | "is_catch_all" | "catch_all_probe">): KnownDomain | null {
  if (mx === null) return null;
  return {
    finding: findingOf(finding, domain_reason, mx),
    isCatchAll: is_catch_all,
    catchAllProbe: catch_all_probe,
  };
}

function findingOf(
  kind: Row["finding"],
  reason: string | null,
  hosts: { name: string; preference: number }[],
): DomainFinding | null {
  switch (kind) {
    case null:
      return null;
    case "hosts":
      return { kind, hosts };
    case "none":
      return { kind, reason: reason as Extract<DomainFinding, { kind: "none" }>["reason"] };
    case "unknown":
      return { kind, reason: reason as Extract<DomainFinding, { kind: "unknown" }>["reason"] };
  }
}
