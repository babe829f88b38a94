import { startHeart } from "../core/batch/heart.js";
import { endFailedRun } from "../core/batch/live-run.js";
import { newStopping } from "../core/batch/stopping.js";
import type { Database } from "../core/db/database.js";
import { troubleFailure } from "../core/db/trouble.js";
import type { ExitCode } from "../core/failure.js";
import { finishRun, releaseDeadRuns, startRun } from "../core/record/runs.js";
import type { CommandContext } from "./command.js";

/**
 * The work is mostly one long statement, so the heartbeat is frequent enough for any setting of when a run counts as
 * dead.
 */
const BEAT_EVERY_SECONDS = 1;

/**
 * Runs the short work of a service as a run, so that `status` knows when it last ran. A run started by hand leaves the
 * same row as a scheduled one, since both show that it works. The leases of dead runs are released first.
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
    await releaseDeadRuns(db, id, kind === "embedded" ? 0 : deadAfterSeconds);
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
