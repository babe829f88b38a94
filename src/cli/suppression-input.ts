import type { Kysely, Transaction } from "kysely";
import * as z from "zod";
import type { Schema } from "../core/db/schema.js";
import { inTransaction } from "../core/db/transaction.js";
import { isMailProvider } from "../core/email/mail-providers.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";
import { orderBlocksOfErased } from "../core/outreach/orders.js";
import { suppress } from "../core/outreach/suppression.js";
import { parseSuppression, type SuppressionValue } from "../core/outreach/suppression-value.js";
import { warnOfBadLines } from "./bad-lines.js";
import type { CommandContext } from "./command.js";
import { counted } from "./format.js";
import { keptOutText } from "./usernames-command.js";

interface Line {
  text: string;
  where: string;
}

export interface SuppressionInput {
  values: (SuppressionValue & { given: string })[];
  invalid: Line[];
}

/** Suppressions per transaction, so that a file of a million lines does not become one statement. */
const CHUNK = 1_000;
/** Up to this many values are listed one by one; of a longer list, each kind is counted. */
const MOST_TOLD = 50;

export const suppressedJson = z.strictObject({
  added: z.int(),
  withdrawn: z.int(),
  given: z.int(),
  invalid: z.int(),
  kept_out: z.int().describe("of people who were erased; nobody writes to them anyway"),
  understood: z.array(z.strictObject({ kind: z.string(), value: z.string(), given: z.string() })),
});

/** @returns arguments as lines to be parsed. */
export function argumentLines(values: readonly string[]): Line[] {
  return values.map((text, index) => ({ text, where: `argument ${index + 1}` }));
}

/**
 * Reads addresses, domains and accounts from lines, without duplicates. Invalid lines are reported and the others go
 * on. A line that may be a domain or an account counts as both, with a note on how to name only one. A mail provider's
 * own domain is only accepted if allowed, since it stands for everybody there.
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
    const provider = reading.find(({ kind, value }) => kind === "domain" && isMailProvider(value));
    if (reading.length === 0) {
      invalid.push(line);
      warnings.push(
        `${line.where}: not an address, a domain or an @account: ${line.text}${hintFor(line.text)}`,
      );
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

/** A bare word may be a username or half of a domain: explains how to write either. */
function hintFor(text: string): string {
  const username = parseUsername(text);
  return username === null
    ? ""
    : `; write @${username} for the account, or a whole domain such as ${username}.com`;
}

function saidOfBoth({ text, where }: Line, name: string): string {
  return `${where}: ${text.trim()} could be a domain or an account; both are suppressed. To suppress only one of them, write *@${name} or https://www.instagram.com/${name}/`;
}

/** Reports how values were understood: each one, or of many how many are of each kind. */
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

/** Saves suppressions and reports the result. */
export async function saveSuppressions(
  db: Kysely<Schema>,
  input: SuppressionInput,
  origin: { reason: string; source: string },
  context: CommandContext,
): Promise<ExitCode> {
  const { command, output } = context;
  let added = 0;
  let withdrawn = 0;
  let keptOut = 0;
  for (let from = 0; from < input.values.length; from += CHUNK) {
    const chunk = input.values
      .slice(from, from + CHUNK)
      .map(({ kind, value }) => ({ kind, value, isOptOut: true, ...origin }));
    const done = await inTransaction(db, async (tx) => ({
      ...(await suppress(tx, chunk)),
      keptOut: await keptOutOf(tx, chunk),
    }));
    added += done.added;
    withdrawn += done.withdrawn;
    keptOut += done.keptOut;
  }
  if (output.isJson)
    output.json({
      added,
      withdrawn,
      given: input.values.length,
      invalid: input.invalid.length,
      kept_out: keptOut,
      understood: input.values,
    });
  else {
    tellUnderstood(input, context);
    output.summary(
      `${command}: ${counted(added, "new suppression")}, ${counted(withdrawn, "waiting lead")} withdrawn, ${input.invalid.length} invalid${keptOutText(keptOut)}.`,
    );
  }
  return exitCodeFor(input);
}

/** @returns how many of these belong to people who were erased; their addresses are still added to the block list. */
async function keptOutOf(tx: Transaction<Schema>, values: readonly SuppressionValue[]): Promise<number> {
  const of = (kind: SuppressionValue["kind"]) =>
    values.flatMap((given) => (given.kind === kind ? [given.value] : []));
  const emails = await forgottenAmong(tx, "email", of("email"));
  if (emails.size > 0) await orderBlocksOfErased(tx, [...emails]);
  return emails.size + (await forgottenAmong(tx, "username", of("account"))).size;
}

/** @returns the exit code for an input with some invalid lines. */
export function exitCodeFor({ values, invalid }: SuppressionInput): ExitCode {
  if (invalid.length === 0) return EXIT.done;
  return values.length === 0 ? EXIT.usage : EXIT.partial;
}
