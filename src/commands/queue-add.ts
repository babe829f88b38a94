import { userInfo } from "node:os";
import { z } from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { readUsernames } from "../cli/usernames-input.js";
import { EXIT } from "../core/failure.js";
import { addToQueue } from "../core/manual/queue.js";

export default command({
  name: "queue add",
  group: "mining",
  summary: "Ask for accounts: igminer mine-manual mines them next, also when they are known",
  details:
    "Usernames come as arguments, from --file, or from standard input (-): one a line; @name, profile URLs and upper case are accepted, blank lines and # comments skipped. A name that waits already is not queued twice; one that failed is tried again.",
  arguments: { name: "[usernames...]", summary: "Usernames or profile URLs; - for standard input" },
  options: {
    file: {
      value: "F",
      summary: "Read usernames from a file; - for standard input",
      schema: z.string().optional(),
    },
    requestedBy: {
      value: "WHO",
      summary: "Who asks (default: the user of this machine)",
      schema: z.string().min(1).max(200).optional(),
    },
  },
  examples: [
    "igminer queue add natgeo @nasa",
    "igminer queue add --file names.txt --requested-by anna",
    "igminer export usernames | igminer queue add -",
  ],
  async run({ file, requestedBy }, names, context) {
    // Before the database is opened: an embedded one may be what the pipe's other end still reads from.
    const { usernames, invalid, isGiven } = await readUsernames(names, file);
    return withDatabase(context, async ({ kysely: db }) => {
      for (const { text, where } of invalid) context.log.warn(`${where}: not a username: ${text}`);
      const { added, again } = await addToQueue(db, usernames, requestedBy ?? whoAmI());
      const waiting = usernames.length - added - again;
      if (context.output.isJson) {
        context.output.json({ added, again, waiting, invalid: invalid.length, invalid_lines: invalid });
      } else if (!isGiven) {
        context.output.summary("queue add: no usernames given; for example: igminer queue add natgeo");
      } else {
        context.output.summary(
          `queue add: ${counted(added, "username")} added, ${again} to be tried again, ${waiting} waiting already, ${invalid.length} invalid. Next: igminer mine-manual`,
        );
      }
      if (!isGiven) return EXIT.usage;
      if (invalid.length === 0) return EXIT.done;
      return usernames.length === 0 ? EXIT.usage : EXIT.partial;
    });
  },
});

function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number and no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
