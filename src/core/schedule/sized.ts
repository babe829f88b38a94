import { intervalSecondsOf } from "./rhythm.js";
import type { Service } from "./services.js";

const DAY_SECONDS = 86_400;
/** A smaller batch would cost more to start than to run. */
const FEWEST_ITEMS = 5;

/** A schedule that fits a day's budget, and what was reduced for that. */
export interface SizedSchedule {
  services: Service[];
  warnings: string[];
}

/**
 * Reduces the batches of services that use a paid source: none of them processes more in a day than the whole budget pays
 * for. It is the whole budget because a service may use what the others leave.
 * @param unitsPerItem of the paying services, by name.
 * @param budgetUnits per day; null: no limit.
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
