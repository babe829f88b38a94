import * as z from "zod";
import { command } from "../cli/command.js";
import { anyObject, whole } from "../cli/json-shapes.js";
import { audienceFrom, audienceOptions } from "../cli/sequence-audience-options.js";
import { sequenceOptions } from "../cli/sequence-options.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, Failure } from "../core/failure.js";
import { audienceText, meantBy } from "../core/outreach/sequence-audience.js";
import { changeSequence, findSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence set",
  group: "outreach",
  summary: "Change a sequence: daily cap, audience, variables",
  details:
    "Only what is given changes; each flag of the audience replaces its own part. Existing leads stay.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: { ...sequenceOptions, ...audienceOptions },
  json: z.strictObject({ id: whole, name: z.string(), daily_cap: z.int(), filters: anyObject }),
  examples: [
    "igminer sequence set vegan-de --daily-cap 200",
    "igminer sequence set vegan-de --country DE,AT,CH",
  ],
  run: (options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, audience } = await findSequence(db, names.join(" "), { isOpen: true });
      const { dailyCap, firstNameFallback, variables } = options;
      const given = audienceFrom(options);
      const change = {
        ...(dailyCap !== undefined && { dailyCap }),
        ...(firstNameFallback !== undefined && { firstNameFallback: firstNameFallback || null }),
        ...(variables !== undefined && { variables }),
        ...(Object.keys(given).length > 0 && { audience: { ...audience, ...given } }),
      };
      if (Object.keys(change).length === 0)
        throw new Failure(EXIT.usage, "No change was given.", "See: igminer sequence set --help");
      await meantBy(db, given);
      await inTransaction(db, (tx) => changeSequence(tx, id, change));
      const sequence = await findSequence(db, name, { isOpen: true });
      if (context.output.isJson)
        context.output.json({ id, name, daily_cap: sequence.dailyCap, filters: sequence.audience });
      else
        context.output.summary(
          `sequence set: "${name}" is for ${audienceText(sequence.audience)}; at most ${sequence.dailyCap} a day.`,
        );
      return EXIT.done;
    }),
});
