import type { Kysely } from "kysely";
import { sql } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { messageOf } from "../failure.js";
import { SourceError } from "../net/errors.js";

export interface LoggedError {
  subject: string | null;
  error: unknown;
}

/** The word under which an error is grouped: a `SourceError`'s kind, a database error's code, or "unexpected". */
export function kindOf(error: unknown): string {
  if (error instanceof SourceError) return error.kind;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unexpected";
}

/** Writes errors into `ErrorLog`, one statement for all. A stack is kept only where the error is not one of a source's known kinds. */
export async function logErrors(
  db: Kysely<Schema>,
  run: { id: bigint | null; command: string },
  errors: readonly LoggedError[],
): Promise<void> {
  if (errors.length === 0) return;
  await sql`
    insert into "ErrorLog" (run_id, command, subject, kind, message, stack, context)
    select ${run.id}::bigint, ${run.command}, subject, kind, message, stack, context
    from ${rowsAs("errors", errors, {
      subject: ["text", ({ subject }) => subject],
      kind: ["text", ({ error }) => kindOf(error)],
      message: ["text", ({ error }) => messageOf(error)],
      stack: [
        "text",
        ({ error }) =>
          error instanceof Error && !(error instanceof SourceError) ? (error.stack ?? null) : null,
      ],
      context: ["jsonb", ({ error }) => jsonParameter(error instanceof SourceError ? error.context : {})],
    })}
  `.execute(db);
}

/** Errors of the last `sinceMs`, newest first, of one command or of all (null). */
export function readErrors(
  db: Kysely<Schema>,
  { sinceMs, command, limit }: { sinceMs: number; command: string | null; limit: number },
) {
  return db
    .selectFrom("ErrorLog")
    .select(["id", "at", "run_id", "command", "subject", "kind", "message", "context", "stack"])
    .where("at", ">", sql<Date>`now() - make_interval(secs => ${sinceMs / 1_000})`)
    .$if(command !== null, (query) => query.where("command", "=", command as string))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
