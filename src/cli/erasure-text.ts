import type { OpenOrders } from "../core/outreach/orders.js";
import type { CommandContext } from "./command.js";
import { counted, formatCount } from "./format.js";
import { ordersJson, ordersText } from "./orders-text.js";
import { tableText } from "./table.js";

/** Rows of one kind in one table. */
interface Rows {
  table: string;
  what: string;
  rows: number;
}

/** What is stored of a person who is to be erased, or was. */
interface Traces {
  /** As the person was given on the command line. */
  name: string;
  erased: readonly Rows[];
  /** Addresses that other accounts show too, which are kept. */
  sharedEmails: readonly string[];
}

/** @returns the question to confirm before people are erased. */
export function erasureQuestion(people: readonly Traces[]): string {
  const rows = people.flatMap(({ erased }) => erased).reduce((sum, place) => sum + place.rows, 0);
  const who = people.map(({ name }) => name).join(", ");
  return `Erase ${who} permanently (${counted(rows, "row")}), and keep this person out?`;
}

/** Prints what an erasure would delete, table by table. */
export function printTraces(people: readonly Traces[], { output }: CommandContext): void {
  if (output.isJson) {
    const found = people.map(({ name, erased, sharedEmails }) => ({
      person: name,
      would_erase: erased,
      shared_emails: sharedEmails,
    }));
    output.json({ command: "forget", dry_run: true, people: found });
    return;
  }
  for (const { name, erased } of people)
    output.text(erased.length === 0 ? `${name}: nothing is stored.` : rowsText("would erase", erased));
}

/** Prints what was erased, and the steps at third parties that are still to be finished. */
export function printErased(
  people: readonly (Traces & { files: number })[],
  open: readonly OpenOrders[],
  { output, log }: CommandContext,
): void {
  if (output.isJson) {
    const told = people.map(({ name, erased, files, sharedEmails }) => ({
      person: name,
      erased,
      files,
      shared_emails: sharedEmails,
    }));
    output.json({ ...(told.length === 1 ? told[0] : { people: told }), orders: ordersJson(open) });
    return;
  }
  for (const { name, erased, files, sharedEmails } of people) {
    const isAnything = erased.length + files > 0;
    if (isAnything) output.text(rowsText("erased", erased, files));
    output.summary(
      `forget: ${people.length === 1 ? "" : `${name}: `}${isAnything ? "erased" : "nothing was stored"}. From now on the person is kept out.`,
    );
    for (const email of sharedEmails)
      log.warn(`${email} is kept: other accounts show it too. To erase it as well: igminer forget ${email}`);
  }
  if (open.length > 0) output.text(ordersText(open));
}

/** Prints the steps at third parties that earlier erasures have not finished. */
export function printOpenOrders(open: readonly OpenOrders[], { output }: CommandContext): void {
  if (output.isJson) output.json({ orders: ordersJson(open) });
  else if (open.length > 0) output.text(ordersText(open));
  else output.summary("forget: all steps at third parties are finished.");
}

function rowsText(title: string, erased: readonly Rows[], files = 0): string {
  const lines = erased.map(({ table, what, rows }) => [what, table, formatCount(rows)]);
  if (files > 0) lines.push(["picture files", "", formatCount(files)]);
  return tableText([{ title }, { title: "table" }, { title: "rows", align: "right" }], lines);
}
