/** Exit codes of all commands (design §6). A command ended by a signal exits with 128 + the signal's number. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  sourceStopped: 4,
  database: 5,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * An error that ends a command and that the user can act on: it says what happened, to what, and what to do next. Any other
 * error that reaches the top level is a bug and exits 1.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** The second line: what to do next. */
  readonly hint: string;

  constructor(exitCode: ExitCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "Failure";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/**
 * A required setting has no value. The command has not begun and nothing is broken, so there is no run, no logged error and
 * no alert (exit 2).
 */
export class NotSetUp extends Failure {
  constructor(message: string, hint: string) {
    super(EXIT.usage, message, hint);
    this.name = "NotSetUp";
  }
}

/** @returns the message of any thrown value; of an object that is no Error (as of WebAssembly), its fields. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === "")
    return thrown.errors.map(messageOf).join("; ");
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "object" && thrown !== null ? JSON.stringify(thrown) : String(thrown);
}
