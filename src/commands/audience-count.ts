import * as z from "zod";
import { audienceCountText, leftOutCounts, leftOutText } from "../cli/audience-text.js";
import { command } from "../cli/command.js";
import { criteriaFrom, criteriaOptions } from "../cli/criteria-options.js";
import { counts } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { findAudience } from "../core/audiences/audiences.js";
import { countAudience } from "../core/audiences/count.js";
import { countLeftOut } from "../core/audiences/left-out.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "audience count",
  group: "mining",
  summary: "Count the accounts that match an audience or the given criteria",
  details: "Flags beside a name replace its criteria of the same kind for this count; nothing is stored.",
  arguments: { name: "[name...]", summary: "Name of an audience (default: only the given criteria)" },
  options: criteriaOptions,
  json: z.strictObject({
    accounts: z.int(),
    match: z.int(),
    no_match: z.int(),
    undecided: z.int(),
    left_out: counts.optional().describe("where nobody matches: accounts by what leaves them out first"),
  }),
  examples: [
    "igminer audience count makers-de",
    "igminer audience count makers-de --followers 5k-50k",
    "igminer audience count --lang de --has-email --json",
  ],
  run: (flags, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const name = names.join(" ").trim();
      const tried = criteriaFrom(flags);
      if (name === "" && Object.keys(tried).length === 0)
        throw new Failure(
          EXIT.usage,
          "Neither an audience nor criteria were given.",
          "See: igminer audience list",
        );
      const stored = name === "" ? {} : (await findAudience(db, name)).criteria;
      const criteria = { ...stored, ...tried };
      const count = await countAudience(db, criteria);
      const leftOut = count.wanted === 0 ? await countLeftOut(db, [criteria]) : [];
      if (context.output.isJson)
        context.output.json({
          accounts: count.accounts,
          match: count.wanted,
          no_match: count.unwanted,
          undecided: count.undecided,
          ...(leftOut.length > 0 && { left_out: leftOutCounts(leftOut) }),
        });
      else {
        context.output.text(`${audienceCountText(count)}.`);
        if (leftOut.length > 0) context.output.text(`\n${leftOutText(leftOut)}`);
      }
      return EXIT.done;
    }),
});
