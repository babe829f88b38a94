import * as z from "zod";
import { counted, formatCount } from "../cli/format.js";
import { invalidNames } from "../cli/json-shapes.js";
import { keptOutText, usernamesCommand } from "../cli/usernames-command.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";
import { addToFrontier, isFrontierEmpty, seedEmptyFrontier } from "../core/mining/seed-frontier.js";

export default usernamesCommand({
  name: "seed",
  group: "mining",
  summary: "Add usernames to the frontier, the queue of mine-new",
  details: "Without any, an empty frontier gets IGMINER_SEEDS.",
  options: {
    sourceTag: {
      value: "T",
      summary: "Label stored with each new name",
      schema: z.string().min(1).max(200).optional(),
    },
  },
  needsNames: false,
  json: z.strictObject({ added: z.int(), known: z.int(), kept_out: z.int(), ...invalidNames }),
  examples: [
    "igminer seed natgeo @nasa https://www.instagram.com/nike/",
    "igminer seed --file names.txt --source-tag spring",
    "igminer seed",
  ],
  async run({ sourceTag }, { usernames, invalid, isGiven }, { kysely: db }, { settings, output }) {
    const isBuiltIn = !isGiven && (await isFrontierEmpty(db));
    const asked = isBuiltIn ? settings.config.seeds : usernames;
    const added = isBuiltIn
      ? await seedEmptyFrontier(db, asked)
      : await addToFrontier(
          db,
          usernames.map((username) => ({ username, source: "SEED", sourceTag: sourceTag ?? null })),
        );
    const { size: keptOut } = await forgottenAmong(db, "username", asked);
    const known = asked.length - added - keptOut;
    if (output.isJson)
      output.json({ added, known, kept_out: keptOut, invalid: invalid.length, invalid_lines: invalid });
    else if (!isGiven && !isBuiltIn)
      output.summary("seed: no usernames given, and the frontier is not empty: nothing to add.");
    else
      output.summary(
        `seed: ${counted(added, "new username")}, ${formatCount(known)} known, ${formatCount(invalid.length)} invalid${keptOutText(keptOut)}.`,
      );
  },
});
