import * as z from "zod";
import { command } from "../cli/command.js";
import { anyObject, whole } from "../cli/json-shapes.js";
import { audienceFrom, audienceOptions } from "../cli/sequence-audience-options.js";
import { sequenceOptions } from "../cli/sequence-options.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT, Failure } from "../core/failure.js";
import { audienceText, meantBy } from "../core/outreach/sequence-audience.js";
import { addSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence add",
  group: "outreach",
  summary: "Add a sequence: its campaign, its audience and its daily cap",
  details:
    "Texts and sending belong to the campaign, in Instantly or, with --via csv or webhook, in another tool. The flags that define the audience are stored with the sequence; import-sequence uses them unless other flags are given.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {
    campaign: {
      value: "ID",
      summary: "Instantly's campaign id (last part of its URL); for other sequencers any name",
      schema: z.string("this flag is required").min(1),
    },
    via: {
      value: "S",
      summary: "Sequencer: instantly (default), csv (files handed over manually) or webhook (signed JSON)",
      schema: z
        .enum(["instantly", "csv", "webhook"], "expected one of: instantly, csv, webhook")
        .default("instantly"),
    },
    ...sequenceOptions,
    ...audienceOptions,
  },
  json: z.strictObject({
    id: whole,
    name: z.string(),
    via: z.string(),
    campaign: z.string(),
    daily_cap: z.int(),
    filters: anyObject,
  }),
  examples: [
    'igminer sequence add vegan-de --campaign 019cc043-9d00-75e0-9e83-192cca9a643e --keywords "vegan,plant based" --country DE',
    "igminer sequence add runners --campaign 019cc043-9d00-75e0-9e83-192cca9a643f --hashtag marathon,running --min-followers 5000 --daily-cap 200",
  ],
  run: (options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const name = names.join(" ").trim();
      if (name === "")
        throw new Failure(EXIT.usage, "A sequence needs a name.", "See: igminer sequence add --help");
      const { campaign: campaignId, via, dailyCap = 50, firstNameFallback, variables } = options;
      const whom = audienceFrom(options);
      await meantBy(db, whom);
      const id = await inTransaction(db, (tx) =>
        addSequence(tx, {
          name,
          campaignId,
          via,
          dailyCap,
          audience: whom,
          firstNameFallback: firstNameFallback || null,
          variables: variables ?? {},
        }),
      );
      if (context.output.isJson)
        context.output.json({ id, name, via, campaign: campaignId, daily_cap: dailyCap, filters: whom });
      else {
        context.output.summary(
          `sequence add: "${name}" is for ${audienceText(whom)}; at most ${dailyCap} a day.\n` +
            `Next: igminer import-sequence --sequence "${name}" --dry-run`,
        );
      }
      return EXIT.done;
    }),
});
