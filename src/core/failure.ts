/** Exit codes of every command (design §6). 128 + signal number on an interruption. */
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
 * An error that ends a command and that a person can act on: what happened, to what, and what to do next.
 * Anything else that reaches the top is a bug and exits 1.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** The second line: what to do. */
  readonly hint: string;

  constructor(exitCode: ExitCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "Failure";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/**
 * A setting that a command cannot work without has no value. Nothing was begun and nothing is out of order: it leaves no run, no
 * logged error and no alert (exit 2).
 */
export class NotSetUp extends Failure {
  constructor(message: string, hint: string) {
    super(EXIT.usage, message, hint);
    this.name = "NotSetUp";
  }
}

/** @returns the message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === "")
    return thrown.errors.map(messageOf).join("; ");
  return thrown instanceof Error ? thrown.message : String(thrown);
}
