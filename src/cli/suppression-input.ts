import type { Kysely } from "kysely";
import type { SuppressionKind } from "../core/db/schema/outreach.js";
import type { Schema } from "../core/db/schema.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { suppress } from "../core/outreach/suppression.js";
import { parseSuppression } from "../core/outreach/suppression-value.js";
import type { CommandContext } from "./command.js";
import { counted } from "./format.js";

interface Line {
  text: string;
  where: string;
}

export interface SuppressionInput {
  values: { kind: SuppressionKind; value: string }[];
  invalid: Line[];
}

/** Suppressions written in one transaction: a file of a million lines must not become one statement. */
const CHUNK = 1_000;

/** @returns arguments as lines to be parsed. */
export function argumentLines(values: readonly string[]): Line[] {
  return values.map((text, index) => ({ text, where: `argument ${index + 1}` }));
}

/** Reads addresses, domains and accounts out of lines; each once. A line that is none is told and the others go on. */
export function parseSuppressions(
  lines: readonly Line[],
  { log }: Pick<CommandContext, "log">,
): SuppressionInput {
  const values = new Map<string, { kind: SuppressionKind; value: string }>();
  const invalid: Line[] = [];
  for (const line of lines) {
    const parsed = parseSuppression(line.text);
    if (parsed === null) {
      invalid.push(line);
      log.warn(`${line.where}: not an address, a domain or an @account: ${line.text}`);
    } else values.set(`${parsed.kind} ${parsed.value}`, parsed);
  }
  return { values: [...values.values()], invalid };
}

/** Saves suppressions and says what came of it. */
export async function saveSuppressions(
  db: Kysely<Schema>,
  input: SuppressionInput,
  origin: { reason: string; source: string },
  { command, output }: CommandContext,
): Promise<ExitCode> {
  let added = 0;
  let withdrawn = 0;
  for (let from = 0; from < input.values.length; from += CHUNK) {
    const chunk = input.values.slice(from, from + CHUNK).map((value) => ({ ...value, ...origin }));
    const done = await inTransaction(db, (tx) => suppress(tx, chunk));
    added += done.added;
    withdrawn += done.withdrawn;
  }
  if (output.isJson)
    output.json({ added, withdrawn, given: input.values.length, invalid: input.invalid.length });
  else {
    output.summary(
      `${command}: ${counted(added, "new suppression")}, ${counted(withdrawn, "waiting lead")} withdrawn, ${input.invalid.length} invalid.`,
    );
  }
  return exitCodeFor(input);
}

/** @returns the exit code for an input of which some lines were invalid. */
export function exitCodeFor({ values, invalid }: SuppressionInput): ExitCode {
  if (invalid.length === 0) return EXIT.done;
  return values.length === 0 ? EXIT.usage : EXIT.partial;
}
