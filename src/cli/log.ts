import { type ConsolaInstance, createConsola, LogLevels } from "consola/core";
import { jsonParameter } from "../core/db/parameters.js";
import type { Mask } from "../core/record/secrets.js";
import { visible } from "../core/text/visible.js";

/** What a log line can tell besides its message; machines alone are shown it. */
export interface LogFields {
  subject?: string;
  duration_ms?: number;
  [name: string]: unknown;
}

type Tell = (message: string, fields?: LogFields) => void;

/** What a command tells besides its data: warnings, progress, notices. Goes to stderr, without secrets. */
export interface Log extends Pick<ConsolaInstance, "level"> {
  readonly format: "text" | "json";
  error: Tell;
  warn: Tell;
  info: Tell;
  debug: Tell;
  /** From here on every line carries the run's number. */
  nameRun(runId: bigint): void;
}

export interface LogOptions {
  command: string;
  format: "text" | "json";
  isQuiet: boolean;
  isVerbose: boolean;
  mask: Mask;
}

/**
 * Text as it is, or one JSON object a line: level, time, run, command, message, and where they are known subject,
 * duration_ms and more. `--quiet` keeps errors alone.
 */
export function openLog(
  stderr: NodeJS.WriteStream,
  { command, format, isQuiet, isVerbose, mask }: LogOptions,
): Log {
  let run: bigint | null = null;
  const logger = createConsola({
    level: isQuiet ? LogLevels.error : isVerbose ? LogLevels.debug : LogLevels.info,
    reporters: [
      {
        log({ type, date, args: [message, fields] }) {
          const line = {
            level: type,
            time: date.toISOString(),
            run,
            command,
            message: String(message),
            ...fields,
          };
          if (format === "json") stderr.write(`${visible(jsonParameter(mask.value(line)))}\n`);
          else stderr.write(`${type === "warn" ? "Warning: " : ""}${visible(mask.text(String(message)))}\n`);
        },
      },
    ],
  });
  return Object.assign(logger, {
    format,
    nameRun(runId: bigint) {
      run = runId;
    },
  });
}
