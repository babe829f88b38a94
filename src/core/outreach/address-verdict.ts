import { type RawBuilder, sql } from "kysely";

/**
 * The verdict on an address, as SQL over `verification` of `EmailVerification` (null if it was never verified): the
 * decision if there is one, else the result of the verification. An undeliverable address stays undeliverable, whatever
 * was decided.
 */
export const addressVerdict: RawBuilder<"deliverable" | "risky" | "undeliverable" | "unknown"> = sql`case
  when verification.status = 'undeliverable' or verification.decision = 'bad' then 'undeliverable'
  when coalesce(verification.decision = 'risky', verification.status = 'risky') then 'risky'
  when coalesce(verification.decision = 'good', verification.status = 'deliverable') then 'deliverable'
  else 'unknown'
end`;
