import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { count } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { findAudience } from "../core/audiences/audiences.js";
import { diffAudiences } from "../core/audiences/diff.js";
import { EXIT, Failure } from "../core/failure.js";

const side = z.strictObject({ accounts: z.int(), usernames: z.array(z.string()) });

export default command({
  name: "audience diff",
  group: "mining",
  summary: "Compare the accounts of two audiences",
  arguments: { name: "<names...>", summary: "Names of two audiences" },
  options: {
    limit: {
      value: "N",
      summary: "List at most N accounts per side (default 10)",
      schema: count(0).default(10),
    },
  },
  json: z.strictObject({
    first: z.string(),
    second: z.string(),
    only_first: side,
    both: side,
    only_second: side,
  }),
  examples: ["igminer audience diff makers-de makers-at", "igminer audience diff makers-de makers-at --json"],
  run: ({ limit }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const [first, second, ...others] = names;
      if (first === undefined || second === undefined || others.length > 0)
        throw new Failure(
          EXIT.usage,
          "Give the names of two audiences to compare.",
          'Quote a name that contains spaces: igminer audience diff "makers de" potters',
        );
      const [one, other] = [await findAudience(db, first), await findAudience(db, second)];
      const { onlyFirst, both, onlySecond } = await diffAudiences(db, one.criteria, other.criteria, limit);
      if (context.output.isJson)
        context.output.json({ first, second, only_first: onlyFirst, both, only_second: onlySecond });
      else
        for (const [label, side] of [
          [`only in ${first}`, onlyFirst],
          ["in both", both],
          [`only in ${second}`, onlySecond],
        ] as const) {
          const more = side.accounts > side.usernames.length ? " …" : "";
          const shown = side.usernames.length === 0 ? "" : `: ${side.usernames.join(" ")}${more}`;
          context.output.text(`${counted(side.accounts, "account")} ${label}${shown}`);
        }
      return EXIT.done;
    }),
});
