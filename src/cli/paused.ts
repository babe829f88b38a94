import { EXIT, type ExitCode } from "../core/failure.js";
import type { CommandContext } from "./command.js";

/** Ends a scheduled command before it starts, because the schedule is paused. This is not a failure. */
export class Paused extends Error {
  readonly until: Date | null;

  constructor(until: Date | null) {
    super(
      until === null
        ? "the schedule is paused; igminer resume ends that."
        : `the schedule is paused until ${until.toISOString()}; igminer resume ends that now.`,
    );
    this.name = "Paused";
    this.until = until;
  }
}

/** Reports that a command did nothing because of a pause. */
export function showPaused({ message, until }: Paused, { command, output }: CommandContext): ExitCode {
  if (output.isJson) output.json({ command, status: "paused", paused_until: until });
  else output.summary(`${command}: ${message}`);
  return EXIT.done;
}
