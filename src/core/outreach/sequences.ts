import { type Kysely, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import type { LeadState, SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure } from "../failure.js";
import { type SequenceAudience, sequenceAudience } from "./sequence-audience.js";

export interface Sequence {
  id: bigint;
  name: string;
  campaignId: string;
  via: SequencerName;
  /** The first name to send if none is known, or null for none. */
  firstNameFallback: string | null;
  /** Custom variables, each with its fallback value. */
  variables: Record<string, string>;
  audience: SequenceAudience;
  dailyCap: number;
  handedToday: number;
  createdAt: Date;
  closedAt: Date | null;
  pausedAt: Date | null;
}

export interface SequenceReport extends Sequence {
  /** How many leads are in each state; states without leads are absent. */
  leads: Partial<Record<LeadState, number>>;
  opened: number;
  clicked: number;
  answered: number;
  interested: number;
  /** Why leads were refused or withdrawn. */
  reasons: { state: LeadState; reason: string; leads: number }[];
}

/**
 * Adds a sequence, and schedules its sync with Instantly.
 * @throws Failure (exit 2) if the name or campaign is taken.
 */
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
  // Other sequencers cannot be asked: a person imports their results (`sequence results`).
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

/** @throws Failure (exit 2) if there is no sequence of this name, or if it is closed and must not be. */
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

/** All sequences with their numbers of leads, the open ones first, then by name. */
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

/** One sequence with its numbers of leads. Throws as `findSequence`. */
export async function readSequence(db: Kysely<Schema>, name: string): Promise<SequenceReport> {
  const sequence = await findSequence(db, name, { isOpen: false });
  return { ...sequence, ...summaryOf(await countLeads(db, sequence.id)) };
}

/** Changes the given fields of a sequence. */
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
