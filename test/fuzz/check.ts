import fc from "fast-check";
import { SourceError } from "../../src/core/source-error.js";
import type { Reader } from "./readers.js";

/** No odd input may block a process, because a run's heartbeat shares its thread. Generous, for a busy machine. */
const MOST_MS = 2_000;

/**
 * Gives a reader a number of odd inputs.
 * @throws Error with the smallest input that makes it throw anything but a `SourceError`, or take longer than two
 * seconds.
 */
export async function checkReader(
  { input, read }: Reader,
  { runs, seed }: { runs: number; seed: number },
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const startedMs = process.cpuUsage().user / 1_000;
      try {
        await read(given);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
      }
      const tookMs = process.cpuUsage().user / 1_000 - startedMs;
      if (tookMs > MOST_MS) throw new Error(`it took ${Math.round(tookMs)} ms of processor time`);
    }),
    { numRuns: runs, seed },
  );
}
