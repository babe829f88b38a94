/**
 * Steps of a run at which `npm run chaos` stops, kills or cuts it off (docs/reliability.md), in the order in which a run
 * passes them.
 */
export const FAULT_POINTS = [
  "begun",
  "claimed",
  "answered",
  "sent",
  "committing",
  "committed",
  "ending",
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Where the harness listens: on the global object, since it is there before igminer is loaded (chaos/hook.mjs). */
const LISTENER = Symbol.for("igminer.fault-point");

/** Marks the place of a step in the code. Does nothing but where the harness listens. */
export function passFaultPoint(point: FaultPoint): void {
  (globalThis as { [LISTENER]?: (point: FaultPoint) => void })[LISTENER]?.(point);
}
