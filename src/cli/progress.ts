import { LogLevels } from "consola/core";
import { visible } from "../core/text/visible.js";
import type { Log } from "./log.js";

/** Shows the progress of long work. */
export interface Progress {
  /** Called for every change; shown no more often than a reader can follow. */
  update(text: string): void;
  /** Removes the line before anything else is printed. */
  end(): void;
}

/** Minimum interval between lines in a log that is not a terminal. */
const PLAIN_EVERY_MS = 5_000;

/**
 * A spinner with a line of text on a terminal, occasional plain lines elsewhere, nothing with `--quiet` (`log` drops
 * them).
 */
export async function openProgress(stderr: NodeJS.WriteStream, log: Log): Promise<Progress> {
  if (!stderr.isTTY || log.level < LogLevels.info || log.format === "json") return plainProgress(log);
  const { default: ora } = await import("ora");
  // Ctrl-C must reach the command; by default ora swallows it on some terminals.
  const spinner = ora({ stream: stderr, discardStdin: false, hideCursor: false });
  return {
    update(text) {
      spinner.text = visible(text);
      if (!spinner.isSpinning) spinner.start();
    },
    end() {
      spinner.stop();
    },
  };
}

function plainProgress(log: Log): Progress {
  let shownMs = performance.now();
  return {
    update(text) {
      if (performance.now() - shownMs < PLAIN_EVERY_MS) return;
      shownMs = performance.now();
      log.info(text);
    },
    end() {},
  };
}
