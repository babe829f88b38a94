import { type ConsolaInstance, createConsola, LogLevels } from "consola/core";
import { jsonParameter } from "../core/db/parameters.js";
import type { Mask } from "../core/record/secrets.js";
import { visible } from "../core/text/visible.js";

/** Fields of a log line besides its message; shown in JSON only. */
export interface LogFields {
  subject?: string;
  duration_ms?: number;
  [name: string]: unknown;
}

type Tell = (message: string, fields?: LogFields) => void;

/** Everything a command reports besides its results: warnings, progress, notices. It goes to stderr, without secrets. */
export interface Log extends Pick<ConsolaInstance, "level"> {
  readonly format: "text" | "json";
  error: Tell;
  warn: Tell;
  info: Tell;
  debug: Tell;
  /** Adds the run's number to every line from now on. */
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
 * Writes plain text, or one JSON object per line: level, time, run, command, message, and where known subject,
 * duration_ms and more. `--quiet` shows only errors.
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
