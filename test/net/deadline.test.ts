import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ownSignal, TooLate } from "../../src/core/deadline.js";

test("a signal of one thing ends with the run's signal or its own time, and leaves nothing on the run's", async () => {
  const run = new AbortController();
  const late = ownSignal(run.signal, 1);
  const early = ownSignal(run.signal, 60_000);
  const ended = ownSignal(run.signal, null);
  ended.end();
  await sleep(50);
  expect(late.signal.reason).toBeInstanceOf(TooLate);
  expect(early.signal.aborted).toBe(false);
  run.abort("SIGTERM");
  expect(early.signal.reason).toBe("SIGTERM");
  late.end();
  early.end();
  expect(getEventListeners(run.signal, "abort")).toEqual([]);
});
