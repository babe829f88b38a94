import { onTestFinished } from "vitest";
import type { FaultPoint } from "../../src/core/fault-point.js";

/** Ends what is under way at a step, as the loss of its process would for the database. */
export class Interrupted extends Error {}

/** Interrupts whatever comes to a step next, once. It is forgotten when the test is finished. */
export function interruptAt(step: FaultPoint): void {
  const listeners = globalThis as { [listener: symbol]: unknown };
  const listener = Symbol.for("igminer.fault-point");
  const forget = () => delete listeners[listener];
  listeners[listener] = (point: FaultPoint) => {
    if (point !== step) return;
    forget();
    throw new Interrupted(step);
  };
  onTestFinished(() => {
    forget();
  });
}
