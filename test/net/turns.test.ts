import { describe, expect, test } from "vitest";
import { freeTurns, takeTurns } from "../../src/core/net/turns.js";
import type { SourcePolicy } from "../../src/core/settings/settings.js";
import { newTimeline, sharedInMemory, startRun } from "./simulation.js";

const HOUR_MS = 3_600_000;

const policyOf = (rate: number): SourcePolicy => ({
  ratePerMinute: rate,
  minRatePerMinute: rate,
  maxRatePerMinute: rate,
  dailyBudget: null,
  backgroundBudget: null,
});

/** Pseudorandom numbers that are the same in every run (a linear congruential generator, Numerical Recipes). */
function drawFrom(seed: number) {
  let state = seed;
  return (from: number, to: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from + 1));
  };
}

/**
 * An hour in which runs follow each other in several crontab lines; some are killed, some stopped and continued.
 * @param isRough any run may be killed or stopped, and half of them are; each has enough lanes for the rate.
 */
async function anHour(seed: number, isRough = false) {
  const draw = drawFrom(seed);
  const rate = [1, 2, 4, 12, 30, 60, 300, 900][draw(0, 7)] as number;
  const commands = draw(1, 4);
  const timeline = newTimeline();
  const policy = policyOf(rate);
  const shared = { ...sharedInMemory(timeline, policy), policy };
  const sentMs: number[] = [];
  let longestLineMs = 0;
  const stops: unknown[] = [];

  async function crontabLine(): Promise<void> {
    while (timeline.nowMs() < HOUR_MS) {
      const maxSeconds = draw(60, 600);
      const run = startRun(
        timeline,
        shared,
        { lanes: draw(1, 64) + (isRough ? Math.ceil(rate / 20) : 0), answerMs: draw(20, 3_000), maxSeconds },
        (at) => {
          sentMs.push(at);
          longestLineMs = Math.max(longestLineMs, shared.aheadMs());
        },
      );
      const fate = draw(0, isRough ? 3 : 9);
      const startedMs = timeline.nowMs();
      const middleMs = startedMs + draw(1, maxSeconds) * 500;
      let hasEnded = run.ended;
      if (fate === 0)
        hasEnded = new Promise((resolve) =>
          timeline.at(middleMs, () => {
            run.kill();
            resolve();
          }),
        );
      if (fate === 1) timeline.at(middleMs, () => run.stopUntil(timeline.nowMs() + draw(1, 20) * 1_000));
      await hasEnded;
      if (run.stoppedBy() !== null) stops.push(run.stoppedBy());
    }
  }
  // A run that always has enough lanes, so that somebody is always waiting.
  const steady = (async () => {
    while (!isRough && timeline.nowMs() < HOUR_MS) {
      const lanes = Math.ceil((rate / 60) * 1.5) + 2;
      await startRun(timeline, shared, { lanes, answerMs: 500, maxSeconds: 270 }, (at) => {
        sentMs.push(at);
      }).ended;
    }
  })();
  const lines = Array.from({ length: commands }, crontabLine);
  await timeline.runUntil(HOUR_MS);
  void Promise.all([steady, ...lines]);
  return { rate, sentMs, longestLineMs, stops };
}

describe("turns at a source", () => {
  test.each(Array.from({ length: 24 }, (_, index) => index + 1))(
    "whatever lanes, rates, commands, kills and pauses: at least 95 of 100 requests that the rate allows are sent in an hour (%i)",
    async (seed) => {
      const { rate, sentMs, longestLineMs } = await anHour(seed);
      const allowed = rate * 60;
      expect(sentMs.length).toBeGreaterThanOrEqual(Math.floor(0.95 * allowed));
      expect(sentMs.length).toBeLessThanOrEqual(allowed + 1);
      expect(longestLineMs).toBeLessThanOrEqual(4_000 + 60_000 / rate);
    },
    60_000,
  );

  test.each([1, 2, 3])(
    "the whole rate is used where one request in three costs %i units",
    async (dearest) => {
      const timeline = newTimeline();
      const policy = policyOf(900);
      const shared = { ...sharedInMemory(timeline, policy, { dear: dearest }), policy };
      const endpoints = ["profile", "posts", "dear"];
      const run = startRun(
        timeline,
        shared,
        { lanes: 12, answerMs: 500, maxSeconds: 600, endpoints },
        () => {},
      );
      await timeline.runUntil(300_000);
      expect(run.sent()).toBeGreaterThan(0.99 * 5 * 900);
    },
  );

  test.each(Array.from({ length: 8 }, (_, index) => index + 1))(
    "also where every second run is killed or stopped and nobody is there all the time (%i)",
    async (seed) => {
      const { rate, sentMs } = await anHour(seed, true);
      expect(sentMs.length).toBeGreaterThanOrEqual(Math.floor(0.95 * rate * 60));
      expect(sentMs.length).toBeLessThanOrEqual(rate * 60 + 1);
    },
    60_000,
  );

  test("no minute sees more than the rate allows, with processes that are stopped and continued", async () => {
    const { rate, sentMs } = await anHour(3);
    sentMs.sort((a, b) => a - b);
    const perMinute = sentMs.map((from, index) => sentMs.slice(index).findIndex((at) => at >= from + 60_000));
    // A slightly late request may coincide with one that is due.
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(rate + Math.max(1, Math.ceil((rate / 60) * 2)));
  });

  test("a run that the rate cannot serve in its time ends at once, and says so; one that was served in part has done its time", async () => {
    const timeline = newTimeline();
    const policy = policyOf(1);
    const shared = { ...sharedInMemory(timeline, policy), policy };
    const first = startRun(timeline, shared, { lanes: 8, answerMs: 100, maxSeconds: 100 }, () => {});
    await timeline.runUntil(90_000);
    expect(first.sent()).toBe(2);
    expect(first.stoppedBy()).toMatchObject({ kind: "rate_limited", context: { time_over: true } });
    const second = startRun(timeline, shared, { lanes: 8, answerMs: 100, maxSeconds: 10 }, () => {});
    await timeline.runUntil(95_000);
    expect(second.sent()).toBe(0);
    expect(second.stoppedBy()).toMatchObject({ kind: "rate_limited", context: {} });
    expect((second.stoppedBy() as Error).message).toContain("after --max-seconds");
  });

  test("turns that were not used are free again, unless somebody has lined up behind them", () => {
    const taken = takeTurns({ nextSlotMs: 0 }, { want: 4, ratePerMinute: 120, nowMs: 1_000 });
    expect(taken).toMatchObject({ count: 4, firstSlotMs: 1_000, endMs: 3_000 });
    expect(freeTurns({ nextSlotMs: 3_000 }, { fromMs: 1_500, endMs: 3_000 })).toEqual({ nextSlotMs: 1_500 });
    expect(freeTurns({ nextSlotMs: 5_000 }, { fromMs: 1_500, endMs: 3_000 })).toEqual({ nextSlotMs: 5_000 });
  });

  test("a line that an older igminer has let run away is not waited for", () => {
    const line = { nextSlotMs: 1_734_000 };
    expect(takeTurns(line, { want: 1, ratePerMinute: 1, nowMs: 0 })).toMatchObject({ firstInMs: 0 });
  });
});
