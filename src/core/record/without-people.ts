import type { Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { forgottenAmong, type KeepOutList } from "../keep-out/forgotten.js";
import { withoutTraces } from "../keep-out/traces.js";
import { forgottenIn } from "../keep-out/without-forgotten.js";

/** An error as it is written down. */
export interface WrittenError {
  subject: string | null;
  kind: string;
  message: string;
  stack: string | null;
  /** JSON. */
  context: string;
}

/**
 * Errors without people who were erased: one about such a person is left out, and an excerpt of an answer loses the name,
 * the address and the number, as `forget` takes them out of errors that are stored.
 */
export async function withoutPeople(
  tx: Transaction<Schema>,
  list: KeepOutList,
  errors: readonly WrittenError[],
): Promise<WrittenError[]> {
  if (list.isEmpty) return [...errors];
  const subjects = errors.flatMap(({ subject }) => subject?.toLowerCase() ?? []);
  const erased = new Set([
    ...(await forgottenAmong(tx, "username", subjects, list)),
    ...(await forgottenAmong(tx, "email", subjects, list)),
    ...(await forgottenAmong(tx, "id", subjects, list)),
  ]);
  const others = errors.filter(({ subject }) => subject === null || !erased.has(subject.toLowerCase()));
  const known = await forgottenIn(
    tx,
    list,
    others.flatMap(({ message, stack, context }) => [message, stack, context]),
  );
  return others.map((error) => ({
    ...error,
    message: withoutTraces(error.message, known) ?? "",
    stack: withoutTraces(error.stack, known),
    context: withoutTraces(error.context, known) ?? "{}",
  }));
}
