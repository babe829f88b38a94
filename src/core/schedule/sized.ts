import { intervalSecondsOf } from "./rhythm.js";
import type { Service } from "./services.js";

const DAY_SECONDS = 86_400;
/** A run that takes fewer costs more to start than it does. */
const FEWEST_ITEMS = 5;

/** A schedule that a day's budget can pay for, and what had to be changed for it. */
export interface SizedSchedule {
  services: Service[];
  warnings: string[];
}

/**
 * Sizes the batches of services that ask a paid source: none of them takes more in a day than the whole budget pays for,
 * since budget that the others leave unused flows to it.
 * @param unitsPerItem of the services that pay, by name. @param budgetUnits a day; null: no limit.
 */
export function sizedToBudget(
  services: readonly Service[],
  {
    unitsPerItem,
    budgetUnits,
  }: { unitsPerItem: Readonly<Record<string, number>>; budgetUnits: number | null },
): SizedSchedule {
  const warnings: string[] = [];
  const sized = services.map((service) => {
    const units = unitsPerItem[service.name];
    const batch = Number(/--batch (\d+)/.exec(service.flags)?.[1] ?? 100);
    if (units === undefined || budgetUnits === null) return service;
    const runsADay = DAY_SECONDS / intervalSecondsOf(service.rhythm);
    const wanted = Math.round(batch * units * runsADay);
    const payable = Math.max(FEWEST_ITEMS, Math.ceil(budgetUnits / units / runsADay));
    if (payable >= batch) return service;
    warnings.push(
      `${service.name}: --batch ${batch} would need ${wanted} requests a day, but only ${budgetUnits} are allowed; reduced to --batch ${payable}`,
    );
    const flags = service.flags.replace(/--batch \d+ ?/, "");
    return { ...service, flags: `--batch ${payable}${flags === "" ? "" : ` ${flags}`}` };
  });
  return { services: sized, warnings };
}
