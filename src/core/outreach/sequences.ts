import { type Kysely, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { goByKeys } from "../db/planner.js";
import type { LeadState, SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure } from "../failure.js";
import { type Deletion, orderDeletion } from "./orders.js";
import { type SequenceAudience, sequenceAudience } from "./sequence-audience.js";

export interface Sequence {
  id: bigint;
  name: string;
  campaignId: string;
  via: SequencerName;
  /** What is sent as first name where none is known; null: nothing. */
  firstNameFallback: string | null;
  /** Custom variables, each with what is sent where it is not known. */
  variables: Record<string, string>;
  audience: SequenceAudience;
  dailyCap: number;
  handedToday: number;
  createdAt: Date;
  closedAt: Date | null;
  pausedAt: Date | null;
}

export interface SequenceReport extends Sequence {
  /** How many leads are in each state; none: not there. */
  leads: Partial<Record<LeadState, number>>;
  opened: number;
  clicked: number;
  answered: number;
  interested: number;
  /** Why leads were refused or withdrawn. */
  reasons: { state: LeadState; reason: string; leads: number }[];
}

/** Adds a sequence, with what is asked of Instantly about it from now on. @throws Failure (exit 2) where name or campaign are taken. */
export async function addSequence(
  tx: Transaction<Schema>,
  sequence: Pick<Sequence, "name" | "campaignId" | "audience" | "dailyCap"> &
    Partial<Pick<Sequence, "via" | "firstNameFallback" | "variables">>,
): Promise<bigint> {
  const { name, campaignId, dailyCap, via = "instantly" } = sequence;
  const taken = await tx
    .selectFrom("EmailSequence")
    .select(["name", "campaign_id"])
    .where((is) =>
      is.or([
        is("name", "=", name),
        is.and([is("via", "=", via), is("campaign_id", "=", campaignId), is("closed_at", "is", null)]),
      ]),
    )
    .executeTakeFirst();
  if (taken !== undefined) {
    throw new Failure(
      EXIT.usage,
      taken.name === name
        ? `There is a sequence "${name}" already.`
        : `The sequence "${taken.name}" writes through the campaign ${campaignId} already.`,
      "See: igminer sequence list",
    );
  }
  const { id } = await tx
    .insertInto("EmailSequence")
    .values({
      name,
      campaign_id: campaignId,
      via,
      first_name_fallback: sequence.firstNameFallback ?? null,
      variables: jsonParameter(sequence.variables ?? {}),
      filters: jsonParameter(sequence.audience),
      daily_cap: dailyCap,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  // Of the others nothing can be asked: what came of their leads is brought by a person (`sequence results`).
  if (via === "instantly") {
    await tx
      .insertInto("InstantlySync")
      .values([
        { task: "leads", sequence_id: id },
        { task: "analytics", sequence_id: id },
      ])
      .execute();
  }
  return id;
}

/** @throws Failure (exit 2) where there is no sequence of this name, or it is closed and must not be. */
export async function findSequence(
  db: Kysely<Schema>,
  name: string,
  { isOpen }: { isOpen: boolean },
): Promise<Sequence> {
  const row = await sequenceRows(db).where("name", "=", name).executeTakeFirst();
  if (row === undefined) {
    throw new Failure(EXIT.usage, `There is no sequence "${name}".`, "See: igminer sequence list");
  }
  if (isOpen && row.closed_at !== null) {
    throw new Failure(EXIT.usage, `The sequence "${name}" is closed.`, "Add another: igminer sequence add");
  }
  return sequenceOf(row);
}

/** All sequences with their leads counted, the open ones first, then by name. */
export async function readSequences(db: Kysely<Schema>): Promise<SequenceReport[]> {
  const [sequences, counts] = await Promise.all([
    sequenceRows(db)
      .orderBy((row) => row("closed_at", "is not", null))
      .orderBy("name")
      .execute(),
    countLeads(db, null),
  ]);
  return sequences.map((row) => ({
    ...sequenceOf(row),
    ...summaryOf(counts.filter(({ sequence_id }) => sequence_id === row.id)),
  }));
}

/** One sequence with its leads counted. Throws as `findSequence`. */
export async function readSequence(db: Kysely<Schema>, name: string): Promise<SequenceReport> {
  const sequence = await findSequence(db, name, { isOpen: false });
  return { ...sequence, ...summaryOf(await countLeads(db, sequence.id)) };
}

/**
 * Closes a sequence: leads that wait are withdrawn, and all that Instantly does not write to any more are free for another
 * sequence. The others stay taken until a sync finds them done.
 * @returns how many were withdrawn, and how many Instantly still writes to.
 */
export async function closeSequence(
  tx: Transaction<Schema>,
  id: bigint,
): Promise<{ withdrawn: number; active: number }> {
  await sql`update "EmailSequence" set closed_at = now() where id = ${id}`.execute(tx);
  const { rows } = await sql<{ state: LeadState }>`
    with held as (
      select id, state
      from "EmailSequenceLead"
      where sequence_id = ${id} and released_at is null
      order by id
      for no key update
    )
    update "EmailSequenceLead" as lead
    set released_at = case when held.state in ('sending', 'active') then null else now() end,
        state_by = case when held.state = 'queued' then 'heuristic' else lead.state_by end,
        state_at = case when held.state = 'queued' then now() else lead.state_at end,
        state = case when held.state = 'queued' then 'withdrawn' else held.state end,
        reason = case when held.state = 'queued' then 'the sequence was closed' else lead.reason end
    from held
    where lead.id = held.id
    returning held.state
  `.execute(tx);
  await dropIdleSync(tx);
  return {
    withdrawn: rows.filter(({ state }) => state === "queued").length,
    active: rows.filter(({ state }) => state === "sending" || state === "active").length,
  };
}

/** Changes what is given of a sequence. */
export async function changeSequence(
  tx: Transaction<Schema>,
  id: bigint,
  {
    dailyCap,
    audience: whom,
    firstNameFallback,
    variables,
  }: Partial<Pick<Sequence, "dailyCap" | "audience" | "firstNameFallback" | "variables">>,
): Promise<void> {
  await tx
    .updateTable("EmailSequence")
    .set({
      ...(dailyCap !== undefined && { daily_cap: dailyCap }),
      ...(whom !== undefined && { filters: jsonParameter(whom) }),
      ...(firstNameFallback !== undefined && { first_name_fallback: firstNameFallback }),
      ...(variables !== undefined && { variables: jsonParameter(variables) }),
    })
    .where("id", "=", id)
    .execute();
}

/** How many leads of a sequence the sequencer has: those that it still writes to, and those that it has ended with. */
export async function countLeft(db: Kysely<Schema>, id: bigint): Promise<{ active: number; ended: number }> {
  const { rows } = await sql<{ active: number; ended: number }>`
    select (count(*) filter (where state in ('sending', 'active')))::int as active,
      (count(*) filter (where state not in ('sending', 'active')))::int as ended
    from "EmailSequenceLead"
    where sequence_id = ${id}
      and (state = 'sending' or (instantly_lead_id is not null and gone_at is null))
      and not exists (
        select
        from "InstantlySync" as ordered
        where ordered.task = 'delete' and ordered.lead_reference = "EmailSequenceLead".instantly_lead_id
      )
  `.execute(db);
  return rows[0] as (typeof rows)[number];
}

/** What closing a sequence would do. */
export interface Concerned {
  would_close: boolean;
  /** Leads that wait. */
  would_withdraw: number;
  /** Leads that the sequencer has ended with, where they are to be deleted, or moved, there. */
  would_delete: number;
  would_move: number;
}

/** @returns how many leads closing a sequence concerns. @param release what becomes of the ended ones there. */
export async function countConcerned(
  db: Kysely<Schema>,
  id: bigint,
  { release, isOpen }: { release: "delete" | "move" | null; isOpen: boolean },
): Promise<Concerned> {
  const { waiting } = await db
    .selectFrom("EmailSequenceLead")
    .select(sql<number>`count(*)::int`.as("waiting"))
    .where("sequence_id", "=", id)
    .where("state", "=", "queued")
    .where("released_at", "is", null)
    .executeTakeFirstOrThrow();
  const ended = release === null ? 0 : (await countLeft(db, id)).ended;
  return {
    would_close: isOpen,
    would_withdraw: isOpen ? waiting : 0,
    would_delete: release === "delete" ? ended : 0,
    would_move: release === "move" ? ended : 0,
  };
}

/**
 * Orders the leads of a sequence that the sequencer has ended with to leave their campaign there.
 * @param toList the lead list that they are moved to; null: they are deleted. @returns how many orders are new.
 */
export async function releaseLeadsThere(
  tx: Transaction<Schema>,
  id: bigint,
  toList: string | null,
): Promise<number> {
  const { rows } = await sql<Deletion>`
    select sequence.via, sequence.campaign_id as "campaignId", lead.instantly_lead_id as reference,
      case when sequence.via <> 'instantly' or ${toList}::text is not null then lead.email end as value,
      null::bigint as "outboxId", ${toList}::text as "toList", false as "isErasure"
    from "EmailSequenceLead" as lead
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    where sequence.id = ${id}
      and lead.instantly_lead_id is not null
      and lead.gone_at is null
      and lead.state not in ('sending', 'active')
    order by lead.id
  `.execute(tx);
  return orderDeletion(tx, rows);
}

/** Closed sequences that Instantly writes to nobody of need not be asked about any more. */
export async function dropIdleSync(tx: Transaction<Schema>): Promise<void> {
  // By "EmailSequenceLead_bound": a closed sequence has few leads that are bound to it, and statistics do not know it.
  await goByKeys(tx);
  await sql`
    delete from "InstantlySync" as sync
    using "EmailSequence" as sequence
    where sequence.id = sync.sequence_id
      and sequence.closed_at is not null
      and sync.claimed_by is null
      and (
        select lead.id
        from "EmailSequenceLead" as lead
        where lead.sequence_id = sequence.id and lead.released_at is null
        limit 1
      ) is null
  `.execute(tx);
}

interface LeadCount {
  sequence_id: bigint;
  state: LeadState;
  reason: string | null;
  leads: number;
  opened: number;
  clicked: number;
  answered: number;
  interested: number;
}

async function countLeads(db: Kysely<Schema>, sequenceId: bigint | null): Promise<LeadCount[]> {
  const { rows } = await sql<LeadCount>`
    select sequence_id, state, reason,
      count(*)::int as leads,
      (count(*) filter (where open_count > 0))::int as opened,
      (count(*) filter (where click_count > 0))::int as clicked,
      (count(*) filter (where state = 'replied' or reply_count > 0 or last_reply_at is not null))::int as answered,
      (count(*) filter (where interest > 0))::int as interested
    from "EmailSequenceLead"
    where ${sequenceId === null ? sql`true` : sql`sequence_id = ${sequenceId}`}
    group by sequence_id, state, reason
    order by leads desc
  `.execute(db);
  return rows;
}

function summaryOf(counts: readonly LeadCount[]): Omit<SequenceReport, keyof Sequence> {
  const leads: SequenceReport["leads"] = {};
  for (const { state, leads: count } of counts) leads[state] = (leads[state] ?? 0) + count;
  const sum = (name: "opened" | "clicked" | "answered" | "interested") =>
    counts.reduce((total, row) => total + row[name], 0);
  return {
    leads,
    opened: sum("opened"),
    clicked: sum("clicked"),
    answered: sum("answered"),
    interested: sum("interested"),
    reasons: counts.flatMap(({ state, reason, leads: count }) =>
      reason === null ? [] : [{ state, reason, leads: count }],
    ),
  };
}

function sequenceRows(db: Kysely<Schema>) {
  return db
    .selectFrom("EmailSequence")
    .select([
      "id",
      "name",
      "campaign_id",
      "via",
      "first_name_fallback",
      "variables",
      "filters",
      "daily_cap",
      "created_at",
      "closed_at",
      "paused_at",
    ])
    .select(
      sql<number>`case when handed_on = (now() at time zone 'UTC')::date then handed_today else 0 end`.as(
        "handed_today",
      ),
    );
}

function sequenceOf(row: Awaited<ReturnType<ReturnType<typeof sequenceRows>["execute"]>>[number]): Sequence {
  return {
    id: row.id,
    name: row.name,
    campaignId: row.campaign_id,
    via: row.via,
    firstNameFallback: row.first_name_fallback,
    variables: row.variables,
    audience: sequenceAudience.parse(row.filters),
    dailyCap: row.daily_cap,
    handedToday: row.handed_today,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    pausedAt: row.paused_at,
  };
}
