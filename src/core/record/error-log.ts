import type { Kysely } from "kysely";
import { sql } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure, messageOf } from "../failure.js";
import { judging } from "../keep-out/forgotten.js";
import { SourceError } from "../source-error.js";
import { raiseAlerts } from "./alerts.js";
import { writeMetrics } from "./metrics.js";
import type { Mask } from "./secrets.js";
import type { WrittenError } from "./without-people.js";

export interface LoggedError {
  subject: string | null;
  error: unknown;
}

/** The run or command that errors are logged for. */
export interface ErrorOwner {
  /** The run, or null for a command that has none. */
  id: bigint | null;
  command: string;
  /** Removes secrets from what is logged. */
  mask: Mask;
}

/**
 * The word by which an error is grouped: a `SourceError`'s kind, the name of a `Failure`'s exit code, a database or
 * system error's code, or "unexpected".
 */
export function kindOf(error: unknown): string {
  if (error instanceof SourceError) return error.kind;
  if (error instanceof Failure)
    return Object.entries(EXIT).find(([, code]) => code === error.exitCode)?.[0] ?? "failed";
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unexpected";
}

const written = new WeakSet<object>();

/** Whether an error that was rethrown is already in `ErrorLog`. */
export function isLogged(error: unknown): boolean {
  return typeof error === "object" && error !== null && written.has(error);
}

/**
 * Writes errors to `ErrorLog` in one statement, without secrets and without people who were erased. A stack is only
 * kept for errors that are not one of a source's known kinds. Unforeseen errors raise an alert.
 */
export async function logErrors(
  db: Kysely<Schema>,
  { id, command, mask }: ErrorOwner,
  errors: readonly LoggedError[],
): Promise<void> {
  if (errors.length === 0) return;
  const all = errors.map(
    ({ subject, error }): WrittenError => ({
      subject: subject && mask.text(subject),
      kind: kindOf(error),
      message: mask.text(messageOf(error)),
      stack: stackOf(error, mask),
      context: jsonParameter(mask.value(contextOf(error))),
    }),
  );
  // Loaded only if needed: most commands have no errors, and the address rules take a while to load.
  const { withoutPeople } = await import("./without-people.js");
  await judging(db, async (tx, list) => {
    const kept = await withoutPeople(tx, list, all);
    if (kept.length === 0) return;
    await sql`
      insert into "ErrorLog" (run_id, command, subject, kind, message, stack, context)
      select ${id}::bigint, ${command}, subject, kind, message, stack, context
      from ${rowsAs("errors", kept, {
        subject: ["text", ({ subject }) => subject],
        kind: ["text", ({ kind }) => kind],
        message: ["text", ({ message }) => message],
        stack: ["text", ({ stack }) => stack],
        context: ["jsonb", ({ context }) => context],
      })}
    `.execute(tx);
  });
  await writeMetrics(db, errorMetrics(command, errors));
  // The error that ends a run is reported at the end of the run.
  const unforeseen = errors.filter(
    ({ subject, error }) => isUnforeseen(error) && (id === null || subject !== null),
  );
  const last = unforeseen.at(-1);
  if (last !== undefined) {
    const message = `${command}: ${kindOf(last.error)}: ${mask.text(messageOf(last.error))}`;
    const count = unforeseen.length;
    await raiseAlerts(db, [
      { kind: "unexpected_error", subject: command, message, count, ...(id !== null && { runId: id }) },
    ]);
  }
  for (const { error } of errors) if (typeof error === "object" && error !== null) written.add(error);
}

/** The errors of the last `sinceMs`, newest first, of one command or of all (null). */
export function readErrors(
  db: Kysely<Schema>,
  { sinceMs, command, limit }: { sinceMs: number; command: string | null; limit: number },
) {
  return db
    .selectFrom("ErrorLog")
    .select([
      "id",
      "at",
      "run_id",
      "command",
      "subject",
      "kind",
      "message",
      "context",
      "stack",
      "fingerprint",
    ])
    .where("at", ">", sinceOf(sinceMs))
    .$if(command !== null, (query) => query.where("command", "=", command as string))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Errors with a common cause: their fingerprint is what their messages have in common. */
export interface ErrorGroup {
  fingerprint: string;
  times: number;
  first_at: Date;
  last_at: Date;
  command: string;
  kind: string;
  /** Number of different subjects. */
  subjects: number;
  /** Of the newest error. */
  subject: string | null;
  message: string;
}

/** Errors grouped by cause, the most recently seen first. */
export async function readErrorGroups(
  db: Kysely<Schema>,
  { sinceMs, command, limit }: { sinceMs: number; command: string | null; limit: number },
): Promise<ErrorGroup[]> {
  const { rows } = await sql<ErrorGroup>`
    with groups as (
      select fingerprint, count(*)::int as times, count(distinct subject)::int as subjects,
        min(at) as first_at, max(at) as last_at, max(id) as newest
      from "ErrorLog"
      where at > ${sinceOf(sinceMs)} ${command === null ? sql`` : sql`and command = ${command}`}
      group by fingerprint
      order by max(id) desc
      limit ${limit}
    )
    select groups.fingerprint, groups.times, groups.subjects, groups.first_at, groups.last_at,
      error.command, error.kind, error.subject, error.message
    from groups
    join "ErrorLog" as error on error.id = groups.newest
    order by groups.newest desc
  `.execute(db);
  return rows;
}

function sinceOf(sinceMs: number) {
  return sql<Date>`now() - make_interval(secs => ${sinceMs / 1_000})`;
}

/** Whether it is neither a source's answer nor a user's mistake, but a bug or a database in trouble. */
function isUnforeseen(error: unknown): boolean {
  return !(error instanceof SourceError) && !(error instanceof Failure);
}

function stackOf(error: unknown, mask: Mask): string | null {
  if (!(error instanceof Error) || error instanceof SourceError) return null;
  const { cause } = error;
  const causedBy = cause instanceof Error ? `\nCaused by: ${cause.stack}` : "";
  return error.stack === undefined ? null : mask.text(`${error.stack}${causedBy}`);
}

function contextOf(error: unknown): Record<string, unknown> {
  if (error instanceof SourceError) return error.context;
  return error instanceof Failure ? { hint: error.hint } : {};
}

function errorMetrics(command: string, errors: readonly LoggedError[]) {
  const times = new Map<string, number>();
  for (const { error } of errors) times.set(kindOf(error), (times.get(kindOf(error)) ?? 0) + 1);
  return [...times].map(([kind, value]) => ({ name: "errors", value, tags: { command, kind } }));
}
