import { jsonParameter } from "../core/db/parameters.js";
import { visible } from "../core/text/visible.js";

/** Data for the one who called: the only thing that goes to stdout. */
export interface Output {
  /** `--json`: one result object is wanted instead of text. */
  readonly isJson: boolean;
  /** `--quiet`: nothing is wanted but what was asked for and what went wrong. */
  readonly isQuiet: boolean;
  /** Prints text and a line end. */
  text(text: string): void;
  /** Prints that all went well; nothing when quiet. */
  summary(text: string): void;
  /** Prints one object as JSON; a bigint beyond 2^53 as a string of digits. */
  json(value: unknown): void;
}

/** Writes to stdout, what would act on a terminal made visible. A reader that has seen enough (`| head`) closes the pipe: the rest is dropped without a word. */
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
