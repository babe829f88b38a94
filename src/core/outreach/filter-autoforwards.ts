import { type Kysely, sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import type { Schema } from "../db/schema.js";
import { suppress } from "./suppression.js";

/** A vacation ends; what still answers by itself after so long is no person. */
const AUTO_REPLY_DAYS = 14;

const REASONS = {
  forwards: "only forwards: somebody answered from another address",
  answers: "only answers by itself",
} as const;

/**
 * Takes leads out whose address only forwards (a person answered from another one, which `answered_from` names) or only
 * answers by itself (auto-replies two weeks apart or more, and never a person). The address is suppressed, so that
 * Instantly's block list stops what is under way.
 */
export async function filterSome(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  const { rows } = await sql<{ id: bigint; email: string; reason: keyof typeof REASONS }>`
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
  const reasonOf = ({ reason }: { reason: keyof typeof REASONS }) => REASONS[reason];
  await suppress(
    tx,
    rows.map((row) => ({ kind: "email", value: row.email, reason: reasonOf(row), source: "gmail" })),
  );
  for (const reason of ["forwards", "answers"] as const) {
    const ids = rows.filter((row) => row.reason === reason).map(({ id }) => id);
    await sql`
      update "EmailSequenceLead"
      set state = 'withdrawn', reason = ${REASONS[reason]}, released_at = now()
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

export async function nothingToFilter(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql`select from "EmailMessage" limit 1`.execute(db);
  return rows.length === 0
    ? "no messages were read yet; run igminer label-gmail first."
    : "no lead's address only forwards or answers by itself.";
}
