import { type Kysely, sql, type Transaction } from "kysely";
import type { BreakerState } from "../db/schema/house.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { troubleOf } from "../db/trouble.js";
import { EXIT, Failure, messageOf } from "../failure.js";
import { type NewAlert, raiseAlerts } from "../record/alerts.js";
import { writeMetrics } from "../record/metrics.js";
import type { SourcePolicy } from "../settings/settings.js";
import { adaptRate, type RateState } from "./adaptive-rate.js";
import { budgetNews } from "./budget-news.js";
import { type BreakerSnapshot, type Decision, decide } from "./decide.js";
import { LONGEST_PAUSE_MS } from "./prices.js";
import type { ExchangeRequest, Grant, SharedState } from "./shared-state.js";
import {
  bookSpent,
  type LedgerEntry,
  notePrices,
  readMoney,
  reserve,
  settleReservations,
} from "./spending.js";
import { freeTurns } from "./turns.js";

/** If the probe of a half-open breaker is not answered by then, another process may send one. */
const PROBE_TIMEOUT_MS = 60_000;

/** The options that are the same in every exchange of one gate. */
export interface StateOptions {
  db: Kysely<Schema>;
  source: string;
  policy: SourcePolicy;
  /** How spending is entered in the ledger, or null if it is not. */
  ledger: LedgerEntry | null;
}

/** Opens the shared state of a source in `SourceState`, and creates its row on first use. */
export async function openSourceState(options: StateOptions): Promise<SharedState> {
  const { db, source, policy } = options;
  const start = Math.min(policy.maxRatePerMinute, Math.max(policy.minRatePerMinute, policy.ratePerMinute));
  await inTransaction(db, (tx) =>
    tx
      .insertInto("SourceState")
      .values({ source, rate_per_minute: start, slices_ok: "[]" })
      .onConflict((conflict) => conflict.column("source").doNothing())
      .execute(),
  );
  return {
    exchange: (request) => shared((tx) => exchange(tx, options, request)),
    saveBreaker: (state, saved) => shared((tx) => saveBreaker(tx, source, state, saved)),
    async saveBreakerStreak(saved) {
      await shared((tx) =>
        tx
          .updateTable("SourceState")
          .set({ breaker_state: JSON.stringify(saved) })
          .where("source", "=", source)
          .where("breaker", "=", "closed")
          .execute(),
      );
    },
  };

  /** A failure of this bookkeeping is never charged to the item that happens to wait for it. */
  async function shared<T>(work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
    try {
      return await inTransaction(db, work);
    } catch (error) {
      if (troubleOf(error) !== null) throw error;
      throw new Failure(
        EXIT.database,
        `The rate and budget of ${source} could not be read or saved: ${messageOf(error)}`,
        "Check the tables SourceState, Spend and SpendReserved, and the server's log.",
        error,
      );
    }
  }
}

/**
 * One exchange with the state that all processes share, under the row lock and on the database's clock. So N processes
 * together never exceed the rate or the cap, whatever their own clocks say. It is safe to repeat if the answer to its
 * commit is lost: a report is counted once.
 */
async function exchange(
  tx: Transaction<Schema>,
  { source, ledger, policy }: StateOptions,
  request: ExchangeRequest,
): Promise<Grant> {
  const { report } = request;
  const row = await lockRow(tx, source);
  const nowMs = row.now.getTime();
  const limits = { floor: policy.minRatePerMinute, ceiling: policy.maxRatePerMinute };
  const before = withinReason(rateStateOf(row), limits, nowMs);

  const settled = await settleReservations(tx, source, request);
  await bookSpent(tx, source, ledger, settled.spent);
  await notePrices(tx, source, report.prices);
  const money = await readMoney(tx, source);
  const rate = settled.isRepeated ? before : adaptRate(before, report, limits, nowMs);
  const usedToday = row.is_new_day ? 0 : Math.max(0, Number(row.used_today) + settled.usedTodayChange);
  const line = freeTurns({ nextSlotMs: row.next_slot_at.getTime() }, report.freed);
  const isProbeOver = report.isProbeUnused && row.breaker === "half_open";
  const breaker: BreakerSnapshot = {
    state: isProbeOver ? "open" : row.breaker,
    saved: row.breaker_state,
    changedAtMs: row.breaker_changed_at.getTime(),
    ageMs: nowMs - row.breaker_changed_at.getTime(),
  };
  const decision: Decision | { kind: "none" } | { kind: "new_day" } =
    request.want === 0
      ? { kind: "none" }
      : settled.isOfEarlierDay
        ? { kind: "new_day" }
        : decide(request, {
            nowMs,
            dayEndsMs: row.day_ends.getTime(),
            rate,
            line,
            breaker,
            probeUntilMs: row.breaker_probe_until?.getTime() ?? null,
            usedToday,
            outstanding: money.outstanding,
            usedFor: money.usedFor,
          });
  const reserved = decision.kind === "turns" ? decision.units : 0;
  const leftOver =
    request.isLast || !settled.isOfEarlierDay ? await reserve(tx, source, ledger, request, reserved) : 0;

  const budget = budgetNews({
    source,
    policy,
    usedToday,
    refusedAt: decision.kind === "out_of_budget" && decision.kept === 0 ? decision.cap : null,
    told: row.is_new_day ? [] : row.budget_told,
  });
  const isProbe = decision.kind === "turns" && decision.isProbe;
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
      next_slot_at: new Date(decision.kind === "turns" ? decision.endMs : line.nextSlotMs),
      day: sql`greatest(day, ${row.today}::date)`,
      used_today: BigInt(Math.max(0, Math.round(usedToday + reserved - leftOver))),
      budget_told: budget.told,
      updated_at: sql`clock_timestamp()`,
      ...(isProbeOver && { breaker: "open" as const, breaker_probe_until: null }),
      ...(isProbe && {
        breaker: "half_open" as const,
        breaker_probe_until: new Date(nowMs + PROBE_TIMEOUT_MS),
      }),
    })
    .where("source", "=", source)
    .execute();
  await raiseAlerts(tx, [
    ...budget.alerts,
    ...report.odd.map((message) => ({
      kind: "odd_answer" as const,
      subject: source,
      message: `${source}: ${message}`,
    })),
  ]);
  if (request.isLast) await writeMetrics(tx, sourceMetrics(source, rate, usedToday));
  const common = { generation: rate.generation, breaker, prices: money.prices };
  // A request for nothing reads only the prices.
  if (decision.kind === "none") return { ...common, kind: "in_line", waitMs: 0, nextInMs: 0 };
  return { ...common, ...decision };
}

/** The state of a source at the end of a run, as points of its curves. */
function sourceMetrics(source: string, { ratePerMinute }: RateState, usedToday: number) {
  return [
    { name: "source_rate_per_minute", value: ratePerMinute, tags: { source } },
    { name: "source_used_today", value: usedToday, tags: { source } },
  ];
}

async function saveBreaker(
  tx: Transaction<Schema>,
  source: string,
  state: BreakerState,
  saved: unknown,
): Promise<number> {
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
}

function breakerNews(source: string, before: BreakerState, after: BreakerState): NewAlert[] {
  if (after === "open")
    return [
      {
        kind: "breaker_opened",
        subject: source,
        message: `${source}: the circuit breaker has opened; no requests are sent until a test request succeeds`,
      },
    ];
  return after === "closed" && before !== "closed"
    ? [
        {
          kind: "breaker_closed",
          subject: source,
          message: `${source}: the circuit breaker has closed; the source answers again`,
        },
      ]
    : [];
}

type Row = Awaited<ReturnType<typeof lockRow>>;

function lockRow(tx: Transaction<Schema>, source: string) {
  return tx
    .selectFrom("SourceState")
    .selectAll()
    .select([
      sql<Date>`clock_timestamp()`.as("now"),
      sql<string>`(clock_timestamp() at time zone 'UTC')::date::text`.as("today"),
      sql<Date>`((clock_timestamp() at time zone 'UTC')::date + 1)::timestamp at time zone 'UTC'`.as(
        "day_ends",
      ),
      sql<boolean>`day < (clock_timestamp() at time zone 'UTC')::date`.as("is_new_day"),
    ])
    .where("source", "=", source)
    .forUpdate()
    .executeTakeFirstOrThrow();
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

/**
 * Brings stored values back into range: settings may have changed since the rate was learnt, and older versions of
 * igminer accepted any pause that a source asked for.
 */
function withinReason(
  state: RateState,
  { floor, ceiling }: { floor: number; ceiling: number },
  nowMs: number,
): RateState {
  const isPauseOdd = state.pausedUntilMs !== null && state.pausedUntilMs - nowMs > LONGEST_PAUSE_MS;
  return {
    ...state,
    ratePerMinute: Math.min(ceiling, Math.max(floor, state.ratePerMinute)),
    windowStartedMs: isPauseOdd ? nowMs : state.windowStartedMs,
    pausedUntilMs: isPauseOdd ? null : state.pausedUntilMs,
  };
}

function dateOf(timeMs: number | null): Date | null {
  return timeMs === null ? null : new Date(timeMs);
}
