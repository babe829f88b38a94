import * as z from "zod";
import { command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { erasureQuestion, printErased, printOpenOrders, printTraces } from "../cli/erasure-text.js";
import { anyObject } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { EXIT, Failure } from "../core/failure.js";
import { readOpenOrders } from "../core/outreach/orders.js";
import { countTraces, forget } from "../core/privacy/forget.js";
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
      if (status) {
        const open = await readOpenOrders(db);
        printOpenOrders(open, context);
        return open.length > 0 ? EXIT.partial : EXIT.done;
      }
      if (names.length === 0)
        throw new Failure(EXIT.usage, "No person was given.", "For example: igminer forget jane");
      // All are looked up before anything is erased: an ambiguous one stops the others too.
      const people = [];
      for (const name of names) {
        const key = await requirePersonKey(db, name);
        people.push({ name, key, ...(await countTraces(db, key)) });
      }
      if (dryRun) {
        printTraces(people, context);
        return EXIT.done;
      }
      if (!yes && !(await isConfirmed(erasureQuestion(people), context.interruption))) {
        context.log.warn("Nothing was erased.");
        return EXIT.failed;
      }
      const files = pictureFiles(context.settings.config.database.dataDir as string);
      const done = [];
      for (const { name, key } of people) done.push({ name, ...(await forget(db, key, files)) });
      const open = await readOpenOrders(db);
      printErased(done, open, context);
      return open.length > 0 ? EXIT.partial : EXIT.done;
    }),
});
