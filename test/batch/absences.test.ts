import { expect, test } from "vitest";
import { watchAbsences } from "../../src/core/batch/absences.js";

const at = (startedMs: number, durationMs = 10) => ({ startedMs, durationMs });

test("absences in a row are suspicious, not those that are held while others are found", () => {
  const watch = watchAbsences(() => 3);
  for (let round = 0; round < 10; round++) {
    watch.hold(at(round));
    watch.hold(at(round));
    // Somebody was found, but by a question that was on its way already: it proves nothing of these.
    expect(watch.provenBy(round)).toEqual([]);
  }
  expect(watch.held).toBe(20);
  expect(watch.isSuspicious()).toBe(false);
  for (let more = 0; more < 3; more++) watch.hold(at(10));
  expect(watch.isSuspicious()).toBe(true);
});

test("who was vouched for is asked again after twice as many", () => {
  const watch = watchAbsences(() => 3);
  const hold = (times: number) => {
    for (let time = 0; time < times; time++) watch.hold(at(0));
  };
  hold(3);
  expect(watch.isSuspicious()).toBe(true);
  expect(watch.vouchedFor(20)).toHaveLength(3);
  hold(5);
  expect(watch.isSuspicious()).toBe(false);
  hold(1);
  expect(watch.isSuspicious()).toBe(true);
});
