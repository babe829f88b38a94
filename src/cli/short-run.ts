import { startHeart } from "../core/batch/heart.js";
import { endFailedRun } from "../core/batch/live-run.js";
import { newStopping } from "../core/batch/stopping.js";
import type { Database } from "../core/db/database.js";
import { troubleFailure } from "../core/db/trouble.js";
import type { ExitCode } from "../core/failure.js";
import { buryDeadRuns, finishRun, startRun } from "../core/record/runs.js";
import type { CommandContext } from "./command.js";

/** Mostly one long statement: it shows soon and often that it is at work, whatever a host counts as dead. */
const BEAT_EVERY_SECONDS = 1;

/**
 * Does a service's short work as a run, so that `status` knows when it last ran. Called by a person's hand it leaves no row
 * different from a scheduler's: both show that it runs. What dead runs held is free before the work begins.
 */
export async function asShortRun(
  database: Database,
  { command, version, mask, log, settings, interruption }: CommandContext,
  work: (runId: bigint) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { kysely: db, kind } = database;
  const { heartbeatSeconds, deadAfterSeconds } = settings.config.run;
  const id = await startRun(db, { command, version, options: {} });
  log.nameRun(id);
  const stopping = newStopping(interruption, null);
  const heart = startHeart(
    database,
    id,
    {
      heartbeatSeconds: Math.min(heartbeatSeconds, BEAT_EVERY_SECONDS),
      deadAfterSeconds,
      onNotice: (text) => log.info(text),
    },
    stopping,
  );
  try {
    await buryDeadRuns(db, id, kind === "embedded" ? 0 : deadAfterSeconds);
    const exitCode = await work(id);
    await finishRun(db, { id, command, mask }, { status: "done", stopReason: null, exitCode });
    return exitCode;
  } catch (thrown) {
    const error = troubleFailure(thrown) ?? thrown;
    await endFailedRun(db, { id, command, mask }, error);
    throw error;
  } finally {
    stopping.release();
    await heart.stop();
  }
}
