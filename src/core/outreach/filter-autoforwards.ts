import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import type { Schema } from "../db/schema.js";
import { suppress, unsuppress } from "./suppression.js";
import { HEURISTIC_REASONS } from "./suppression-reasons.js";

/** Absences end; an address that still sends auto-replies after this many days is not read by a person. */
const AUTO_REPLY_DAYS = 14;

/**
 * Withdraws leads whose address only forwards (a person answered from another address, in `answered_from`) or only
 * auto-replies (at least two weeks apart, and never a person). The address is suppressed, so that Instantly's block
 * list stops any running campaign.
 */
export async function filterSome(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  const { rows } = await sql<{ id: bigint; email: string; reason: keyof typeof HEURISTIC_REASONS }>`
    with found as (
      select lead.id, lead.email,
        case when lead.answered_from is not null and not spoken.by_itself then 'forwards' else 'answers' end as reason
      from "EmailSequenceLead" as lead
      cross join lateral (
        select
          coalesce(bool_or(class = 'replied' and sender = lead.email), false) as by_itself,
          coalesce(bool_or(class in ('replied', 'forwarded')), false) as by_a_person,
          max(received_at) filter (where class = 'auto_reply') - min(received_at) filter (where class = 'auto_reply')
            >= make_interval(days => ${AUTO_REPLY_DAYS}) as by_robot
        from "EmailMessage"
        where lead_id = lead.id
      ) as spoken
      where lead.released_at is null
        -- What a person or the sequencer says of interest goes before a rule of thumb.
        and coalesce(lead.interest, 0) <= 0
        and lead.interest_by is distinct from 'label'
        and lead.state_by is distinct from 'label'
        and lead.state in ('queued', 'active', 'completed', 'skipped', 'replied')
        and (
          (lead.answered_from is not null and not spoken.by_itself)
          or (spoken.by_robot and not spoken.by_a_person)
        )
      order by lead.id
      limit ${limit}
      for no key update of lead skip locked
    )
    select * from found
  `.execute(tx);
  const reasonOf = ({ reason }: { reason: keyof typeof HEURISTIC_REASONS }) => HEURISTIC_REASONS[reason];
  await suppress(
    tx,
    rows.map((row) => ({ kind: "email", value: row.email, reason: reasonOf(row), source: "gmail" })),
  );
  for (const reason of ["forwards", "answers"] as const) {
    const ids = rows.filter((row) => row.reason === reason).map(({ id }) => id);
    await sql`
      update "EmailSequenceLead"
      set state = 'withdrawn', reason = ${HEURISTIC_REASONS[reason]}, released_at = now(), state_by = 'heuristic', state_at = now()
      where id = any(${ids}::bigint[])
    `.execute(tx);
  }
  return {
    subjects: rows.map(({ email }) => email),
    tallies: {
      only_forward: rows.filter(({ reason }) => reason === "forwards").length,
      only_auto_answer: rows.filter(({ reason }) => reason === "answers").length,
    },
  };
}

/**
 * Reverses the filter for leads (SQL over `lead`) that a person has now marked as interested: the lead counts as
 * answered, the suppression is removed, and the block lists are updated. A suppression that somebody asked for stays.
 */
export async function liftHeuristics(tx: Transaction<Schema>, which: RawBuilder<boolean>): Promise<void> {
  const { rows } = await sql<{ email: string }>`
    update "EmailSequenceLead" as lead
    set state = 'replied', reason = null
    where ${which} and lead.state = 'withdrawn' and lead.reason = any(${Object.values(HEURISTIC_REASONS)}::text[])
    returning lead.email
  `.execute(tx);
  if (rows.length === 0) return;
  const lifted = await tx
    .selectFrom("Suppression")
    .select(["kind", "value"])
    .where("kind", "=", "email")
    .where(
      "value",
      "in",
      rows.map(({ email }) => email),
    )
    .where("reason", "in", Object.values(HEURISTIC_REASONS))
    .execute();
  await unsuppress(tx, lifted);
}

/** @returns why there is nothing to filter. */
export async function nothingToFilter(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql`select from "EmailMessage" limit 1`.execute(db);
  return rows.length === 0
    ? "no messages have been read yet; run igminer label-gmail first."
    : "no address of a lead only forwards or answers automatically.";
}
