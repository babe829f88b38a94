import { endFailedRun } from "../core/batch/live-run.js";
import type { Database } from "../core/db/database.js";
import type { ExitCode } from "../core/failure.js";
import { finishRun, startRun } from "../core/record/runs.js";
import type { CommandContext } from "./command.js";

/**
 * Does a service's short work as a run, so that `status` knows when it last ran. Called by a person's hand it leaves no row
 * different from a scheduler's: both show that it runs.
 */
export async function asShortRun(
  { kysely: db }: Database,
  { command, version, mask, log }: CommandContext,
  work: (runId: bigint) => Promise<ExitCode>,
): Promise<ExitCode> {
  const id = await startRun(db, { command, version, options: {} });
  log.nameRun(id);
  try {
    const exitCode = await work(id);
    await finishRun(db, { id, command, mask }, { status: "done", stopReason: null, exitCode });
    return exitCode;
  } catch (error) {
    await endFailedRun(db, { id, command, mask }, error);
    throw error;
  }
}
