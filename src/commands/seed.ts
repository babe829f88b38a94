import { z } from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { readUsernames } from "../cli/usernames-input.js";
import { EXIT } from "../core/failure.js";
import { addToFrontier, isFrontierEmpty, seedEmptyFrontier } from "../core/profiles/seed-frontier.js";

export default command({
  name: "seed",
  group: "mining",
  summary: "Add usernames to the frontier, from which mine-new takes its work",
  details:
    "Usernames come as arguments, from --file, or from standard input (-): one a line; @name, profile URLs and upper case are accepted, blank lines and # comments skipped. Without any, an empty frontier gets IGMINER_SEEDS.",
  arguments: { name: "[usernames...]", summary: "Usernames or profile URLs; - for standard input" },
  options: {
    file: {
      value: "F",
      summary: "Read usernames from a file; - for standard input",
      schema: z.string().optional(),
    },
    sourceTag: {
      value: "T",
      summary: "A word of yours, kept with each new name",
      schema: z.string().min(1).max(200).optional(),
    },
  },
  examples: [
    "igminer seed natgeo @nasa https://www.instagram.com/nike/",
    "igminer seed --file names.txt --source-tag spring",
    "igminer seed",
  ],
  async run({ file, sourceTag }, names, context) {
    // Before the database is opened: an embedded one may be what the pipe's other end still reads from.
    const { usernames, invalid, isGiven } = await readUsernames(names, file);
    return withDatabase(context, async ({ kysely: db }) => {
      for (const { text, where } of invalid) context.log.warn(`${where}: not a username: ${text}`);
      const isBuiltIn = !isGiven && (await isFrontierEmpty(db));
      const asked = isBuiltIn ? context.settings.config.seeds : usernames;
      const added = isBuiltIn
        ? await seedEmptyFrontier(db, asked)
        : await addToFrontier(
            db,
            usernames.map((username) => ({ username, source: "SEED", sourceTag: sourceTag ?? null })),
          );
      const known = asked.length - added;
      if (context.output.isJson) {
        context.output.json({ added, known, invalid: invalid.length, invalid_lines: invalid });
      } else if (!isGiven && !isBuiltIn) {
        context.output.summary("seed: no usernames given, and the frontier is not empty: nothing to add.");
      } else {
        context.output.summary(
          `seed: ${counted(added, "new username")}, ${known} known, ${invalid.length} invalid.`,
        );
      }
      if (invalid.length === 0) return EXIT.done;
      return usernames.length === 0 ? EXIT.usage : EXIT.partial;
    });
  },
});
