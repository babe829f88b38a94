import * as z from "zod";
import { command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { isGiven } from "../cli/options.js";
import {
  closedJson,
  closedText,
  closeQuestion,
  closingJson,
  effectsText,
} from "../cli/sequence-close-text.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { closeAndRelease, countConcerned } from "../core/outreach/close-sequence.js";
import { findSequence } from "../core/outreach/sequences.js";

export default command({
  name: "sequence close",
  group: "outreach",
  summary: "Close a sequence: no further leads are handed over",
  details:
    "Waiting leads are withdrawn. Leads that are still being contacted stay in the sequence until sync-instantly finds them finished; stop the campaign itself in Instantly. Instantly does not accept a lead that is in another campaign: while the leads stay in this one, another sequence cannot have them. --delete-leads deletes the finished ones there, --move-leads moves them into a lead list.",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {
    dryRun: { summary: "Count the affected leads without changing anything", schema: isGiven },
    yes: { summary: "Skip the confirmation question", schema: isGiven },
    deleteLeads: {
      summary:
        "Delete its leads at the sequencer, except those still being contacted; works on closed sequences too",
      schema: isGiven,
    },
    moveLeads: {
      summary: "Move them into this lead list at Instantly instead of deleting them",
      value: "LIST-ID",
      schema: z.uuid("must be the id of a lead list, a UUID").optional(),
    },
  },
  json: closingJson,
  examples: [
    "igminer sequence close vegan-de",
    "igminer sequence close vegan-de --dry-run",
    "igminer sequence close vegan-de --delete-leads --yes",
    "igminer sequence close vegan-de --move-leads 019d9c5f-c16e-78ba-b11d-3b896b12ea76",
  ],
  run: ({ deleteLeads, moveLeads = null, dryRun, yes }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      if (deleteLeads && moveLeads !== null)
        throw new Failure(
          EXIT.usage,
          "--delete-leads and --move-leads exclude each other.",
          "Use one of them.",
        );
      const release = deleteLeads ? "delete" : moveLeads !== null ? "move" : null;
      const { id, name, via, closedAt } = await findSequence(db, names.join(" "), {
        isOpen: release === null,
      });
      if (release === "move" && via !== "instantly")
        throw new Failure(
          EXIT.usage,
          `"${name}" is sent via ${via}, which has no lead lists.`,
          "Use --delete-leads.",
        );
      const concerned = await countConcerned(db, id, { release, isOpen: closedAt === null });
      if (dryRun) {
        if (context.output.isJson)
          context.output.json({ command: "sequence close", dry_run: true, id, name, ...concerned });
        else context.output.text(`sequence close would ${effectsText(name, concerned)}.`);
        return EXIT.done;
      }
      if (!yes && !(await isConfirmed(closeQuestion(name, concerned), context.interruption))) {
        context.log.warn("Nothing was changed.");
        return EXIT.failed;
      }
      const closed = await closeAndRelease(db, id, {
        isOpen: closedAt === null,
        release,
        toList: moveLeads,
      });
      if (context.output.isJson) context.output.json({ id, name, ...closedJson(closed, release) });
      else context.output.summary(closedText({ name, via, ...closed, release }));
      return EXIT.done;
    }),
});
