import { LogLevels } from "consola/core";
import type { Log } from "./log.js";

/** Shows how far a long work is. */
export interface Progress {
  /** Told as often as there is something new; shown no oftener than a reader can follow. */
  update(text: string): void;
  /** Takes the line away before anything else is printed. */
  end(): void;
}

/** A log that is not a terminal's gets a line at most so often. */
const PLAIN_EVERY_MS = 5_000;

/** A spinner with a line of text on a terminal, plain lines now and then elsewhere, nothing when quiet (`log` drops them). */
export async function openProgress(stderr: NodeJS.WriteStream, log: Log): Promise<Progress> {
  if (!stderr.isTTY || log.level < LogLevels.info || log.format === "json") return plainProgress(log);
  const { default: ora } = await import("ora");
  // Ctrl-C has to reach the command: ora would otherwise swallow it on some terminals.
  const spinner = ora({ stream: stderr, discardStdin: false, hideCursor: false });
  return {
    update(text) {
      spinner.text = text;
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
