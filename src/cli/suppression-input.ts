import type { Kysely } from "kysely";
import * as z from "zod";
import type { Schema } from "../core/db/schema.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { suppress } from "../core/outreach/suppression.js";
import { parseSuppression, type SuppressionValue } from "../core/outreach/suppression-value.js";
import { isFreeMailHost } from "../core/text/email-words.js";
import { warnOfBadLines } from "./bad-lines.js";
import type { CommandContext } from "./command.js";
import { counted } from "./format.js";

interface Line {
  text: string;
  where: string;
}

export interface SuppressionInput {
  values: (SuppressionValue & { given: string })[];
  invalid: Line[];
}

/** Suppressions written in one transaction: a file of a million lines must not become one statement. */
const CHUNK = 1_000;
/** So many values are each told how they were understood; of a longer list their kinds are counted. */
const MOST_TOLD = 50;

export const suppressedJson = z.strictObject({
  added: z.int(),
  withdrawn: z.int(),
  given: z.int(),
  invalid: z.int(),
  understood: z.array(z.strictObject({ kind: z.string(), value: z.string(), given: z.string() })),
});

/** @returns arguments as lines to be parsed. */
export function argumentLines(values: readonly string[]): Line[] {
  return values.map((text, index) => ({ text, where: `argument ${index + 1}` }));
}

/**
 * Reads addresses, domains and accounts out of lines; each once. A line that is none is told and the others go on; of one
 * that may be a domain or an account both are taken, and it is told how to name one of them. A mail provider's own domain
 * is taken only where it may be: it stands for everybody there.
 */
export function parseSuppressions(
  lines: readonly Line[],
  { log }: Pick<CommandContext, "log">,
  { mayBlockProviders = true } = {},
): SuppressionInput {
  const values = new Map<string, SuppressionInput["values"][number]>();
  const invalid: Line[] = [];
  const warnings: string[] = [];
  for (const line of lines) {
    const reading = parseSuppression(line.text);
    const provider = reading.find(({ kind, value }) => kind === "domain" && isFreeMailHost(value));
    if (reading.length === 0) {
      invalid.push(line);
      warnings.push(`${line.where}: not an address, a domain or an @account: ${line.text}`);
    } else if (provider !== undefined && !mayBlockProviders) {
      invalid.push(line);
      warnings.push(
        `${line.where}: ${provider.value} is a mail provider; this would suppress everybody with an address there. To do so anyway, add --force`,
      );
    } else {
      for (const value of reading)
        values.set(`${value.kind} ${value.value}`, { ...value, given: line.text.trim() });
      if (reading.length > 1) log.warn(saidOfBoth(line, reading[0]?.value ?? ""));
    }
  }
  warnOfBadLines(log, warnings);
  return { values: [...values.values()], invalid };
}

function saidOfBoth({ text, where }: Line, name: string): string {
  return `${where}: ${text.trim()} could be a domain or an account; both are suppressed. To suppress only one of them, write *@${name} or https://www.instagram.com/${name}/`;
}

/** Says how values were understood: each of them, or of many how many are of which kind. */
export function tellUnderstood({ values }: SuppressionInput, { output }: CommandContext): void {
  if (values.length <= MOST_TOLD) {
    for (const { kind, value } of values) output.summary(`${KIND_WORDS[kind]} ${value}`);
    return;
  }
  const kinds = (["email", "domain", "account"] as const).flatMap((kind) => {
    const { length } = values.filter((each) => each.kind === kind);
    return length === 0 ? [] : [counted(length, KIND_WORDS[kind], MANY_WORDS[kind])];
  });
  output.summary(`understood as ${kinds.join(", ")}`);
}

const KIND_WORDS = { email: "address", domain: "domain", account: "account" } as const;
const MANY_WORDS = { email: "addresses", domain: "domains", account: "accounts" } as const;

/** Saves suppressions and says what came of it. */
export async function saveSuppressions(
  db: Kysely<Schema>,
  input: SuppressionInput,
  origin: { reason: string; source: string },
  context: CommandContext,
): Promise<ExitCode> {
  const { command, output } = context;
  let added = 0;
  let withdrawn = 0;
  for (let from = 0; from < input.values.length; from += CHUNK) {
    const chunk = input.values
      .slice(from, from + CHUNK)
      .map(({ kind, value }) => ({ kind, value, isOptOut: true, ...origin }));
    const done = await inTransaction(db, (tx) => suppress(tx, chunk));
    added += done.added;
    withdrawn += done.withdrawn;
  }
  if (output.isJson)
    output.json({
      added,
      withdrawn,
      given: input.values.length,
      invalid: input.invalid.length,
      understood: input.values,
    });
  else {
    tellUnderstood(input, context);
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
