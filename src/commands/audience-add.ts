import { command } from "../cli/command.js";
import { criteriaFrom, criteriaOptions } from "../cli/criteria-options.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { addAudience } from "../core/audiences/audiences.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "audience add",
  group: "mining",
  summary: "Say whom you look for, under a name that other commands take as --audience",
  details:
    "All that is given must hold. An account of which something is not known yet is undecided: igminer audience show counts such accounts and says what would decide them.",
  arguments: { name: "<name...>", summary: "What you call the audience" },
  options: {
    ...criteriaOptions,
    replace: { summary: "Give an audience of this name these criteria instead of its own", schema: isGiven },
  },
  examples: [
    "igminer audience add makers-de --lang de --country DE,AT,CH --followers 1k-50k --kind creator --has-email",
    'igminer audience add potters --keywords "keramik,töpfern" --posted-within 30d',
  ],
  run: ({ replace, ...flags }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const name = names.join(" ").trim();
      const criteria = criteriaFrom(flags);
      if (Object.keys(criteria).length === 0)
        throw new Failure(
          EXIT.usage,
          "An audience without criteria is everybody.",
          "Say whom you look for, as --lang de --followers 1k-50k; see: igminer audience add --help",
        );
      const id = await inTransaction(db, (tx) => addAudience(tx, { name, criteria }, { replaces: replace }));
      if (context.output.isJson) context.output.json({ id, name, criteria });
      else
        context.output.summary(
          `audience add: "${name}": ${criteriaText(criteria)}\nNext: igminer audience show "${name}"`,
        );
      return EXIT.done;
    }),
});
