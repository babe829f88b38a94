import { describe, expect, test } from "vitest";
import { adaptRate } from "../../src/core/net/adaptive-rate.js";
import { startingAt } from "./simulation.js";

const LIMITS = { floor: 1, ceiling: 900 };

/** A server that permits `limit` requests per minute, for the three ways in which servers count. */
const SERVERS = {
  "a sliding window": (limit: number) => {
    const accepted: number[] = [];
    return (nowMs: number) => {
      while (accepted[0] !== undefined && accepted[0] <= nowMs - 60_000) accepted.shift();
      return accepted.length < limit && accepted.push(nowMs) > 0;
    };
  },
  "a fixed window": (limit: number) => {
    let window = -1;
    let used = 0;
    return (nowMs: number) => {
      if (Math.floor(nowMs / 60_000) !== window) [window, used] = [Math.floor(nowMs / 60_000), 0];
      return ++used <= limit;
    };
  },
  "a token bucket": (limit: number) => {
    let tokens = limit / 6;
    let atMs = 0;
    return (nowMs: number) => {
      tokens = Math.min(limit / 6, tokens + ((nowMs - atMs) * limit) / 60_000);
      atMs = nowMs;
      return tokens >= 1 && tokens-- >= 1;
    };
  },
};

/** Runs the limiter against a server on a virtual clock, with one report per request. */
function simulate(server: (nowMs: number) => boolean, start: number, minutes: number) {
  let state = startingAt(start);
  const perMinute = Array.from({ length: minutes }, () => ({ ok: 0, refused: 0, rate: 0 }));
  for (let nowMs = 0; nowMs < minutes * 60_000; ) {
    const minute = perMinute[Math.floor(nowMs / 60_000)] as (typeof perMinute)[number];
    const { generation } = state;
    const isOk = server(nowMs);
    if (isOk) minute.ok++;
    else minute.refused++;
    const refusal = isOk ? null : { generation, retryAfterMs: null };
    state = adaptRate(state, { ok: isOk ? 1 : 0, failed: 0, refusal }, LIMITS, nowMs);
    minute.rate = state.ratePerMinute;
    nowMs = Math.max(nowMs + 60_000 / state.ratePerMinute, state.pausedUntilMs ?? 0);
  }
  return { perMinute, state };
}

describe.each(Object.entries(SERVERS))("against %s of 120 requests a minute", (_kind, serverOf) => {
  test.each([30, 60, 300])(
    "starting at %i a minute, it settles within 15 percent after two minutes, with under 5 percent refused",
    (start) => {
      const { perMinute } = simulate(serverOf(120), start, 12);
      const settled = perMinute.slice(2);
      const ok = settled.reduce((sum, minute) => sum + minute.ok, 0) / settled.length;
      const refused = settled.reduce((sum, minute) => sum + minute.refused, 0);
      expect(ok).toBeGreaterThan(0.85 * 120);
      expect(ok).toBeLessThan(1.02 * 120);
      expect(refused / (ok * settled.length + refused)).toBeLessThan(0.05);
    },
  );
});

test("a burst of refusals of one generation lowers the rate once", () => {
  let state = startingAt(100);
  for (let index = 0; index < 10; index++) {
    state = adaptRate(
      state,
      { ok: 0, failed: 0, refusal: { generation: 0, retryAfterMs: null } },
      LIMITS,
      1_000,
    );
  }
  expect(state.ratePerMinute).toBe(80);
});

test("Retry-After is obeyed to the second", () => {
  const state = adaptRate(
    startingAt(100),
    { ok: 0, failed: 0, refusal: { generation: 0, retryAfterMs: 45_000 } },
    LIMITS,
    1_000,
  );
  expect(state.pausedUntilMs).toBe(46_000);
});

test("an error share over 10 % lowers the rate by a fifth, and never below the floor", () => {
  let state = startingAt(100);
  state = adaptRate(state, { ok: 17, failed: 3, refusal: null }, LIMITS, 1_000);
  expect(state.ratePerMinute).toBe(80);
  for (let index = 0; index < 100; index++)
    state = adaptRate(state, { ok: 0, failed: 20, refusal: null }, LIMITS, 2_000);
  expect(state.ratePerMinute).toBe(LIMITS.floor);
});

test("the rate is raised only while it is used, and never above the ceiling", () => {
  const idle = adaptRate(startingAt(100), { ok: 1, failed: 0, refusal: null }, LIMITS, 60_000);
  expect(idle.ratePerMinute).toBe(100);
  let busy = startingAt(800);
  for (let minute = 1; minute < 60; minute++)
    busy = adaptRate(busy, { ok: 1_000, failed: 0, refusal: null }, LIMITS, minute * 60_000);
  expect(busy.ratePerMinute).toBe(LIMITS.ceiling);
});
