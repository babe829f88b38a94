import { userInfo } from "node:os";
import * as z from "zod";
import { counted } from "../cli/format.js";
import { invalidNames } from "../cli/json-shapes.js";
import { keptOutText, usernamesCommand } from "../cli/usernames-command.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";
import { addToQueue } from "../core/mining/manual/queue.js";

export default usernamesCommand({
  name: "queue add",
  group: "mining",
  summary: "Request accounts, known or new, for the next igminer mine-manual",
  details: "A username that is already waiting is not queued twice; one that failed is tried again.",
  options: {
    requestedBy: {
      value: "WHO",
      summary: "Name of the requester (default: the user of this machine)",
      schema: z.string().min(1).max(200).optional(),
    },
  },
  needsNames: true,
  json: z.strictObject({
    added: z.int(),
    again: z.int(),
    waiting: z.int(),
    kept_out: z.int(),
    ...invalidNames,
  }),
  examples: [
    "igminer queue add natgeo @nasa",
    "igminer queue add --file names.txt --requested-by anna",
    "igminer export usernames | igminer queue add -",
  ],
  async run({ requestedBy }, { usernames, invalid, isGiven }, { kysely: db }, { output }) {
    const { added, again } = await addToQueue(db, usernames, requestedBy ?? whoAmI());
    const { size: keptOut } = await forgottenAmong(db, "username", usernames);
    const waiting = usernames.length - added - again - keptOut;
    if (output.isJson)
      output.json({
        added,
        again,
        waiting,
        kept_out: keptOut,
        invalid: invalid.length,
        invalid_lines: invalid,
      });
    else if (!isGiven) output.summary("queue add: no usernames given; for example: igminer queue add natgeo");
    else
      output.summary(
        `queue add: ${counted(added, "username")} added, ${again} to be tried again, ${waiting} waiting already, ${invalid.length} invalid${keptOutText(keptOut)}. Next: igminer mine-manual`,
      );
  },
});

function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, the user may have a number but no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
