import * as z from "zod";
import { command } from "../cli/command.js";
import { criteriaFrom, criteriaOptions, flagsOf } from "../cli/criteria-options.js";
import { anyObject, whole } from "../cli/json-shapes.js";
import { isGiven, listOf } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { addAudience } from "../core/audiences/audiences.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { criteriaLike } from "../core/audiences/like.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, Failure } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";
import { findAccount } from "../core/observe/account/find-account.js";

export default command({
  name: "audience add",
  group: "mining",
  summary: "Define an audience: criteria under a name that other commands accept as --audience",
  details:
    "An account must meet all criteria. While it fails none but one is not known yet, it is undecided: igminer audience show counts undecided accounts and says what would decide them.",
  arguments: { name: "<name...>", summary: "Name of the audience" },
  options: {
    ...criteriaOptions,
    like: {
      value: "@A[,@B]",
      summary: "Take what these mined accounts have in common; other flags replace parts of it",
      schema: listOf("username", parseUsername),
    },
    replace: { summary: "Replace the criteria of an existing audience", schema: isGiven },
  },
  json: z.strictObject({ id: whole, name: z.string(), criteria: anyObject }),
  examples: [
    "igminer audience add makers-de --lang de --country DE,AT,CH --followers 1k-50k --kind creator --has-email",
    "igminer audience add such-as-these --like @first.maker,@second.maker",
    'igminer audience add potters --keywords "keramik,töpfern" --posted-within 30d',
  ],
  run: ({ replace, like, ...flags }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const name = names.join(" ").trim();
      const examples = await Promise.all((like ?? []).map((example) => findAccount(db, example)));
      const common =
        examples.length === 0
          ? {}
          : await criteriaLike(
              db,
              examples.map(({ id }) => id),
            );
      const criteria = { ...common, ...criteriaFrom(flags) };
      if (Object.keys(criteria).length === 0)
        throw new Failure(
          EXIT.usage,
          like === undefined
            ? "No criteria were given; the audience would contain every account."
            : "The examples have no known criteria in common.",
          "Give criteria, such as --lang de --followers 1k-50k; see: igminer audience add --help",
        );
      const id = await inTransaction(db, (tx) => addAudience(tx, { name, criteria }, { replaces: replace }));
      if (context.output.isJson) context.output.json({ id, name, criteria });
      else {
        context.output.summary(`audience add: "${name}": ${criteriaText(criteria)}`);
        if (like !== undefined)
          context.output.summary(`To edit: igminer audience add ${name} --replace ${flagsOf(criteria)}`);
        context.output.summary(`Next: igminer audience show "${name}"`);
      }
      return EXIT.done;
    }),
});
