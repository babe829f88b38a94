import { randomUUID } from "node:crypto";
import type { Purpose } from "../db/schema/money.js";
import type { Report, Settled, Spent } from "./shared-state.js";
import type { FreedTurns } from "./turns.js";

/** Budget that is set aside for one request. */
export interface Reserved {
  reservationId: string;
  units: number;
  /** The end of the day whose budget it is, on the gate's clock. */
  validUntilMs: number;
}

/** The books of one gate: what it has reserved, what it spent of that, and what is to be handed in. */
export interface Accounts {
  /** Units that are reserved and that no request has yet. */
  readonly purse: number;
  addBudget(units: number, validUntilMs: number): void;
  /** Takes units out of the purse for one request. */
  reserve(units: number): Reserved;
  /** Puts units back that a request did not need after all. */
  release(reserved: Reserved): void;
  /** Whether the day whose budget this is has ended. */
  isOver(reserved: Reserved, nowMs: number): boolean;
  settle(
    reserved: Reserved,
    spent: { endpoint: string; purpose: Purpose | null; units: number; isSent: boolean; isTold: boolean },
  ): void;
  /** Hands in what is in the purse. */
  emptyPurse(): void;
  /** Empties the purse where its day has ended. @returns whether it has. */
  expire(nowMs: number): boolean;
  /** Begins a new reservation, of the day that it is now. */
  beginReservation(): void;
  freeTurn(freed: FreedTurns, isProbe: boolean): void;
  noteOk(): void;
  noteFailure(): void;
  noteRefusal(generation: number, retryAfterMs: number | null): void;
  noteOdd(words: string): void;
  /** @returns what is to be handed in, which begins anew. */
  takeReport(): Report;
  /** A report could not be handed in: it goes with the next one. */
  putBack(report: Report): void;
  nextExchange(): { reservationId: string; exchangeNo: number };
}

export function newAccounts(): Accounts {
  let reservationId: string = randomUUID();
  let exchangeNo = 0;
  let purse = 0;
  let validUntilMs = Infinity;
  let report = emptyReport();
  let settled = new Map<string, { released: number; spent: Map<string, Spent> }>();

  function settledOf(id: string): { released: number; spent: Map<string, Spent> } {
    const known = settled.get(id) ?? { released: 0, spent: new Map<string, Spent>() };
    settled.set(id, known);
    return known;
  }

  function addSpent(id: string, entry: Spent): void {
    const { spent } = settledOf(id);
    const key = JSON.stringify([entry.endpoint, entry.purpose]);
    const before = spent.get(key);
    spent.set(key, {
      ...entry,
      requests: entry.requests + (before?.requests ?? 0),
      units: entry.units + (before?.units ?? 0),
    });
  }

  function emptyPurse(): void {
    if (purse > 0) settledOf(reservationId).released += purse;
    purse = 0;
  }

  function beginReservation(): void {
    emptyPurse();
    reservationId = randomUUID();
    exchangeNo = 0;
    validUntilMs = Infinity;
  }

  return {
    get purse() {
      return purse;
    },
    addBudget(units, until) {
      purse += units;
      validUntilMs = until;
    },
    reserve(units) {
      purse -= units;
      return { reservationId, units, validUntilMs };
    },
    release(reserved) {
      if (reserved.reservationId === reservationId) purse += reserved.units;
      else settledOf(reserved.reservationId).released += reserved.units;
    },
    isOver: (reserved, nowMs) => nowMs >= reserved.validUntilMs,
    settle(reserved, { endpoint, purpose, units, isSent, isTold }) {
      settledOf(reserved.reservationId).released += reserved.units;
      if (!isSent) return;
      addSpent(reserved.reservationId, { endpoint, purpose, requests: 1, units });
      if (isTold) report.prices[endpoint] = Math.max(report.prices[endpoint] ?? 0, units);
    },
    emptyPurse,
    expire(nowMs) {
      if (nowMs < validUntilMs) return false;
      beginReservation();
      return true;
    },
    beginReservation,
    freeTurn({ fromMs, endMs }, isProbe) {
      const before = report.freed;
      report.freed =
        before === null || before.endMs !== endMs
          ? { fromMs, endMs }
          : { fromMs: Math.min(before.fromMs, fromMs), endMs };
      report.isProbeUnused ||= isProbe;
    },
    noteOk() {
      report.ok++;
    },
    noteFailure() {
      report.failed++;
    },
    noteRefusal(generation, retryAfterMs) {
      report.refusal = mergeRefusals(report.refusal, { generation, retryAfterMs });
    },
    noteOdd(words) {
      report.odd.push(words);
    },
    takeReport() {
      const taken = {
        ...report,
        settled: [...settled].map(([id, { released, spent }]): Settled => {
          return { reservationId: id, released, spent: [...spent.values()] };
        }),
      };
      report = emptyReport();
      settled = new Map();
      return taken;
    },
    putBack(taken) {
      report = {
        ok: report.ok + taken.ok,
        failed: report.failed + taken.failed,
        refusal: mergeRefusals(taken.refusal, report.refusal),
        freed: report.freed ?? taken.freed,
        isProbeUnused: report.isProbeUnused || taken.isProbeUnused,
        prices: { ...taken.prices, ...report.prices },
        odd: [...taken.odd, ...report.odd],
      };
      for (const { reservationId: id, released, spent } of taken.settled) {
        settledOf(id).released += released;
        for (const entry of spent) addSpent(id, entry);
      }
    },
    nextExchange: () => ({ reservationId, exchangeNo: ++exchangeNo }),
  };
}

type Collected = Omit<Report, "settled" | "prices" | "odd"> & {
  prices: Record<string, number>;
  odd: string[];
};

function emptyReport(): Collected {
  return { ok: 0, failed: 0, refusal: null, freed: null, isProbeUnused: false, prices: {}, odd: [] };
}

function mergeRefusals(first: Report["refusal"], second: Report["refusal"]): Report["refusal"] {
  if (first === null || second === null) return first ?? second;
  return {
    generation: Math.max(first.generation, second.generation),
    retryAfterMs: Math.max(first.retryAfterMs ?? 0, second.retryAfterMs ?? 0) || null,
  };
}
