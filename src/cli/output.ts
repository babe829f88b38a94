import { jsonParameter } from "../core/db/parameters.js";
import { visible } from "../core/text/visible.js";

/** Writes a command's results to stdout; nothing else does. */
export interface Output {
  /** `--json`: one JSON object instead of text. */
  readonly isJson: boolean;
  /** `--quiet`: only requested data and errors. */
  readonly isQuiet: boolean;
  /** Prints text and a line break. */
  text(text: string): void;
  /** Prints a success message, except with `--quiet`. */
  summary(text: string): void;
  /** Prints one object as JSON; a bigint above 2^53 becomes a string of digits. */
  json(value: unknown): void;
}

/**
 * Writes to stdout, with terminal control characters made visible. If the reader closes the pipe (`| head`), the rest
 * is dropped silently.
 */
export function openOutput(
  stdout: NodeJS.WriteStream,
  { isJson, isQuiet }: { isJson: boolean; isQuiet: boolean },
): Output {
  let isClosed = false;
  stdout.on("error", () => {
    isClosed = true;
  });
  const write = (text: string) => {
    if (!isClosed) stdout.write(`${visible(text)}\n`);
  };
  return {
    isJson,
    isQuiet,
    text: write,
    summary: (text) => (isQuiet ? undefined : write(text)),
    json: (value) => write(jsonParameter(value)),
  };
}
