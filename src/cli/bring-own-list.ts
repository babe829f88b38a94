import { inTransaction } from "../core/db/transaction.js";
import { readAddress } from "../core/email/address.js";
import { addEmailSignals, type EmailSignal } from "../core/email/signals.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";
import type { CommandContext } from "./command.js";
import { counted } from "./format.js";
import { readLines } from "./lines-input.js";
import { withDatabase } from "./store.js";
import { keptOutText } from "./usernames-command.js";

/** Stores the addresses of a list of the operator's own (`-`: standard input) as evidence, and says how many. */
export async function bringOwnList(
  file: string,
  as: "bad" | "good",
  isDry: boolean,
  context: CommandContext,
): Promise<void> {
  const signals: EmailSignal[] = [];
  await readLines(file, "address", context.interruption, (text, where) => {
    const read = readAddress(text);
    if (read.isValid)
      signals.push({ address: read.address, kind: `operator_${as}`, source: "operator", at: null });
    else context.log.warn(`${where}: not an address: ${text}`);
  });
  const keptOut = await withDatabase(context, async ({ kysely: db }) => {
    if (!isDry) await inTransaction(db, (tx) => addEmailSignals(tx, signals));
    const emails = signals.map(({ address }) => address.email);
    return (await forgottenAmong(db, "email", emails)).size;
  });
  context.log.info(
    `${file}: ${counted(signals.length - keptOut, "address", "addresses")} ${isDry ? "to be marked" : "marked"} as ${as}${keptOutText(keptOut)}.`,
  );
}
