import type { BreakerState } from "../db/schema/house.js";
import type { Purpose } from "../db/schema/money.js";
import type { SourcePolicy } from "../settings/settings.js";
import type { RateState } from "./adaptive-rate.js";
import { keptForOthers, type Share } from "./shares.js";
import { type Line, type TakenTurns, takeTurns } from "./turns.js";

/** How the breaker of a source stands. */
export interface BreakerSnapshot {
  state: BreakerState;
  /** cockatiel's serialised breaker; null: never used. */
  saved: unknown;
  /** Identifies the change, so that a process knows whether it has seen it. */
  changedAtMs: number;
  ageMs: number;
}

/** What a process asks for. */
export interface Wish {
  policy: SourcePolicy;
  /** Background commands stop at the lower budget, and leave other purposes their share of it. */
  isBackground: boolean;
  purpose: Purpose | null;
  shares: readonly Share[];
  /** Turns wanted. */
  want: number;
  /** Budget units without which not one request can be made, and those for all turns. */
  leastUnits: number;
  wantUnits: number;
  /** How long an open breaker of this age stays shut, by the caller's breaker policy. */
  openForMs(saved: unknown): number;
}

/** What all processes know of a source. */
export interface Stand {
  nowMs: number;
  dayEndsMs: number;
  rate: RateState;
  line: Line;
  breaker: BreakerSnapshot;
  probeUntilMs: number | null;
  usedToday: number;
  /** Of `usedToday`, what is reserved by processes that live, and may come back. */
  outstanding: number;
  usedFor: Readonly<Partial<Record<Purpose, number>>>;
}

/** Turns at the source with the budget for them, or why there are none. */
export type Decision =
  | ({ kind: "turns"; units: number; isProbe: boolean; dayEndsInMs: number } & TakenTurns)
  /** The line is longer than may be reserved ahead. */
  | { kind: "in_line"; waitMs: number; nextInMs: number }
  | { kind: "paused"; forMs: number; refusedStreak: number }
  | {
      kind: "out_of_budget";
      usedToday: number;
      cap: number;
      /** Of the cap, what is kept for other purposes. */
      kept: number;
      mayComeBack: boolean;
    }
  | { kind: "breaker_open"; forMs: number | null };

const DAY_MS = 86_400_000;

/** The one rule by which turns and budget are handed out, as a function of values. */
export function decide(wish: Wish, stand: Stand): Decision {
  const { rate, nowMs, usedToday, breaker } = stand;
  const isOpen = breaker.state !== "closed";
  if (isOpen) {
    const shutForMs =
      breaker.state === "half_open"
        ? (stand.probeUntilMs ?? 0) - nowMs
        : wish.openForMs(breaker.saved) - breaker.ageMs;
    if (shutForMs > 0) return { kind: "breaker_open", forMs: breaker.state === "open" ? shutForMs : null };
  }
  const { cap, kept } = capFor(wish, stand);
  const affordable = Math.max(0, cap - kept - usedToday);
  if (affordable < wish.leastUnits)
    return { kind: "out_of_budget", usedToday, cap, kept, mayComeBack: stand.outstanding > 0 };
  const pausedForMs = (rate.pausedUntilMs ?? 0) - nowMs;
  if (pausedForMs > 0) return { kind: "paused", forMs: pausedForMs, refusedStreak: rate.refusedStreak };

  // Right after a refusal, and while a breaker is half open, one request asks for all.
  const want = isOpen || rate.refusedStreak > 0 ? 1 : wish.want;
  const taken = takeTurns(stand.line, { want, ratePerMinute: rate.ratePerMinute, nowMs });
  if ("waitMs" in taken)
    return { kind: "in_line", waitMs: taken.waitMs, nextInMs: stand.line.nextSlotMs - nowMs };
  return {
    ...taken,
    kind: "turns",
    units: Math.max(wish.leastUnits, Math.min(wish.wantUnits, affordable)),
    isProbe: isOpen,
    dayEndsInMs: stand.dayEndsMs - nowMs,
  };
}

function capFor(
  { policy, isBackground, purpose, shares }: Wish,
  { usedFor, dayEndsMs, nowMs }: Stand,
): { cap: number; kept: number } {
  const daily = policy.dailyBudget ?? Infinity;
  if (!isBackground) return { cap: daily, kept: 0 };
  const cap = Math.min(daily, policy.backgroundBudget ?? Infinity);
  if (purpose === null || cap === Infinity) return { cap, kept: 0 };
  const dayLeft = Math.min(1, (dayEndsMs - nowMs) / DAY_MS);
  return { cap, kept: keptForOthers(shares, { purpose, cap, used: usedFor, dayLeft }) };
}
