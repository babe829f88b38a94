import { onTestFinished } from "vitest";
import type { FaultPoint } from "../../src/core/fault-point.js";

/** Aborts the work at a step, like the loss of its process would for the database. */
export class Interrupted extends Error {}

/** Interrupts the next passing of a step, once; reset when the test is finished. */
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
