import * as z from "zod";
import { type CommandContext, command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { counted, formatCount } from "../cli/format.js";
import { anyObject } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { ordersJson, ordersText } from "../cli/orders-text.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { EXIT, type ExitCode, Failure } from "../core/failure.js";
import { type OpenOrders, readOpenOrders } from "../core/outreach/orders.js";
import { countTraces, type Erased, type ErasedRows, forget } from "../core/privacy/forget.js";
import { requirePersonKey } from "../core/privacy/person.js";

export default command({
  name: "forget",
  group: "outreach",
  summary: "Erase all data of a person, and never mine or contact that person again",
  details:
    "Takes a username, an e-mail address or Instagram's number of an account; a name that several accounts have or had is refused with their numbers. The person is kept out first. Then accounts, posts, history, comments, pictures, leads, messages and log lines are deleted, and the name, the addresses and the phone number are removed from what others wrote. Only salted hashes remain, to keep the person out; this cannot be undone. Asks for confirmation on a terminal. If it is interrupted, run it again. Pictures are deleted on this machine only: run it on every machine that stores pictures.",
  arguments: { name: "[persons...]", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {
    dryRun: {
      summary: "Count what would be erased, table by table, without changing anything",
      schema: isGiven,
    },
    yes: { summary: "Skip the confirmation question", schema: isGiven },
    status: {
      summary:
        "Show the steps at third parties that earlier erasures still have to finish (exit code 3 while there are any)",
      schema: isGiven,
    },
  },
  json: z.union([
    z
      .object({ orders: z.array(anyObject).describe("steps at third parties that are not finished") })
      .catchall(z.unknown()),
    z.strictObject({ command: z.string(), dry_run: z.literal(true), people: z.array(anyObject) }),
  ]),
  examples: [
    "igminer subject-report jane > jane.json",
    "igminer forget jane --dry-run",
    "igminer forget jane@example.com --yes",
    "igminer forget --status",
  ],
  run: ({ dryRun, yes, status }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      if (status) return showStatus(await readOpenOrders(db), context);
      if (names.length === 0)
        throw new Failure(EXIT.usage, "No person was given.", "For example: igminer forget jane");
      // All are looked up before anything is erased: an ambiguous one stops the others too.
      const people = [];
      for (const name of names) {
        const key = await requirePersonKey(db, name);
        people.push({ name, key, ...(await countTraces(db, key)) });
      }
      if (dryRun) return showCounts(people, context);
      if (!yes && !(await isConfirmed(question(people), context.interruption))) {
        context.log.warn("Nothing was erased.");
        return EXIT.failed;
      }
      const files = pictureFiles(context.settings.config.database.dataDir as string);
      const done = [];
      for (const { name, key } of people) done.push({ name, ...(await forget(db, key, files)) });
      return showErased(done, await readOpenOrders(db), context);
    }),
});

function question(people: readonly { name: string; erased: readonly ErasedRows[] }[]): string {
  const rows = people.flatMap(({ erased }) => erased).reduce((sum, place) => sum + place.rows, 0);
  const who = people.map(({ name }) => name).join(", ");
  return `Erase ${who} permanently (${counted(rows, "row")}), and keep this person out?`;
}

function showCounts(
  people: readonly { name: string; erased: readonly ErasedRows[]; sharedEmails: readonly string[] }[],
  { output }: CommandContext,
): ExitCode {
  if (output.isJson) {
    const found = people.map(({ name, erased, sharedEmails }) => ({
      person: name,
      would_erase: erased,
      shared_emails: sharedEmails,
    }));
    output.json({ command: "forget", dry_run: true, people: found });
  } else
    for (const { name, erased } of people)
      output.text(erased.length === 0 ? `${name}: nothing is stored.` : rowsText("would erase", erased));
  return EXIT.done;
}

function showErased(
  people: readonly (Erased & { name: string })[],
  open: readonly OpenOrders[],
  { output, log }: CommandContext,
): ExitCode {
  const exitCode = open.length > 0 ? EXIT.partial : EXIT.done;
  if (output.isJson) {
    const told = people.map(({ name, erased, files, sharedEmails }) => ({
      person: name,
      erased,
      files,
      shared_emails: sharedEmails,
    }));
    output.json({ ...(told.length === 1 ? told[0] : { people: told }), orders: ordersJson(open) });
    return exitCode;
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
  return exitCode;
}

function showStatus(open: readonly OpenOrders[], { output }: CommandContext): ExitCode {
  if (output.isJson) output.json({ orders: ordersJson(open) });
  else if (open.length > 0) output.text(ordersText(open));
  else output.summary("forget: all steps at third parties are finished.");
  return open.length > 0 ? EXIT.partial : EXIT.done;
}

function rowsText(title: string, erased: readonly ErasedRows[], files = 0): string {
  const lines = erased.map(({ table, what, rows }) => [what, table, formatCount(rows)]);
  if (files > 0) lines.push(["picture files", "", formatCount(files)]);
  return tableText([{ title }, { title: "table" }, { title: "rows", align: "right" }], lines);
}
