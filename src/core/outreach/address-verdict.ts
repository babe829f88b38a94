import { type RawBuilder, sql } from "kysely";

/**
 * What is known of an address, over `verification` of `EmailVerification` (null: never looked at): the decision where one
 * was made, else what the verification found. Found undeliverable is undeliverable, whatever was decided.
 */
export const addressVerdict: RawBuilder<"deliverable" | "risky" | "undeliverable" | "unknown"> = sql`case
  when verification.status = 'undeliverable' or verification.decision = 'bad' then 'undeliverable'
  when coalesce(verification.decision = 'risky', verification.status = 'risky') then 'risky'
  when coalesce(verification.decision = 'good', verification.status = 'deliverable') then 'deliverable'
  else 'unknown'
end`;
