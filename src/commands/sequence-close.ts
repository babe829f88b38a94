import * as z from "zod";
import { command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { counted } from "../cli/format.js";
import { whole } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { inTransaction } from "../core/db/transaction.js";
import { EXIT } from "../core/failure.js";
import {
  type Concerned,
  closeSequence,
  countConcerned,
  countLeft,
  deleteLeadsThere,
  findSequence,
} from "../core/outreach/sequences.js";

export default command({
  name: "sequence close",
  group: "outreach",
  summary: "Close a sequence: no further leads are handed over",
  details:
    "Waiting leads are withdrawn. Leads that are still being contacted stay in the sequence until sync-instantly finds them finished; stop the campaign itself in Instantly. Instantly does not accept a lead that is in another campaign: while the leads stay in this one, another sequence cannot have them. --delete-leads deletes the finished ones there.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {
    dryRun: { summary: "Count the affected leads without changing anything", schema: isGiven },
    yes: { summary: "Skip the confirmation question", schema: isGiven },
    deleteLeads: {
      summary:
        "Delete its leads at the sequencer, except those still being contacted; works on closed sequences too",
      schema: isGiven,
    },
  },
  json: z.union([
    z.strictObject({
      id: whole,
      name: z.string(),
      withdrawn: z.int(),
      active: z.int(),
      still_there: z.int(),
      deletions_ordered: z.int(),
    }),
    z.strictObject({
      command: z.string(),
      dry_run: z.literal(true),
      id: whole,
      name: z.string(),
      would_close: z.boolean(),
      would_withdraw: z.int(),
      would_delete: z.int(),
    }),
  ]),
  examples: [
    "igminer sequence close vegan-de",
    "igminer sequence close vegan-de --dry-run",
    "igminer sequence close vegan-de --delete-leads --yes",
  ],
  run: ({ deleteLeads, dryRun, yes }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, via, closedAt } = await findSequence(db, names.join(" "), { isOpen: !deleteLeads });
      const concerned = await countConcerned(db, id, { deleteLeads, isOpen: closedAt === null });
      if (dryRun) {
        if (context.output.isJson)
          context.output.json({ command: "sequence close", dry_run: true, id, name, ...concerned });
        else context.output.text(`sequence close would ${effectsText(name, concerned)}.`);
        return EXIT.done;
      }
      if (
        !yes &&
        !(await isConfirmed(`${upperFirst(effectsText(name, concerned))}?`, context.interruption))
      ) {
        context.log.warn("Nothing was changed.");
        return EXIT.failed;
      }
      const closed =
        closedAt === null
          ? await inTransaction(db, (tx) => closeSequence(tx, id))
          : { withdrawn: 0, active: (await countLeft(db, id)).active };
      const ordered = deleteLeads ? await inTransaction(db, (tx) => deleteLeadsThere(tx, id)) : 0;
      const { ended } = await countLeft(db, id);
      if (context.output.isJson)
        context.output.json({ id, name, ...closed, still_there: ended, deletions_ordered: ordered });
      else {
        const lines = [
          `sequence close: "${name}" is closed; ${counted(closed.withdrawn, "lead")} withdrawn, Instantly still contacts ${closed.active}.`,
        ];
        if (ordered > 0)
          lines.push(
            `${counted(ordered, "lead")} will be deleted there by igminer hand-over and sync-instantly.`,
          );
        else if (ended > 0 && via === "instantly")
          lines.push(
            `${counted(ended, "lead")} that are finished stay in the campaign; Instantly does not accept them in another one until they are deleted there.\nTo delete them: igminer sequence close "${name}" --delete-leads`,
          );
        context.output.summary(lines.join("\n"));
      }
      return EXIT.done;
    }),
});

function effectsText(name: string, { would_close, would_withdraw, would_delete }: Concerned): string {
  const effects = [
    ...(would_close
      ? [`close "${name}" for good and withdraw ${counted(would_withdraw, "waiting lead")}`]
      : []),
    ...(would_delete > 0 ? [`delete ${counted(would_delete, "lead")} of "${name}" at the sequencer`] : []),
  ];
  return effects.length === 0 ? `change nothing about "${name}"` : effects.join(", and ");
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
