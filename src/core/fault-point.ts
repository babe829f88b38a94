/**
 * Points of a run at which `npm run chaos` pauses it, kills it or cuts its connections (docs/reliability.md), in the order in
 * which a run passes them.
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

/**
 * Key of the harness's listener. It is on the global object because the harness is loaded before igminer (chaos/hook.mjs).
 */
const LISTENER = Symbol.for("igminer.fault-point");

/** Reports to the chaos harness that a run has reached this point. Without the harness it does nothing. */
export function passFaultPoint(point: FaultPoint): void {
  (globalThis as { [LISTENER]?: (point: FaultPoint) => void })[LISTENER]?.(point);
}
