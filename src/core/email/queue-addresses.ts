import { type Kysely, sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../keep-out/forgotten.js";
import type { AddressReading } from "./address.js";

/** Accounts examined per statement. */
const ACCOUNTS_AT_ONCE = 1_000;

/**
 * Adds addresses that accounts show to the queue, one row per address, and normalises them in the accounts. If there
 * are none, this costs one index lookup.
 * @returns how many accounts were examined; 0 if none are left.
 */
export async function queueAddresses(db: Kysely<Schema>): Promise<number> {
  // "InstagramAccountBase_email_unqueued" contains exactly these rows.
  const { rows: accounts } = await sql<{ id: bigint; ig_email: string | null }>`
    select id, ig_email
    from "InstagramAccountBase"
    where ig_email is distinct from ig_email_queued
    order by id
    limit ${ACCOUNTS_AT_ONCE}
  `.execute(db);
  if (accounts.length === 0) return 0;
  // Most runs find none, and the rules for addresses take longer to load than the rest of such a run.
  const { readAddress } = await import("./address.js");
  const shown = accounts.map(({ id, ig_email }) => ({ id, ig_email, ...keyOf(ig_email, readAddress) }));
  await sql`
    with seen as (
      select *
      from ${rowsAs("seen", shown, {
        id: ["bigint", ({ id }) => id],
        ig_email: ["text", ({ ig_email }) => ig_email],
        key: ["text", ({ key }) => key],
        domain: ["text", ({ domain }) => domain],
      })}
    ),
    account as (
      -- Whoever changed the address meanwhile has put the account back into the index.
      select stored.id, seen.key, seen.domain, stored.ig_email_queued as key_before
      from "InstagramAccountBase" as stored
      join seen on seen.id = stored.id
      where stored.ig_email is not distinct from seen.ig_email
        and stored.ig_email is distinct from stored.ig_email_queued
      order by stored.id
      for no key update of stored
    ),
    queued as (
      insert into "EmailVerification" (email, domain)
      select distinct key, domain
      from account
      where key is not null and not ${isForgotten("email", sql`key`)}
      order by key
      on conflict (email) do nothing
    ),
    touched as (
      select id
      from "EmailVerification"
      where email in (select key from account union select key_before from account)
      order by id
      for no key update
    ),
    to_decide as (
      update "EmailVerification" as address
      set needs_decision = true
      from touched
      where address.id = touched.id and not address.needs_decision
        and (address.status is not null or address.decided_at is not null)
    )
    update "InstagramAccountBase" as stored
    set ig_email = account.key,
        ig_email_queued = account.key,
        ig_email_status = null,
        ig_email_status_reason = null,
        ig_email_status_at = null,
        ig_email_is_shared = null
    from account
    where stored.id = account.id
  `.execute(db);
  return accounts.length;
}

function keyOf(
  shown: string | null,
  readAddress: (text: string) => AddressReading,
): { key: string | null; domain: string | null } {
  if (shown === null) return { key: null, domain: null };
  const reading = readAddress(shown);
  return reading.isValid
    ? { key: reading.address.email, domain: reading.address.domain }
    : { key: reading.email, domain: null };
}
