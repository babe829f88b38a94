import type { Kysely } from "kysely";
import * as z from "zod";
import { leftOutText } from "../cli/audience-text.js";
import { boundedOptions, showRun } from "../cli/bounded-run.js";
import { type CommandContext, command } from "../cli/command.js";
import { counted, formatCount } from "../cli/format.js";
import { anyObject, boundedJson, counts } from "../cli/json-shapes.js";
import { count } from "../cli/options.js";
import { audienceFrom, audienceOptions } from "../cli/sequence-audience-options.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { runSweep } from "../core/batch/sweep.js";
import type { Schema } from "../core/db/schema.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { isOutreachDry, WHAT_VERIFIES } from "../core/outreach/dry-outreach.js";
import { type ImportPlan, importLeads, planImport, sampleImport } from "../core/outreach/import-leads.js";
import { meantBy } from "../core/outreach/sequence-audience.js";
import type { NewLead } from "../core/outreach/sequencer.js";
import { findSequence } from "../core/outreach/sequences.js";

const NAMES_SHOWN = 20;

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
      const sequence = await findSequence(database.kysely, options.sequence, { isOpen: true });
      const whom = await meantBy(database.kysely, { ...sequence.audience, ...audienceFrom(options) });
      if (options.dryRun) {
        const plan = await planImport(database.kysely, sequence.id, whom, options.batch);
        const sample =
          options.sample === undefined
            ? null
            : await sampleImport(database.kysely, sequence.id, whom, options.sample);
        return showImport(sequence.name, plan, sample, context);
      }
      const definition = {
        name: "import-sequence",
        chunkSize: 500,
        async sweep(...[tx, limit]: Parameters<Parameters<typeof runSweep>[0]["sweep"]>) {
          const subjects = await importLeads(tx, sequence.id, whom, limit);
          return { subjects, tallies: { leads: subjects.length } };
        },
        nothingToDo: async () =>
          `no further account can be added to "${sequence.name}"; import-sequence --dry-run counts the reasons.${await unverifiedHint(database.kysely)}`,
      };
      return showRun("import-sequence", database, options, (run) => runSweep(definition, run), context);
    }),
});

async function unverifiedHint(db: Kysely<Schema>): Promise<string> {
  return (await isOutreachDry(db)) ? ` No address is known to be deliverable: ${WHAT_VERIFIES}.` : "";
}

function showImport(
  sequence: string,
  plan: ImportPlan,
  sample: readonly NewLead[] | null,
  { output }: CommandContext,
): ExitCode {
  const { usernames, eligible, excluded } = plan;
  if (output.isJson) {
    output.json({
      command: "import-sequence",
      dry_run: true,
      would_take: usernames,
      eligible,
      excluded: Object.fromEntries(excluded.map(({ reason, accounts }) => [reason, accounts])),
      ...(sample !== null && {
        sample: sample.map(({ email, firstName, website, variables }) => ({
          email,
          first_name: firstName,
          website,
          ...variables,
        })),
      }),
    });
    return EXIT.done;
  }
  const shown = usernames.slice(0, NAMES_SHOWN).join(" ");
  output.text(
    `import-sequence would add ${counted(usernames.length, "account")} of ${formatCount(eligible)} to "${sequence}"${usernames.length > 0 ? ":" : "."}`,
  );
  if (usernames.length > 0) output.text(`  ${shown}${usernames.length > NAMES_SHOWN ? " …" : ""}`);
  if (excluded.length > 0) {
    output.text("");
    output.text(leftOutText(excluded));
  }
  const unverified = excluded.find(({ reason }) => reason === "address not verified")?.accounts ?? 0;
  if (unverified > 0)
    output.text(`\n${counted(unverified, "address", "addresses")} not verified: ${WHAT_VERIFIES}.`);
  if (sample !== null && sample.length > 0) {
    const names = [...new Set(sample.flatMap(({ variables }) => Object.keys(variables)))].filter(
      (name) => name !== "profile_url",
    );
    output.text("");
    output.text(
      tableText(
        ["email", "first_name", ...names].map((title) => ({ title })),
        sample.map(({ email, firstName, variables }) => [
          email,
          firstName ?? "",
          ...names.map((name) => String(variables[name] ?? "")),
        ]),
      ),
    );
  }
  return EXIT.done;
}
