import { randomUUID } from "node:crypto";
import type { Purpose } from "../db/schema/money.js";
import type { Report, Settled, Spent } from "./shared-state.js";
import type { FreedTurns } from "./turns.js";

/** Budget reserved for one request. */
export interface Reserved {
  reservationId: string;
  units: number;
  /** End of the day that the budget belongs to, on the gate's clock. */
  validUntilMs: number;
}

/** The accounts of one gate: what it has reserved, what it has spent of that, and what is still to be reported. */
export interface Accounts {
  /** Reserved units that are not assigned to a request yet. */
  readonly purse: number;
  addBudget(units: number, validUntilMs: number): void;
  /** Assigns units from the purse to one request. */
  reserve(units: number): Reserved;
  /** Returns units to the purse that a request did not need. */
  release(reserved: Reserved): void;
  /** Whether the day that the budget belongs to has ended. */
  isOver(reserved: Reserved, nowMs: number): boolean;
  settle(
    reserved: Reserved,
    spent: { endpoint: string; purpose: Purpose | null; units: number; isSent: boolean; isTold: boolean },
  ): void;
  /** Adds the units left in the purse to the report, to be released. */
  emptyPurse(): void;
  /** Empties the purse if its day has ended. @returns whether it had. */
  expire(nowMs: number): boolean;
  /** Starts a new reservation for the current day. */
  beginReservation(): void;
  freeTurn(freed: FreedTurns, isProbe: boolean): void;
  noteOk(): void;
  noteFailure(): void;
  noteRefusal(generation: number, retryAfterMs: number | null): void;
  noteOdd(words: string): void;
  /** @returns the report to hand in, and starts a new one. */
  takeReport(): Report;
  /** Merges a report that could not be handed in into the next one. */
  putBack(report: Report): void;
  nextExchange(): { reservationId: string; exchangeNo: number };
}

/** Opens the accounts of one gate, with nothing reserved or spent. */
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
