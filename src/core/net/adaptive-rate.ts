/**
 * The request rate of one source, by additive increase and multiplicative decrease as in TCP (RFC 5681). Pure: time
 * comes in as milliseconds of the database's clock. bench/net/limiter draws its curve.
 */
export interface RateState {
  ratePerMinute: number;
  /** Number of times the rate was lowered. A request carries the generation it was sent in. */
  generation: number;
  /** The rate at which the source last refused, or null if it never did. */
  refusedAtRate: number | null;
  /** Consecutive refusals, each after the pause that the one before it asked for. */
  refusedStreak: number;
  pausedUntilMs: number | null;
  windowStartedMs: number;
  windowOk: number;
  windowFailed: number;
  /** Requests let through in the last minute: in the current slice of time, then in the earlier ones. */
  sliceStartedMs: number;
  slicesOk: readonly number[];
  /** Since the last recovery from refusals: requests let through, and the time the source began to refuse. */
  epochStartedMs: number;
  epochOk: number;
  epochEndedMs: number | null;
}

/** The outcomes of requests since the last report. */
export interface RateReport {
  ok: number;
  /** Transient failures and blocks; refusals (429) are counted apart. */
  failed: number;
  refusal: { generation: number; retryAfterMs: number | null } | null;
}

export interface RateLimits {
  floor: number;
  ceiling: number;
}

const RAISE = 1.1;
const LOWER = 0.8;
const FAILED_SHARE = 0.1;
/** With fewer requests, a share of failures means nothing. */
const FAILED_SHARE_FROM = 10;
const WINDOW_MS = 4_000;
const SLICE_MS = 5_000;
const SLICES = 12;
/** Near the rate that was last refused, each raise probes the limit and may cost a refusal, so it is made once a minute. */
const PROBE_WINDOW_MS = 60_000;
const NEAR_REFUSED = 0.95;
/** A full minute with this many requests measures what the source grants. */
const MEASURED_OK = 10;
/** A window that used less than this share of its rate has shown nothing. */
const USED_SHARE = 0.7;
/** Pauses after the first, second … consecutive refusal, if the source names none. */
const PAUSES_MS = [2_000, 4_000, 8_000, 16_000] as const;
/** A pause of at least this length, after this many answers, reveals the quota that the source grants. */
const TELLING_PAUSE_MS = 10_000;
const TELLING_OK = 20;

/** @returns the state after a report. Several refusals of one generation lower the rate once. */
export function adaptRate(
  state: RateState,
  report: RateReport,
  limits: RateLimits,
  nowMs: number,
): RateState {
  const counted = {
    ...inSliceOf(state, nowMs, report.ok),
    windowOk: state.windowOk + report.ok,
    windowFailed: state.windowFailed + report.failed,
    epochOk: state.epochOk + report.ok,
  };
  if (report.refusal !== null) return refused(counted, report.refusal, limits, nowMs);
  const next =
    report.ok > 0 && counted.refusedStreak > 0 ? recovered(counted, report.ok, limits, nowMs) : counted;

  const asked = next.windowOk + next.windowFailed;
  if (asked >= FAILED_SHARE_FROM && next.windowFailed / asked > FAILED_SHARE) {
    return lowered(next, limits, nowMs);
  }
  const raised = Math.min(limits.ceiling, next.ratePerMinute * RAISE);
  const probes = next.refusedAtRate !== null && raised > NEAR_REFUSED * next.refusedAtRate;
  const ageMs = nowMs - next.windowStartedMs;
  if (ageMs < (probes ? PROBE_WINDOW_MS : WINDOW_MS)) return next;
  const isUsed = asked >= USED_SHARE * next.ratePerMinute * (ageMs / 60_000) && next.windowFailed === 0;
  return startWindow({ ...next, ratePerMinute: isUsed ? raised : next.ratePerMinute }, limits, nowMs);
}

function refused(
  state: RateState,
  refusal: NonNullable<RateReport["refusal"]>,
  limits: RateLimits,
  nowMs: number,
): RateState {
  if (refusal.generation < state.generation) {
    const askedUntilMs = nowMs + (refusal.retryAfterMs ?? 0);
    return { ...state, pausedUntilMs: Math.max(state.pausedUntilMs ?? 0, askedUntilMs) };
  }
  const pauseMs = PAUSES_MS[Math.min(state.refusedStreak, PAUSES_MS.length - 1)] as number;
  const paused = {
    ...state,
    refusedStreak: state.refusedStreak + 1,
    pausedUntilMs: nowMs + Math.max(pauseMs, refusal.retryAfterMs ?? 0),
  };
  // Refused again after the pause, with nothing let through: the quota is still used up, which says nothing new about
  // the rate.
  if (state.refusedStreak > 0) return { ...paused, generation: state.generation + 1 };
  // What the source let through in the last minute is closer to its limit than a rate that was only just reached.
  const measured = lastMinute(state, nowMs);
  if (measured === null || measured < MEASURED_OK)
    return lowered({ ...paused, refusedAtRate: state.ratePerMinute, epochEndedMs: nowMs }, limits, nowMs);
  const ratePerMinute = Math.min(state.ratePerMinute, (NEAR_REFUSED * measured) / LOWER);
  return lowered({ ...paused, ratePerMinute, refusedAtRate: measured, epochEndedMs: nowMs }, limits, nowMs);
}

function lowered(state: RateState, limits: RateLimits, nowMs: number): RateState {
  const next = { ...state, ratePerMinute: state.ratePerMinute * LOWER, generation: state.generation + 1 };
  return startWindow(next, limits, nowMs);
}

/**
 * Handles the first answer after refusals. If the pause was long, the source has revealed its quota: the requests let
 * through since its last recovery, over the time until now. The rate falls to that.
 */
function recovered(state: RateState, ok: number, limits: RateLimits, nowMs: number): RateState {
  const epoch = { ...state, refusedStreak: 0, pausedUntilMs: null, epochStartedMs: nowMs, epochOk: ok };
  const before = state.epochOk - ok;
  if (before < TELLING_OK || nowMs - (state.epochEndedMs ?? nowMs) < TELLING_PAUSE_MS) return epoch;
  const granted = before / ((nowMs - state.epochStartedMs) / 60_000);
  if (granted >= state.ratePerMinute) return epoch;
  // A source asked at a rising rate grants somewhat more than this average, so a few quick raises are left possible.
  return startWindow({ ...epoch, ratePerMinute: granted, refusedAtRate: granted * 1.25 }, limits, nowMs);
}

function startWindow(state: RateState, limits: RateLimits, nowMs: number): RateState {
  const ratePerMinute = Math.min(limits.ceiling, Math.max(limits.floor, state.ratePerMinute));
  return {
    ...state,
    ratePerMinute,
    windowStartedMs: Math.max(nowMs, state.pausedUntilMs ?? 0),
    windowOk: 0,
    windowFailed: 0,
  };
}

function inSliceOf(state: RateState, nowMs: number, ok: number): RateState {
  const passed = Math.max(0, Math.floor((nowMs - state.sliceStartedMs) / SLICE_MS));
  const [running = 0, ...before] = state.slicesOk;
  if (passed === 0) return { ...state, slicesOk: [running + ok, ...before] };
  const empty = Array.from({ length: Math.min(passed, SLICES + 1) - 1 }, () => 0);
  return {
    ...state,
    sliceStartedMs: state.sliceStartedMs + passed * SLICE_MS,
    slicesOk: [ok, ...empty, running, ...before].slice(0, SLICES + 1),
  };
}

/** @returns the requests let through in the last 60 seconds, or null before a full minute was observed. */
function lastMinute({ sliceStartedMs, slicesOk }: RateState, nowMs: number): number | null {
  const oldest = slicesOk[SLICES];
  if (oldest === undefined) return null;
  const whole = slicesOk.slice(0, SLICES).reduce((sum, ok) => sum + ok, 0);
  return whole + oldest * (1 - (nowMs - sliceStartedMs) / SLICE_MS);
}
