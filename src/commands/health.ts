import * as z from "zod";
import { command } from "../cli/command.js";
import { checkHealth, checkWithoutDatabase } from "../cli/health.js";
import { withUncheckedDatabase } from "../cli/store.js";
import { ownSignal } from "../core/deadline.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "health",
  group: "operations",
  summary: "Check the database, the sources and all configured services",
  details:
    "Runs all checks at once, each within --timeout. Only configured services are contacted, and no check spends more than one paid request. Exits with 1 if a check fails. A check that starts to fail, or recovers, raises an alert.",
  options: {
    timeout: {
      value: "S",
      summary: "Time limit per check in seconds (default 10)",
      schema: z.coerce.number("not a number").positive("expected more than 0").max(300).default(10),
    },
  },
  json: z.strictObject({
    ok: z.boolean(),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        status: z.enum(["ok", "warning", "failed"]),
        detail: z.string(),
        advice: z.string().nullable(),
        duration_ms: z.int(),
      }),
    ),
  }),
  examples: ["igminer health", "igminer health --json", "igminer health --timeout 3 --quiet"],
  async run({ timeout }, _names, context) {
    const { signal: opening, end } = ownSignal(context.interruption, timeout * 1_000);
    const fromMs = performance.now();
    let isOpen = false;
    try {
      return await withUncheckedDatabase({ ...context, interruption: opening }, async (database) => {
        isOpen = true;
        return checkHealth(database, timeout * 1_000, context);
      });
    } catch (error) {
      const isDatabases = !isOpen || (error instanceof Failure && error.exitCode === EXIT.database);
      if (!isDatabases || context.interruption.aborted) throw error;
      const isTimeUp = opening.aborted;
      return checkWithoutDatabase(error, { fromMs, isTimeUp, timeoutMs: timeout * 1_000 }, context);
    } finally {
      end();
    }
  },
});
