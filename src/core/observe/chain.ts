import { intervalSecondsOf } from "../schedule/rhythm.js";
import type { Service } from "../schedule/services.js";
import type { LastRun } from "./status.js";

export type ServiceStateName =
  | "running"
  | "idle"
  /** It found nothing to do, and the services that feed it are healthy. */
  | "caught up"
  /** It found nothing to do, and the services that feed it are in trouble or do not run. */
  | "starved"
  /** Its source stopped it. */
  | "stopped"
  | "failing"
  | "overdue"
  | "never run";

/** The state of one service, and what holds it up. */
export interface ServiceState {
  service: Service;
  state: ServiceStateName;
  lastRun: LastRun | null;
  /** The services where the lack of work starts, as far up the chain as possible. */
  starvedBy: string[];
}

/** Tolerated delay beyond the usual interval: twice that interval, between ten minutes and six hours. */
const GRACE = { factor: 2, leastSeconds: 600, mostSeconds: 21_600 };

/**
 * @returns the usual interval of a command and how far it is exceeded, or null if it is not overdue. A command's own
 * habit counts if it has one, otherwise the interval in the table of services, for a command that has run three times:
 * nobody is warned about something tried once.
 */
export function overdueBy(
  run: LastRun,
  service: Service | undefined,
): { usualSeconds: number; ageSeconds: number } | null {
  // A command that is not scheduled is never overdue, however often it was called.
  if (service === undefined) return null;
  const planned = run.starts >= STARTS_OF_A_PLAN ? intervalSecondsOf(service.rhythm) : null;
  const usualSeconds = run.usualPauseSeconds ?? planned;
  if (usualSeconds === null || run.status === "running") return null;
  const grace = Math.min(GRACE.mostSeconds, Math.max(GRACE.leastSeconds, GRACE.factor * usualSeconds));
  const lateSeconds = service.runsInPause ? run.ageSeconds : run.waitedSeconds;
  return lateSeconds > usualSeconds + grace ? { usualSeconds, ageSeconds: run.ageSeconds } : null;
}

const STARTS_OF_A_PLAN = 3;

/** Whether a run has died, by its status or for lack of a heartbeat. */
export function isDead({ status, silentSeconds }: LastRun, deadAfterSeconds: number): boolean {
  return status === "died" || (status === "running" && silentSeconds > deadAfterSeconds);
}

/**
 * @returns the state of each service, in the order of the table.
 * @param deadAfterSeconds a run without a heartbeat for longer is dead.
 * @param barren services whose work yields nothing that the next ones need.
 */
export function serviceStates(
  services: readonly Service[],
  lastRuns: readonly LastRun[],
  deadAfterSeconds: number,
  barren: ReadonlySet<string> = new Set(),
): ServiceState[] {
  const runOf = (name: string) => lastRuns.find(({ command }) => command === name) ?? null;
  const own = new Map(
    services.map((service) => [service.name, ownState(service, runOf(service.name), deadAfterSeconds)]),
  );
  return services.map((service) => {
    const state = own.get(service.name) as ServiceStateName;
    const starvedBy = state === "caught up" ? troubleAbove(service, services, own, barren) : [];
    return {
      service,
      state: starvedBy.length > 0 ? "starved" : state,
      lastRun: runOf(service.name),
      starvedBy,
    };
  });
}

function ownState(service: Service, run: LastRun | null, deadAfterSeconds: number): ServiceStateName {
  if (run === null) return "never run";
  if (run.status === "failed" || isDead(run, deadAfterSeconds)) return "failing";
  if (run.status === "running") return "running";
  if (overdueBy(run, service) !== null) return "overdue";
  if (run.status === "stopped") return "stopped";
  return run.status === "done" && run.claimed === 0n && service.livesOn !== null ? "caught up" : "idle";
}

const IN_TROUBLE: readonly ServiceStateName[] = ["failing", "overdue", "stopped", "never run"];

/** The nearest services up the chain that are in trouble, looking past those that lack work themselves. */
function troubleAbove(
  { fedBy }: Service,
  services: readonly Service[],
  own: ReadonlyMap<string, ServiceStateName>,
  barren: ReadonlySet<string>,
  seen = new Set<string>(),
): string[] {
  const found = fedBy.flatMap((name) => {
    const state = own.get(name);
    if (state === undefined || seen.has(name)) return [];
    seen.add(name);
    if (IN_TROUBLE.includes(state) || barren.has(name)) return [name];
    const feeder = services.find((service) => service.name === name);
    return state === "caught up" && feeder ? troubleAbove(feeder, services, own, barren, seen) : [];
  });
  // One feeding service that delivers is enough.
  const isFed = fedBy.some((name) => ["idle", "running"].includes(own.get(name) ?? "") && !barren.has(name));
  return isFed ? [] : found;
}
