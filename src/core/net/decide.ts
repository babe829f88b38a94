import type { BreakerState } from "../db/schema/house.js";
import type { Purpose } from "../db/schema/money.js";
import type { SourcePolicy } from "../settings/settings.js";
import type { RateState } from "./adaptive-rate.js";
import { keptForOthers, type Share } from "./shares.js";
import { type Line, type TakenTurns, takeTurns } from "./turns.js";

/** The breaker's state at a source. */
export interface BreakerSnapshot {
  state: BreakerState;
  /** cockatiel's serialised breaker, or null if never used. */
  saved: unknown;
  /** Identifies the change, so that a process can tell whether it has seen it. */
  changedAtMs: number;
  ageMs: number;
}

/** What a process asks for. */
export interface Wish {
  policy: SourcePolicy;
  /** Background commands stop at the lower budget and leave other purposes their share of it. */
  isBackground: boolean;
  purpose: Purpose | null;
  shares: readonly Share[];
  /** Turns wanted. */
  want: number;
  /** Budget units needed for a single request, and for all turns. */
  leastUnits: number;
  wantUnits: number;
  /** How long a breaker in this state stays open, by the caller's policy. */
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
  /** The part of `usedToday` that live processes have reserved and may return. */
  outstanding: number;
  usedFor: Readonly<Partial<Record<Purpose, number>>>;
}

/** Turns at the source with their budget, or why there are none. */
export type Decision =
  | ({ kind: "turns"; units: number; isProbe: boolean; dayEndsInMs: number } & TakenTurns)
  /** The next free turn is further ahead than turns may be reserved. */
  | { kind: "in_line"; waitMs: number; nextInMs: number }
  | { kind: "paused"; forMs: number; refusedStreak: number }
  | {
      kind: "out_of_budget";
      usedToday: number;
      cap: number;
      /** The part of the cap that is kept for other purposes. */
      kept: number;
      mayComeBack: boolean;
    }
  | { kind: "breaker_open"; forMs: number | null };

const DAY_MS = 86_400_000;

/** Decides who gets turns and budget, as a pure function. */
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

  // Right after a refusal, and while the breaker is half open, one request tests the source for all.
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
