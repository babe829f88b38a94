import type { ServiceState } from "../core/observe/chain.js";
import { intervalSecondsOf } from "../core/schedule/rhythm.js";
import { formatDuration } from "./format.js";
import { paragraphText, sectionText } from "./table.js";

/** @returns the services that have run, each with its state and what holds it up; "" if none has run. */
export function servicesText(states: readonly ServiceState[]): string {
  const running = states.filter(({ lastRun }) => lastRun !== null);
  if (running.length === 0) return "";
  const section = sectionText(
    "Services",
    ["service", "state", "every", "input", "produced by", ""],
    running.map(({ service, state, lastRun, starvedBy }) => {
      const seconds = lastRun?.usualPauseSeconds ?? intervalSecondsOf(service.rhythm);
      return [
        service.name,
        state,
        formatDuration(seconds * 1_000),
        service.livesOn ?? "",
        service.fedBy.join(", "),
        reasonOf(state, lastRun, starvedBy, states),
      ];
    }),
  );
  const idle = states.filter(({ lastRun }) => lastRun === null).map(({ service }) => service.name);
  const never =
    idle.length === 0
      ? ""
      : `\n${paragraphText(`  never run: ${idle.join(", ")}; igminer schedule print lists their times`)}`;
  return `${section}${never}`;
}

/** @returns the services as JSON. */
export function servicesJson(states: readonly ServiceState[]) {
  return states.map(({ service, state, lastRun, starvedBy }) => ({
    service: service.name,
    state,
    every_seconds: lastRun?.usualPauseSeconds ?? intervalSecondsOf(service.rhythm),
    lives_on: service.livesOn,
    fed_by: service.fedBy,
    starved_by: starvedBy,
  }));
}

function reasonOf(
  state: ServiceState["state"],
  lastRun: ServiceState["lastRun"],
  starvedBy: readonly string[],
  states: readonly ServiceState[],
): string {
  if (state === "starved") {
    const stateOf = (name: string) => states.find(({ service }) => service.name === name)?.state;
    return `starved by ${starvedBy.map((name) => `${name} (${stateOf(name)})`).join(", ")}`;
  }
  return state === "stopped" || state === "failing" ? (lastRun?.stop_reason ?? "") : "";
}
