import { sql, type Transaction } from "kysely";
import type { Done, Saved } from "../batch/definition.js";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { VerdictStatus } from "../db/schema/email.js";
import type { Schema } from "../db/schema.js";
import type { VerificationItem } from "./claim-verifications.js";
import { nextLook } from "./verdict.js";
import type { DomainNews, Verification } from "./verify.js";

export interface SaveOptions {
  againDays: number;
  domainTtlHours: number;
}

/** A domain for which DNS failed is looked up again soon. */
const UNKNOWN_DOMAIN_TTL_HOURS = 1 / 6;

/** Saves verdicts and findings about domains; releases the claims. */
export async function saveVerifications(
  tx: Transaction<Schema>,
  done: readonly Done<VerificationItem, Verification>[],
  runId: bigint,
  options: SaveOptions,
): Promise<Saved> {
  await saveDomains(
    tx,
    done.flatMap(({ result }) => result.news ?? []),
    options.domainTtlHours,
  );
  const closed = await saveVerdicts(tx, done, runId, options.againDays);
  const of = (status: VerdictStatus) => closed.filter((row) => row.found === status).length;
  return {
    closed: closed.length,
    tallies: {
      deliverable: of("deliverable"),
      risky: of("risky"),
      undeliverable: of("undeliverable"),
      unknown: of("unknown"),
    },
  };
}

/**
 * Saves verdicts. An uncertain verdict never replaces one that rests on facts; it only sets the time of the next look.
 */
async function saveVerdicts(
  tx: Transaction<Schema>,
  done: readonly Done<VerificationItem, Verification>[],
  runId: bigint,
  againDays: number,
): Promise<{ found: VerdictStatus }[]> {
  const seen = done.map(({ item, result }) => ({
    id: item.id,
    result,
    look: nextLook(result, result.isGreylisted, item.before, againDays),
  }));
  const { rows } = await sql<{ found: VerdictStatus }>`
    with seen as (
      select *
      from ${rowsAs("seen", seen, {
        id: ["bigint", ({ id }) => id],
        status: ["text", ({ result }) => result.status],
        reasons: ["text[]", ({ result }) => result.reasons],
        suggestion: ["text", ({ result }) => result.traits.suggestion],
        is_free: ["boolean", ({ result }) => result.traits.isFree],
        is_definite: ["boolean", ({ result }) => result.isDefinite],
        mail_host: ["text", ({ result }) => result.answer?.host],
        smtp_reply: ["text", ({ result }) => result.answer?.reply],
        smtp_unasked: [
          "boolean",
          ({ result }) => result.domain?.kind === "hosts" && result.mailbox.kind === "not_asked",
        ],
        smtp_again: ["boolean", ({ result }) => result.mailbox.kind === "unknown" || result.isGreylisted],
        doubt: ["text", ({ result }) => doubtOf(result)],
        greylisted: ["smallint", ({ look }) => look.greylisted],
        doubtful: ["smallint", ({ look }) => look.doubtful],
        wait_ms: ["bigint", ({ look }) => Math.round(look.waitMs)],
      })}
    ),
    held as (
      select seen.*, queue.is_definite and not seen.is_definite as is_kept
      from "EmailVerification" as queue
      join seen on seen.id = queue.id
      where queue.claimed_by = ${runId}
      order by queue.id
      for no key update of queue
    )
    update "EmailVerification" as queue
    set status = case when held.is_kept then queue.status else held.status end,
        reason = case when held.is_kept then queue.reason else (held.reasons::text[])[1] end,
        reasons = case when held.is_kept then queue.reasons else held.reasons::text[] end,
        suggestion = held.suggestion,
        is_free = held.is_free,
        is_definite = queue.is_definite or held.is_definite,
        mail_host = case when held.is_kept then queue.mail_host else held.mail_host end,
        smtp_reply = case when held.is_kept then queue.smtp_reply else held.smtp_reply end,
        verified_at = case when held.is_kept then queue.verified_at else now() end,
        checked_at = now(),
        smtp_unasked = held.smtp_unasked,
        smtp_again = held.smtp_again,
        greylisted = held.greylisted,
        doubtful = held.doubtful,
        needs_decision = queue.needs_decision or not held.is_kept,
        attempts = 0,
        next_attempt_at = now() + held.wait_ms * interval '1 millisecond',
        outcome = 'ok',
        last_error = held.doubt,
        claimed_by = null
    from held
    where queue.id = held.id
    returning held.status as found
  `.execute(tx);
  return rows;
}

/** @returns what could not be determined; null if nothing was left open. */
function doubtOf({ domain, mailbox, isGreylisted }: Verification): string | null {
  if (domain?.kind === "unknown") return domain.reason;
  if (mailbox.kind === "unknown") return mailbox.doubt;
  return isGreylisted ? "greylisted" : null;
}

/** If two items of a chunk have findings on one domain, a known value goes before an unknown one. */
function merged(news: readonly DomainNews[]): DomainNews[] {
  const byDomain = new Map<string, DomainNews>();
  for (const item of news) {
    const other = byDomain.get(item.domain);
    byDomain.set(item.domain, {
      domain: item.domain,
      finding: item.finding ?? other?.finding ?? null,
      isCatchAll:
        item.isCatchAll ?? other?.isCatchAll ?? (item.isCatchAll === null ? null : other?.isCatchAll),
      catchAllProbe: item.catchAllProbe ?? other?.catchAllProbe ?? null,
    });
  }
  return [...byDomain.values()].filter(
    ({ finding, isCatchAll }) => finding !== null || isCatchAll !== undefined,
  );
}

async function saveDomains(
  tx: Transaction<Schema>,
  news: readonly DomainNews[],
  ttlHours: number,
): Promise<void> {
  const rows = merged(news);
  if (rows.length === 0) return;
  await sql`
    insert into "EmailDomain" as known (
      domain, finding, reason, mx, checked_at, expires_at, catch_all, catch_all_checked_at, catch_all_probe
    )
    select
      domain, finding, reason, coalesce(mx, '[]'::jsonb),
      case when finding is not null then now() end,
      case when finding is not null then now() + ttl_seconds * interval '1 second' end,
      catch_all,
      case when catch_all is not null then now() end,
      catch_all_probe
    from ${rowsAs("news", rows, {
      domain: ["text", ({ domain }) => domain],
      finding: ["text", ({ finding }) => finding?.kind],
      reason: [
        "text",
        ({ finding }) => (finding === null || finding.kind === "hosts" ? null : finding.reason),
      ],
      mx: ["jsonb", ({ finding }) => (finding?.kind === "hosts" ? jsonParameter(finding.hosts) : null)],
      ttl_seconds: ["bigint", ({ finding }) => ttlSeconds(finding, ttlHours)],
      catch_all: ["boolean", ({ isCatchAll }) => isCatchAll],
      catch_all_probe: ["text", ({ catchAllProbe }) => catchAllProbe],
    })}
    order by domain
    on conflict (domain) do update
    set finding = case when excluded.finding is null then known.finding else excluded.finding end,
        reason = case when excluded.finding is null then known.reason else excluded.reason end,
        mx = case when excluded.finding is null then known.mx else excluded.mx end,
        checked_at = coalesce(excluded.checked_at, known.checked_at),
        expires_at = coalesce(excluded.expires_at, known.expires_at),
        catch_all = coalesce(excluded.catch_all, known.catch_all),
        catch_all_checked_at = coalesce(excluded.catch_all_checked_at, known.catch_all_checked_at),
        catch_all_probe = coalesce(known.catch_all_probe, excluded.catch_all_probe)
  `.execute(tx);
}

function ttlSeconds(finding: DomainNews["finding"], ttlHours: number): number {
  const hours =
    finding?.kind === "hosts"
      ? ttlHours
      : finding?.kind === "none"
        ? ttlHours / 4
        : Math.min(ttlHours, UNKNOWN_DOMAIN_TTL_HOURS);
  return Math.round(hours * 3_600);
}
