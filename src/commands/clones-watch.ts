import { z } from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { readUsernames } from "../cli/usernames-input.js";
import { watchAccounts } from "../core/clones/watch.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "clones watch",
  group: "clones",
  summary: "Put accounts under watch for look-alikes",
  details:
    "Usernames come as arguments, from --file, or from standard input (-): one a line; @name, profile URLs and upper case are accepted. An account that is not mined yet goes into the manual queue and is watched once it is.",
  arguments: { name: "[usernames...]", summary: "Usernames or profile URLs; - for standard input" },
  options: {
    file: {
      value: "F",
      summary: "Read usernames from a file; - for standard input",
      schema: z.string().optional(),
    },
  },
  examples: ["igminer clones watch natgeo @nasa", "igminer clones watch --file people.txt"],
  run: ({ file }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { usernames, invalid, isGiven } = await readUsernames(names, file);
      for (const { text, where } of invalid) context.log.warn(`${where}: not a username: ${text}`);
      const { added, unmined } = await watchAccounts(db, usernames);
      const known = usernames.length - added;
      if (context.output.isJson) {
        context.output.json({ added, known, unmined, invalid: invalid.length });
      } else if (!isGiven) {
        context.output.text("clones watch: no usernames given. Try: igminer clones watch natgeo");
      } else {
        context.output.summary(
          `clones watch: ${counted(added, "account")} under watch now, ${known} already, ${invalid.length} invalid.`,
        );
        if (unmined.length > 0) {
          context.output.summary(
            `Not mined yet: ${unmined.slice(0, 5).join(", ")}${unmined.length > 5 ? ` and ${unmined.length - 5} more` : ""}. igminer mine-manual fetches them first.`,
          );
        }
      }
      if (invalid.length === 0) return isGiven ? EXIT.done : EXIT.usage;
      return usernames.length === 0 ? EXIT.usage : EXIT.partial;
    }),
});
