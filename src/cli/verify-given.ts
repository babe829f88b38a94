import { openVerification } from "../core/email/session.js";
import type { Verification } from "../core/email/verify.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";
import { SourceError } from "../core/source-error.js";
import type { CommandContext } from "./command.js";
import { counted } from "./format.js";
import { readLines } from "./lines-input.js";
import { printList } from "./list.js";
import { withDatabase } from "./store.js";

/** Addresses verified in parallel; mail hosts have a rate limit of their own. */
const AT_ONCE = 50;

/**
 * Verifies the given addresses (`-` reads them from standard input) and prints the results in order, without storing
 * them. The database is only opened to share the rate limits of mail hosts.
 */
export async function verifyGiven(
  given: readonly string[],
  { smtp, format }: { smtp: boolean; format: "table" | "csv" | "jsonl" },
  context: CommandContext,
): Promise<ExitCode> {
  const texts = given.filter((text) => text !== "-");
  if (given.includes("-")) await readLines("-", "address", context.interruption, (text) => texts.push(text));
  const { verified, stop } = smtp
    ? await withDatabase(context, async ({ kysely: db }) => {
        const keptOut = await forgottenAmong(db, "email", texts);
        if (keptOut.size > 0) context.log.warn(`${[...keptOut].join(", ")}: kept out (igminer forget)`);
        return verifyAll(
          texts.filter((text) => !keptOut.has(text)),
          { db },
          context,
        );
      })
    : await verifyAll(texts, null, context);
  printList(context.output, format, {
    name: "addresses",
    columns: ["email", "status", "reason", "suggestion", "mail_host"],
    rows: verified.map(rowOf),
    emptyText: "No address was given.",
  });
  if (stop === null) return EXIT.done;
  context.log.warn(
    `Stopped after ${verified.length} of ${counted(texts.length, "address", "addresses")}: ${stop.message}`,
  );
  return EXIT.sourceStopped;
}

/** @returns the results, in the order of the addresses, and why it stopped early, or null if it did not. */
async function verifyAll(
  texts: readonly string[],
  smtp: Parameters<typeof openVerification>[0]["smtp"],
  { settings, interruption }: CommandContext,
): Promise<{ verified: Verification[]; stop: SourceError | null }> {
  const session = await openVerification({ config: settings.config, smtp, draining: interruption });
  const verified: Verification[] = [];
  let next = 0;
  let stop: SourceError | null = null;
  async function lane(): Promise<void> {
    while (next < texts.length && stop === null) {
      const index = next++;
      try {
        verified[index] = await session.verifier.verify(texts[index] as string, null, null, interruption);
      } catch (error) {
        if (interruption.aborted) throw interruption.reason;
        if (!(error instanceof SourceError)) throw error;
        stop = error;
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, texts.length) }, lane));
    return { verified: verified.filter((verification) => verification !== undefined), stop };
  } finally {
    await session.close();
  }
}

function rowOf({ email, status, reason, reasons, traits, domain, answer }: Verification) {
  return {
    email,
    status,
    reason,
    reasons,
    suggestion: traits.suggestion,
    is_role: traits.isRole,
    is_disposable: traits.isDisposable,
    is_free: traits.isFree,
    mail_host: answer?.host ?? (domain?.kind === "hosts" ? (domain.hosts[0]?.name ?? null) : null),
    smtp_reply: answer?.reply ?? null,
  };
}
