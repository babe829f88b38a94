import * as z from "zod";
import { counted } from "../cli/format.js";
import { invalidNames } from "../cli/json-shapes.js";
import { keptOutText, usernamesCommand } from "../cli/usernames-command.js";
import { watchAccounts } from "../core/clones/watch.js";
import { forgottenAmong } from "../core/keep-out/forgotten.js";

export default usernamesCommand({
  name: "clones watch",
  group: "clones",
  summary: "Watch accounts for look-alikes",
  details: "An account that is not mined yet goes into the manual queue and is watched once it is.",
  options: {},
  needsNames: true,
  json: z.strictObject({
    added: z.int(),
    known: z.int(),
    kept_out: z.int(),
    unmined: z.array(z.string()),
    ...invalidNames,
  }),
  examples: ["igminer clones watch natgeo @nasa", "igminer clones watch --file people.txt"],
  async run(_options, { usernames, invalid, isGiven }, { kysely: db }, { output }) {
    const { added, unmined } = await watchAccounts(db, usernames);
    const { size: keptOut } = await forgottenAmong(db, "username", usernames);
    const known = usernames.length - added - keptOut;
    if (output.isJson)
      output.json({
        added,
        known,
        kept_out: keptOut,
        unmined,
        invalid: invalid.length,
        invalid_lines: invalid,
      });
    else if (!isGiven) output.text("clones watch: no usernames given. Try: igminer clones watch natgeo");
    else {
      output.summary(
        `clones watch: ${counted(added, "account")} under watch now, ${known} already, ${invalid.length} invalid${keptOutText(keptOut)}.`,
      );
      if (unmined.length > 0) {
        const more = unmined.length > 5 ? ` and ${unmined.length - 5} more` : "";
        output.summary(
          `Not mined yet: ${unmined.slice(0, 5).join(", ")}${more}. igminer mine-manual fetches them first.`,
        );
      }
    }
  },
});
