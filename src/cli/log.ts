import { type ConsolaInstance, createConsola, LogLevels } from "consola";

/** What a command tells besides its data: warnings, progress, notices. Goes to stderr. */
export interface Log extends Pick<ConsolaInstance, "error" | "warn" | "info" | "debug" | "level"> {
  readonly format: "text" | "json";
}

export interface LogOptions {
  command: string;
  format: "text" | "json";
  isQuiet: boolean;
  isVerbose: boolean;
}

/** Text as it is, or one JSON object a line (level, time, command, message). `--quiet` keeps errors alone. */
export function openLog(
  stderr: NodeJS.WriteStream,
  { command, format, isQuiet, isVerbose }: LogOptions,
): Log {
  const logger = createConsola({
    level: isQuiet ? LogLevels.error : isVerbose ? LogLevels.debug : LogLevels.info,
    reporters: [
      {
        log({ type, date, args }) {
          const message = args.map(String).join(" ");
          if (format === "json")
            stderr.write(`${JSON.stringify({ level: type, time: date.toISOString(), command, message })}\n`);
          else stderr.write(`${type === "warn" ? "Warning: " : ""}${message}\n`);
        },
      },
    ],
  });
  return Object.assign(logger, { format });
}
