import { EXIT, Failure } from "../../core/failure.js";
import type { HealthResult } from "../../core/observe/health/check.js";
import { SOURCE_NAMES } from "../../core/sources/source.js";
import { isAttended, isConfirmed } from "../confirm.js";

/**
 * Goes on only if no check failed, or if a person at the terminal wants the settings written all the same. A source that is
 * busy or refuses today does not make them wrong; a rejected key does.
 * @throws Failure (1) otherwise.
 */
export async function requireWell(
  results: readonly HealthResult[],
  interruption: AbortSignal,
): Promise<void> {
  const wrong = results.filter(
    ({ name, status }) => status === "failed" && !(SOURCE_NAMES as readonly string[]).includes(name),
  );
  if (wrong.length === 0) return;
  const names = wrong.map(({ name }) => name).join(", ");
  if (isAttended() && (await isConfirmed(`Failed checks: ${names}. Write .env anyway?`, interruption)))
    return;
  throw new Failure(
    EXIT.failed,
    `Failed checks: ${names}. Nothing was written.`,
    "Fix this as the table says, then run igminer init again.",
  );
}
