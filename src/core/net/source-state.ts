import { type Kysely, sql, type Transaction } from "kysely";
import type { BreakerState } from "../db/schema/house.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { type NewAlert, raiseAlerts } from "../record/alerts.js";
import { writeMetrics } from "../record/metrics.js";
import type { SourcePolicy } from "../settings/settings.js";
import { adaptRate, type RateReport, type RateState } from "./adaptive-rate.js";
import { budgetNews } from "./budget-news.js";

/** How far ahead turns are handed out: a process that dies takes no more of the source's time with it. */
const LOOKAHEAD_MS = 15_000;
/** A half-open breaker's probe that is not answered by then may be made by another process. */
const PROBE_TIMEOUT_MS = 60_000;

/** What a process has learnt and spent since it last exchanged. */
export interface Report extends RateReport {
  /** Budget units reserved and not spent; negative when requests were dearer than reserved. */
  refundUnits: number;
  /** The dearest single request. */
  dearestRequest: number;
}

export interface BreakerSnapshot {
  state: BreakerState;
  /** cockatiel's serialised breaker; null: never used. */
  saved: unknown;
  /** Identifies the change, so that a process knows whether it has seen it. */
  changedAtMs: number;
  ageMs: number;
}

/** Turns at the source, or why there are none. */
export type Grant = { generation: number; breaker: BreakerSnapshot } & (
  | {
      kind: "turns";
      count: number;
      firstInMs: number;
      intervalMs: number;
      unitsEach: number;
      isProbe: boolean;
    }
  | { kind: "paused"; forMs: number; refusedStreak: number }
  | { kind: "out_of_budget"; usedToday: number; cap: number }
  | { kind: "breaker_open"; forMs: number | null }
);

export interface ExchangeRequest {
  source: string;
  policy: SourcePolicy;
  /** Background commands stop at the lower budget. */
  isBackground: boolean;
  /** Turns wanted; 0: only report. */
  want: number;
  report: Report;
  /** How long an open breaker of this age stays shut, by the caller's breaker policy. */
  openForMs(saved: unknown): number;
}

/** Makes the row of a source that has never run, with the rate it starts at. */
export async function ensureSourceState(
  db: Kysely<Schema>,
  source: string,
  policy: SourcePolicy,
): Promise<void> {
  const start = Math.min(policy.maxRatePerMinute, Math.max(policy.minRatePerMinute, policy.ratePerMinute));
  await db
    .insertInto("SourceState")
    .values({ source, rate_per_minute: start, slices_ok: "[]" })
    .onConflict((conflict) => conflict.column("source").doNothing())
    .execute();
}

/**
 * One exchange with the state that all processes share: hands in what was learnt, takes a block of turns.
 * Under the row's lock and on the database's clock, so that processes agree whatever their machines say.
 * Turns are slots in time, each at least an interval after the one before (GCRA without a burst), and each comes with
 * its budget reserved: N processes never pass the rate or the cap together.
 */
export function exchange(db: Kysely<Schema>, request: ExchangeRequest): Promise<Grant> {
  return inTransaction(db, async (tx) => {
    const row = await lockRow(tx, request.source);
    const nowMs = row.now.getTime();
    const limits = { floor: request.policy.minRatePerMinute, ceiling: request.policy.maxRatePerMinute };
    const before = withinLimits(rateStateOf(row), limits);
    const rate = adaptRate(before, request.report, limits, nowMs);
    const dearest = Math.max(row.dearest_request, request.report.dearestRequest);
    const usedToday = row.is_new_day ? 0 : Math.max(0, Number(row.used_today) - request.report.refundUnits);
    const breaker: BreakerSnapshot = {
      state: row.breaker,
      saved: row.breaker_state,
      changedAtMs: row.breaker_changed_at.getTime(),
      ageMs: nowMs - row.breaker_changed_at.getTime(),
    };
    const grant = decide(row, request, { rate, nowMs, usedToday, dearest, breaker });
    const budget = budgetNews({
      ...request,
      usedToday,
      refusedAt: grant.kind === "out_of_budget" ? grant.cap : null,
      told: row.is_new_day ? [] : row.budget_told,
    });
    const reserved = grant.kind === "turns" ? grant.count * grant.unitsEach : 0;
    const nextSlotMs =
      grant.kind === "turns"
        ? nowMs + grant.firstInMs + grant.count * grant.intervalMs
        : row.next_slot_at.getTime();
    await tx
      .updateTable("SourceState")
      .set({
        rate_per_minute: rate.ratePerMinute,
        rate_generation: rate.generation,
        refused_at_rate: rate.refusedAtRate,
        refused_streak: rate.refusedStreak,
        paused_until: dateOf(rate.pausedUntilMs),
        window_started_at: new Date(rate.windowStartedMs),
        window_ok: rate.windowOk,
        window_failed: rate.windowFailed,
        slice_started_at: new Date(rate.sliceStartedMs),
        slices_ok: JSON.stringify(rate.slicesOk),
        epoch_started_at: new Date(rate.epochStartedMs),
        epoch_ok: rate.epochOk,
        epoch_ended_at: dateOf(rate.epochEndedMs),
        next_slot_at: new Date(Math.ceil(nextSlotMs)),
        day: sql`(clock_timestamp() at time zone 'UTC')::date`,
        used_today: BigInt(Math.round(usedToday + reserved)),
        dearest_request: dearest,
        budget_told: budget.told,
        updated_at: sql`clock_timestamp()`,
        ...(grant.kind === "turns" &&
          grant.isProbe && {
            breaker: "half_open" as const,
            breaker_probe_until: new Date(nowMs + PROBE_TIMEOUT_MS),
          }),
      })
      .where("source", "=", request.source)
      .execute();
    await raiseAlerts(tx, budget.alerts);
    if (request.want === 0) await writeMetrics(tx, sourceMetrics(request.source, rate, usedToday));
    return grant;
  });
}

/** How a source stands when a run leaves it: the points of its curve. */
function sourceMetrics(source: string, { ratePerMinute }: RateState, usedToday: number) {
  return [
    { name: "source_rate_per_minute", value: ratePerMinute, tags: { source } },
    { name: "source_used_today", value: usedToday, tags: { source } },
  ];
}

/** Records that the breaker of a source changed its state, and raises an alert. @returns the time of the change, in ms of the database's clock. */
export async function saveBreaker(
  db: Kysely<Schema>,
  source: string,
  state: BreakerState,
  saved: unknown,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const before = await lockRow(tx, source);
    const row = await tx
      .updateTable("SourceState")
      .set({
        breaker: state,
        breaker_state: JSON.stringify(saved),
        breaker_changed_at: sql`clock_timestamp()`,
        breaker_probe_until: null,
      })
      .where("source", "=", source)
      .returning("breaker_changed_at")
      .executeTakeFirstOrThrow();
    await raiseAlerts(tx, breakerNews(source, before.breaker, state));
    return row.breaker_changed_at.getTime();
  });
}

function breakerNews(source: string, before: BreakerState, after: BreakerState): NewAlert[] {
  if (after === "open")
    return [
      {
        kind: "breaker_opened",
        subject: source,
        message: `${source}: the circuit breaker has opened; nothing is asked until a probe succeeds`,
      },
    ];
  return after === "closed" && before !== "closed"
    ? [
        {
          kind: "breaker_closed",
          subject: source,
          message: `${source}: the circuit breaker has closed; it answers again`,
        },
      ]
    : [];
}

/** Keeps a closed breaker's streak of failures for the next run; leaves one that another process has opened as it is. */
export async function saveBreakerStreak(db: Kysely<Schema>, source: string, saved: unknown): Promise<void> {
  await db
    .updateTable("SourceState")
    .set({ breaker_state: JSON.stringify(saved) })
    .where("source", "=", source)
    .where("breaker", "=", "closed")
    .execute();
}

type Row = Awaited<ReturnType<typeof lockRow>>;

function lockRow(tx: Transaction<Schema>, source: string) {
  return tx
    .selectFrom("SourceState")
    .selectAll()
    .select([
      sql<Date>`clock_timestamp()`.as("now"),
      sql<boolean>`day < (clock_timestamp() at time zone 'UTC')::date`.as("is_new_day"),
    ])
    .where("source", "=", source)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

function decide(
  row: Row,
  request: ExchangeRequest,
  at: { rate: RateState; nowMs: number; usedToday: number; dearest: number; breaker: BreakerSnapshot },
): Grant {
  const { rate, nowMs, usedToday, breaker } = at;
  const common = { generation: rate.generation, breaker };
  const { dailyBudget, backgroundBudget } = request.policy;

  const isOpen = breaker.state !== "closed";
  if (isOpen) {
    const shutForMs =
      breaker.state === "half_open"
        ? (row.breaker_probe_until?.getTime() ?? 0) - nowMs
        : request.openForMs(breaker.saved) - breaker.ageMs;
    if (shutForMs > 0)
      return { ...common, kind: "breaker_open", forMs: breaker.state === "open" ? shutForMs : null };
  }
  const cap = Math.min(
    dailyBudget ?? Infinity,
    request.isBackground ? (backgroundBudget ?? Infinity) : Infinity,
  );
  const affordable = Math.floor((cap - usedToday) / at.dearest);
  if (affordable < 1) return { ...common, kind: "out_of_budget", usedToday, cap };
  const pausedForMs = (rate.pausedUntilMs ?? 0) - nowMs;
  if (pausedForMs > 0)
    return { ...common, kind: "paused", forMs: pausedForMs, refusedStreak: rate.refusedStreak };

  const intervalMs = 60_000 / rate.ratePerMinute;
  const firstInMs = Math.max(0, row.next_slot_at.getTime() - nowMs);
  const withinLookahead = Math.max(1, Math.floor(LOOKAHEAD_MS / intervalMs));
  // Right after a refusal, and while a breaker is half open, one request asks for all.
  const most = isOpen || rate.refusedStreak > 0 ? 1 : withinLookahead;
  const count = Math.min(request.want, most, affordable);
  return {
    ...common,
    kind: "turns",
    count,
    firstInMs,
    intervalMs,
    unitsEach: at.dearest,
    isProbe: isOpen && count > 0,
  };
}

function rateStateOf(row: Row): RateState {
  return {
    ratePerMinute: row.rate_per_minute,
    generation: row.rate_generation,
    refusedAtRate: row.refused_at_rate,
    refusedStreak: row.refused_streak,
    pausedUntilMs: row.paused_until?.getTime() ?? null,
    windowStartedMs: row.window_started_at.getTime(),
    windowOk: row.window_ok,
    windowFailed: row.window_failed,
    sliceStartedMs: row.slice_started_at.getTime(),
    slicesOk: row.slices_ok,
    epochStartedMs: row.epoch_started_at.getTime(),
    epochOk: row.epoch_ok,
    epochEndedMs: row.epoch_ended_at?.getTime() ?? null,
  };
}

/** Settings may have changed since the rate was learnt. */
function withinLimits(state: RateState, { floor, ceiling }: { floor: number; ceiling: number }): RateState {
  return { ...state, ratePerMinute: Math.min(ceiling, Math.max(floor, state.ratePerMinute)) };
}

function dateOf(timeMs: number | null): Date | null {
  return timeMs === null ? null : new Date(timeMs);
}
