import type { Kysely } from "kysely";
import type { Schema } from "../core/db/schema.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { suppress } from "../core/outreach/suppression.js";
import { parseSuppression, type SuppressionValue } from "../core/outreach/suppression-value.js";
import { isFreeMailHost } from "../core/text/email-words.js";
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

/** @returns arguments as lines to be parsed. */
export function argumentLines(values: readonly string[]): Line[] {
  return values.map((text, index) => ({ text, where: `argument ${index + 1}` }));
}

/**
 * Reads addresses, domains and accounts out of lines; each once. A line that is none, or that may be two things, is told
 * and the others go on. A mail provider's own domain is taken only where it may be: it stands for everybody there.
 */
export async function parseSuppressions(
  db: Kysely<Schema>,
  lines: readonly Line[],
  { log }: Pick<CommandContext, "log">,
  { mayBlockProviders = true } = {},
): Promise<SuppressionInput> {
  const values = new Map<string, SuppressionInput["values"][number]>();
  const invalid: Line[] = [];
  const readings = lines.map((line) => ({ line, reading: parseSuppression(line.text) }));
  const taken = await usernamesKnown(
    db,
    readings.flatMap(({ reading }) =>
      reading?.kind === "domain" && reading.orUsername !== undefined ? [reading.orUsername] : [],
    ),
  );
  for (const { line, reading } of readings) {
    if (reading === null) {
      invalid.push(line);
      log.warn(`${line.where}: not an address, a domain or an @account: ${line.text}`);
    } else if (reading.kind === "doubtful" || (reading.orUsername && taken.has(reading.orUsername))) {
      const [domain, username] =
        reading.kind === "doubtful"
          ? [reading.domain, reading.username]
          : [reading.value, reading.orUsername as string];
      invalid.push(line);
      log.warn(
        `${line.where}: ${line.text} may be a domain or an account. Write *@${domain} for the domain, https://www.instagram.com/${username} for the account.`,
      );
    } else {
      const { kind, value } = reading;
      if (kind === "domain" && !mayBlockProviders && isFreeMailHost(value)) {
        invalid.push(line);
        log.warn(
          `${line.where}: ${value} is a mail provider; nobody with an address there would be written to any more. If that is meant: --force`,
        );
        continue;
      }
      values.set(`${kind} ${value}`, { kind, value, given: line.text.trim() });
    }
  }
  return { values: [...values.values()], invalid };
}

/** Those of the names that an account of the store has. */
async function usernamesKnown(db: Kysely<Schema>, usernames: readonly string[]): Promise<Set<string>> {
  if (usernames.length === 0) return new Set();
  const known = await db
    .selectFrom("InitialInstagramAccount")
    .select("username")
    .where("username", "in", usernames)
    .union(db.selectFrom("InstagramAccountBase").select("username").where("username", "in", usernames))
    .execute();
  return new Set(known.map(({ username }) => username));
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
