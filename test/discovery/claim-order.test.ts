import { expect, test } from "vitest";
import { claimOrder } from "../../src/core/discovery/claim-order.js";
import { bucketOf } from "../../src/core/discovery/score.js";

/** A sequence of numbers that is always the same. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const HIGH = bucketOf(0.8, true);
const LOW = bucketOf(0.05, true);
const related = { channel: "related" as const };

test("before anything is measured, the likeliest names are claimed first", () => {
  const order = claimOrder([], { judged: 0, wanted: 0 }, numbers());
  expect(order.kind).toBe("aimed");
  if (order.kind !== "aimed") return;
  const buckets = order.arms.filter(({ channel }) => channel === "related").map(({ bucket }) => bucket);
  expect(buckets.indexOf(HIGH)).toBeLessThan(buckets.indexOf(LOW));
});

test("where what is known of names tells nothing, the oldest are claimed first", () => {
  const yields = [
    { ...related, bucket: HIGH, judged: 300, wanted: 30 },
    { ...related, bucket: LOW, judged: 300, wanted: 31 },
  ];
  expect(claimOrder(yields, { judged: 600, wanted: 61 }, numbers()).kind).toBe("breadth_first");
});

test("a bucket that was believed wrongly stands by what it has brought", () => {
  const yields = [
    { ...related, bucket: HIGH, judged: 400, wanted: 8 },
    { ...related, bucket: HIGH - 2, judged: 400, wanted: 280 },
    { ...related, bucket: LOW, judged: 400, wanted: 4 },
  ];
  const order = claimOrder(yields, { judged: 1_200, wanted: 292 }, numbers());
  if (order.kind !== "aimed") throw new Error("scores still say something");
  const of = (bucket: number) =>
    order.arms.findIndex((arm) => arm.channel === "related" && arm.bucket === bucket);
  expect(of(HIGH - 2)).toBeLessThan(of(HIGH));
});

test("a channel that brings more comes before one that brings less, at the same score", () => {
  const yields = [
    { channel: "hashtag" as const, bucket: LOW, judged: 200, wanted: 90 },
    { ...related, bucket: LOW, judged: 200, wanted: 6 },
  ];
  const order = claimOrder(yields, { judged: 400, wanted: 96 }, numbers());
  if (order.kind !== "aimed") throw new Error("channels differ");
  const of = (channel: string) =>
    order.arms.findIndex((arm) => arm.channel === channel && arm.bucket === LOW);
  expect(of("hashtag")).toBeLessThan(of("related"));
});

test("exploring tries what little is known of, again and again differently", () => {
  const random = numbers();
  const yields = [{ ...related, bucket: HIGH, judged: 100, wanted: 60 }];
  const firsts = new Set<string>();
  for (let turn = 0; turn < 40; turn++) {
    const order = claimOrder(yields, { judged: 100, wanted: 60 }, random);
    const first = order.kind === "aimed" ? order.explored[0] : undefined;
    firsts.add(`${first?.channel} ${first?.bucket}`);
  }
  expect(firsts.size).toBeGreaterThan(3);
});
