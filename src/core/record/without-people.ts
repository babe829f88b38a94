import type { Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { forgottenAmong, type KeepOutList } from "../keep-out/forgotten.js";
import { jsonWithoutTraces, withoutTraces } from "../keep-out/traces.js";
import { forgottenIn } from "../keep-out/without-forgotten.js";

/** An error as it is stored. */
export interface WrittenError {
  subject: string | null;
  kind: string;
  message: string;
  stack: string | null;
  /** JSON. */
  context: string;
}

/**
 * Removes people who were erased from errors. An error about such a person is dropped; from an excerpt of an answer,
 * the name, address and number are removed, as `forget` does with stored errors.
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
    others.flatMap(({ message, stack, context }) => [message, stack, ...textsIn(JSON.parse(context))]),
  );
  return others.map((error) => ({
    ...error,
    message: withoutTraces(error.message, known) ?? "",
    stack: withoutTraces(error.stack, known),
    context: jsonWithoutTraces(error.context, known) ?? "{}",
  }));
}

/** Every text inside a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}
