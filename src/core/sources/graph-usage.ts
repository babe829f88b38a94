import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";

const usageShape = z.object({
  call_count: z.number().default(0),
  total_time: z.number().default(0),
  total_cputime: z.number().default(0),
  /** Minutes. */
  estimated_time_to_regain_access: z.number().default(0),
});
/** By business id, with one entry per use case. */
const businessShape = z.record(z.string(), z.array(usageShape));

const MINUTE_MS = 60_000;

/**
 * Reads the used quota from `X-App-Usage` and `X-Business-Use-Case-Usage` (facts §3).
 * @returns the highest percentage (0 if none is stated), and the time until access returns, or null if not stated.
 */
export function graphUsage(headers: IncomingHttpHeaders): { percent: number; regainMs: number | null } {
  const app = usageShape.safeParse(jsonIn(headers["x-app-usage"]));
  const business = businessShape.safeParse(jsonIn(headers["x-business-use-case-usage"]));
  const usages = [
    ...(app.success ? [app.data] : []),
    ...(business.success ? Object.values(business.data).flat() : []),
  ];
  const regainMinutes = Math.max(0, ...usages.map((usage) => usage.estimated_time_to_regain_access));
  return {
    percent: Math.max(
      0,
      ...usages.flatMap(({ call_count, total_time, total_cputime }) => [
        call_count,
        total_time,
        total_cputime,
      ]),
    ),
    regainMs: regainMinutes > 0 ? regainMinutes * MINUTE_MS : null,
  };
}

function jsonIn(header: string | string[] | undefined): unknown {
  try {
    return JSON.parse(String(header));
  } catch {
    return null;
  }
}
