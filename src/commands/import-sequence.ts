import type { Kysely } from "kysely";
import * as z from "zod";
import { boundedOptions } from "../cli/bounded-run.js";
import { command } from "../cli/command.js";
import { showImportPlan } from "../cli/import-plan.js";
import { anyObject, boundedJson, counts } from "../cli/json-shapes.js";
import { count } from "../cli/options.js";
import { audienceFrom, audienceOptions } from "../cli/sequence-audience-options.js";
import { withDatabase } from "../cli/store.js";
import { showSweep } from "../cli/sweep-command.js";
import type { SweepDefinition } from "../core/batch/sweep.js";
import type { Schema } from "../core/db/schema.js";
import { EXIT } from "../core/failure.js";
import { whatVerifies, whyOutreachIsDry } from "../core/outreach/dry-outreach.js";
import { importLeads, planImport, sampleImport } from "../core/outreach/import-leads.js";
import { meantBy } from "../core/outreach/sequence-audience.js";
import { findSequence } from "../core/outreach/sequences.js";
import type { Config } from "../core/settings/settings.js";

export default command({
  name: "import-sequence",
  group: "outreach",
  summary: "Add accounts to a sequence as leads for the next hand-over",
  details:
    "Adds accounts with a verified address that are not suppressed and not in another active sequence, one lead per address. The audience is that of the sequence; flags given here replace its own. --dry-run counts the accounts left out, by reason, from the first filter on.",
  options: {
    ...boundedOptions({ batch: 500, concurrency: 1 }),
    sequence: {
      value: "S",
      summary: "Name of the sequence",
      schema: z.string("this flag is required").min(1),
    },
    sample: {
      value: "N",
      summary: "Show the first N leads as they would be sent (with --dry-run)",
      schema: count(1).max(1_000).optional(),
    },
    ...audienceOptions,
  },
  json: z.union([
    boundedJson,
    z.strictObject({
      command: z.string(),
      dry_run: z.literal(true),
      would_take: z.array(z.string()),
      eligible: z.int(),
      excluded: counts.describe("accounts left out, by reason"),
      sample: z.array(anyObject).optional().describe("leads as they would be sent"),
    }),
  ]),
  examples: [
    "igminer import-sequence --sequence vegan-de --dry-run",
    "igminer import-sequence --sequence vegan-de --dry-run --sample 20",
    "igminer import-sequence --sequence vegan-de --batch 500",
    'igminer import-sequence --sequence vegan-de --keywords "vegan,plant based" --country DE,AT --min-followers 2000',
  ],
  run: (options, _names, context) =>
    withDatabase(context, async (database) => {
      const { smtp } = context.settings.config;
      const sequence = await findSequence(database.kysely, options.sequence, { isOpen: true });
      const whom = await meantBy(database.kysely, { ...sequence.audience, ...audienceFrom(options) });
      if (options.dryRun) {
        const plan = await planImport(database.kysely, sequence.id, whom, options.batch);
        const sample =
          options.sample === undefined
            ? null
            : await sampleImport(database.kysely, sequence.id, whom, options.sample);
        showImportPlan(sequence.name, plan, sample, whatVerifies(smtp), context.output);
        return EXIT.done;
      }
      const definition = {
        name: "import-sequence",
        chunkSize: 500,
        async sweep(...[tx, limit]: Parameters<SweepDefinition["sweep"]>) {
          const subjects = await importLeads(tx, sequence.id, whom, limit);
          return { subjects, tallies: { leads: subjects.length } };
        },
        nothingToDo: async () =>
          `no further account can be added to "${sequence.name}"; import-sequence --dry-run counts the reasons.${await unverifiedHint(database.kysely, smtp)}`,
      };
      return showSweep(definition, database, options, context);
    }),
});

async function unverifiedHint(db: Kysely<Schema>, smtp: Config["smtp"]): Promise<string> {
  const why = await whyOutreachIsDry(db, smtp);
  return why === null ? "" : ` No address is known to be deliverable: ${why}.`;
}
