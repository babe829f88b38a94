import { expect, test } from "vitest";
import { newCap, withoutMoney } from "../../src/core/net/cap.js";
import type { OpenGate } from "../../src/core/net/gate.js";
import { gateOfKeys } from "../../src/core/net/keyed-gates.js";
import { SourceError, type SourceErrorKind } from "../../src/core/source-error.js";

const signal = new AbortController().signal;
const names = { requests: "--max-requests", units: "--max-usd" };

test("a run never asks for more than its cap, whatever is on its way; what was cheaper than reserved is spent as well", async () => {
  const cap = newCap({ maxRequests: null, maxUnits: 10, names });
  let spent = 0;
  let refused = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      try {
        await cap.take(3, signal);
        await new Promise((resolve) => setImmediate(resolve));
        spent += 1;
        cap.settle(3, { units: 1, isSent: true });
      } catch (error) {
        expect(error).toMatchObject({ kind: "out_of_budget" });
        refused++;
      }
    }),
  );
  expect(spent).toBeLessThanOrEqual(10);
  expect(spent).toBeGreaterThanOrEqual(8);
  expect(spent + refused).toBe(20);
});

test("requests that cost nothing count as requests, and not as money", async () => {
  const cap = newCap({ maxRequests: 2, maxUnits: 1, names });
  const free = withoutMoney(cap);
  for (let request = 0; request < 2; request++) {
    await free.take(1, signal);
    free.settle(1, { units: 1, isSent: true });
  }
  await expect(free.take(1, signal)).rejects.toMatchObject({ message: "--max-requests is reached" });
});

test("work flows to the keys that can serve, and stops when none can", async () => {
  const asked: string[] = [];
  const gateThat = (outcome: () => SourceErrorKind | null): OpenGate => ({
    requests: 0,
    pending: 0,
    inFlightNeeded: () => null,
    async run(ask) {
      const kind = outcome();
      if (kind !== null) throw new SourceError(kind, kind);
      return ask({ signal, charge: () => {} });
    },
    runOnce: async (ask) => ask({ signal, charge: () => {} }),
    close: async () => {},
  });
  let isSecondUsedUp = false;
  const gate = gateOfKeys([
    { key: "first", gate: gateThat(() => "out_of_budget") },
    { key: "second", gate: gateThat(() => (isSecondUsedUp ? "rate_limited" : null)) },
  ]);
  const ask = async ({ key }: { key?: string }) => void asked.push(key ?? "");
  await gate.run(ask, signal);
  await gate.run(ask, signal);
  expect(asked).toEqual(["second", "second"]);
  isSecondUsedUp = true;
  await expect(gate.run(ask, signal)).rejects.toMatchObject({ kind: "rate_limited" });
});
