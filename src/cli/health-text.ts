import type { HealthResult } from "../core/observe/health/check.js";
import type { Mask } from "../core/record/secrets.js";
import { formatDuration } from "./format.js";
import { tableText } from "./table.js";

/** @returns the results of checks, one per line. */
export function healthText(results: readonly HealthResult[], mask: Mask): string {
  return tableText(
    ["check", "status", "took", "found", "what to do"].map((title) => ({ title })),
    results.map(({ name, status, durationMs, detail, advice }) => [
      name,
      status,
      formatDuration(durationMs),
      mask.text(detail),
      advice ?? "",
    ]),
  );
}
