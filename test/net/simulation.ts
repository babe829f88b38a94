import { setMaxListeners } from "node:events";
import { adaptRate, type RateState } from "../../src/core/net/adaptive-rate.js";
import type { Clock } from "../../src/core/net/clock.js";
import { type BreakerSnapshot, decide } from "../../src/core/net/decide.js";
import { newGate } from "../../src/core/net/new-gate.js";
import type { PriceRule, SeenPrices } from "../../src/core/net/prices.js";
import type { SharedState } from "../../src/core/net/shared-state.js";
import { freeTurns, type Line } from "../../src/core/net/turns.js";
import type { SourcePolicy } from "../../src/core/settings/settings.js";

/** Virtual time for many processes at once: an hour takes only as long as its events take to compute. */
export function newTimeline() {
  let nowMs = 0;
  let order = 0;
  const events: { atMs: number; order: number; happen(): void }[] = [];

  function at(atMs: number, happen: () => void): void {
    const event = { atMs: Math.max(nowMs, atMs), order: order++, happen };
    const index = events.findIndex((other) => other.atMs > event.atMs);
    events.splice(index < 0 ? events.length : index, 0, event);
  }

  return {
    nowMs: () => nowMs,
    at,
    async runUntil(endMs: number): Promise<void> {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = events[0];
        if (next === undefined || next.atMs > endMs) break;
        events.shift();
        nowMs = next.atMs;
        next.happen();
      }
      nowMs = endMs;
    },
  };
}
export type Timeline = ReturnType<typeof newTimeline>;

/** A process's clock. While it is stopped (SIGSTOP) its timers do not fire; after `kill` they never do. */
function processClock(timeline: Timeline) {
  let stoppedUntilMs = 0;
  let isDead = false;
  const clock: Clock = {
    nowMs: timeline.nowMs,
    sleep: (forMs, signals) =>
      new Promise((resolve) => {
        if (signals.some(({ aborted }) => aborted)) return resolve(false);
        let isOver = false;
        function end(hasPassed: boolean): void {
          if (isOver || isDead) return;
          if (timeline.nowMs() < stoppedUntilMs) {
            timeline.at(stoppedUntilMs, () => end(hasPassed));
            return;
          }
          isOver = true;
          resolve(hasPassed);
        }
        for (const signal of signals) setMaxListeners(0, signal);
        for (const signal of signals) signal.addEventListener("abort", () => end(false), { once: true });
        timeline.at(timeline.nowMs() + forMs, () => end(true));
      }),
  };
  return {
    clock,
    stopUntil(ms: number) {
      stoppedUntilMs = ms;
    },
    kill() {
      isDead = true;
    },
    isDead: () => isDead,
  };
}

/** The state of a rate that nobody has reported on yet. */
export function startingAt(ratePerMinute: number): RateState {
  return {
    ratePerMinute,
    generation: 0,
    refusedAtRate: null,
    refusedStreak: 0,
    pausedUntilMs: null,
    windowStartedMs: 0,
    windowOk: 0,
    windowFailed: 0,
    sliceStartedMs: 0,
    slicesOk: [],
    epochStartedMs: 0,
    epochOk: 0,
    epochEndedMs: null,
  };
}

/** The state of a source that processes share, in memory, by the same rules as in the database. */
export function sharedInMemory(timeline: Timeline, policy: SourcePolicy, prices: SeenPrices = {}) {
  let rate = startingAt(policy.ratePerMinute);
  let line: Line = { nextSlotMs: 0 };
  const breaker: BreakerSnapshot = { state: "closed", saved: null, changedAtMs: 0, ageMs: 0 };
  const state: SharedState = {
    async exchange(request) {
      const nowMs = timeline.nowMs();
      const limits = { floor: policy.minRatePerMinute, ceiling: policy.maxRatePerMinute };
      rate = adaptRate(rate, request.report, limits, nowMs);
      line = freeTurns(line, request.report.freed);
      const common = { generation: rate.generation, breaker, prices };
      if (request.want === 0) return { ...common, kind: "in_line", waitMs: 0, nextInMs: 0 };
      const decision = decide(request, {
        nowMs,
        dayEndsMs: 86_400_000,
        rate,
        line,
        breaker,
        probeUntilMs: null,
        usedToday: 0,
        outstanding: 0,
        usedFor: {},
      });
      if (decision.kind === "turns") line = { nextSlotMs: decision.endMs };
      return { ...common, ...decision };
    },
    saveBreaker: async () => 0,
    saveBreakerStreak: async () => {},
  };
  return { state, aheadMs: () => line.nextSlotMs - timeline.nowMs() };
}

/** An unknown request costs one unit, a known one its price. */
const PRICES: PriceRule = { unitName: "requests", unseen: 1, most: 30, learns: true };

export interface SimulatedRun {
  lanes: number;
  answerMs: number;
  maxSeconds: number;
  /** The endpoints that each lane requests, in turn; if omitted, always the same. */
  endpoints?: readonly string[];
}

/** One run of a command: lanes that keep sending requests until the time is over or the source says stop. */
export function startRun(
  timeline: Timeline,
  { state, policy }: { state: SharedState; policy: SourcePolicy },
  { lanes, answerMs, maxSeconds, endpoints = [""] }: SimulatedRun,
  onSent: (atMs: number) => void,
) {
  const machine = processClock(timeline);
  const draining = new AbortController();
  const signal = new AbortController().signal;
  const endsAtMs = timeline.nowMs() + maxSeconds * 1_000;
  timeline.at(endsAtMs, () => draining.abort());
  const gate = newGate({
    source: "simulated",
    policy,
    state,
    clock: machine.clock,
    prices: PRICES,
    isBackground: true,
    draining: draining.signal,
    endsAtMs,
    purpose: null,
    shares: [],
    cap: null,
  });
  let sent = 0;
  let stoppedBy: unknown = null;

  async function lane(): Promise<void> {
    for (let asked = 0; !draining.signal.aborted; asked++) {
      try {
        await gate.send(
          async () => {
            sent++;
            onSent(timeline.nowMs());
            await machine.clock.sleep(answerMs, []);
          },
          signal,
          { endpoint: endpoints[asked % endpoints.length] as string },
        );
      } catch (error) {
        stoppedBy ??= error;
        draining.abort();
      }
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, lane)).then(() => gate.close());
  return {
    ...machine,
    ended,
    sent: () => sent,
    stoppedBy: () => stoppedBy,
    isWaiting: () => !machine.isDead() && !draining.signal.aborted && gate.pending > 0,
  };
}
