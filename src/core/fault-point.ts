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

/** What the harness puts on the global object of a process that it disturbs, before igminer is loaded (chaos/hook.mjs). */
const { [Symbol.for("igminer.fault-point")]: disturb } = globalThis as {
  [point: symbol]: ((point: FaultPoint) => void) | undefined;
};

/** Marks the place of a step in the code. Does nothing but where the harness listens. */
export function passFaultPoint(point: FaultPoint): void {
  disturb?.(point);
}
