import * as z from "zod";
import { boundedOptions } from "../cli/bounded-run.js";
import { command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { counted } from "../cli/format.js";
import { boundedJson, counts } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { showSweep } from "../cli/sweep-command.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { chosenFolder } from "../core/private-folder.js";

/** Growth is measured over the last 90 days of history. */
const LEAST_MONTHS = 3;
const MONTHS = { mo: 1, y: 12 } as const;

/** One chunk after the other: each goes on from the row at which the last one ended. */
const { batch, maxSeconds, dryRun } = boundedOptions({ batch: 1_000_000, concurrency: 1 });

export default command({
  name: "archive",
  group: "operations",
  summary: "Move old posts and history into Parquet files, which igminer import reads back",
  details:
    "Each chunk is deleted only when its files are complete on the disk; after an interruption, run it again. These stay in the store: the 12 newest posts of each account, former usernames, and the first and the last day of each history. The files hold personal data that igminer forget cannot reach: keep them as safe as the store, and delete them in time.",
  options: {
    batch,
    maxSeconds,
    dryRun,
    olderThan: {
      value: "SPAN",
      summary: "Posts taken, and history recorded, longer ago than this, such as 24mo or 2y (at least 3mo)",
      schema: z
        .string({ error: "this flag is required" })
        .regex(/^\d+(mo|y)$/, "expected months or years, such as 24mo or 2y")
        .transform(
          (text) => Number.parseInt(text, 10) * MONTHS[text.replace(/\d+/, "") as keyof typeof MONTHS],
        )
        .refine((months) => months >= LEAST_MONTHS && months <= 1_200, "expected 3mo to 100y"),
    },
    out: {
      value: "DIR",
      summary: "Folder for the files; created if it does not exist",
      schema: z.string({ error: "this flag is required" }).min(1),
    },
    yes: { summary: "Skip the confirmation question", schema: isGiven },
  },
  json: z.union([
    boundedJson,
    z.strictObject({ command: z.string(), dry_run: z.literal(true), would_archive: counts }),
  ]),
  examples: [
    "igminer archive --older-than 24mo --out archive --dry-run",
    "igminer archive --older-than 24mo --out archive --yes",
    "igminer import archive",
  ],
  run: (options, _names, context) =>
    withDatabase(context, async (database) => {
      const { olderThan: months, out, yes } = options;
      const { output, interruption, log } = context;
      const { archiving, countOld } = await import("../core/exchange/archive/archive.js");
      const olderThan = `${months} months`;
      if (options.dryRun) {
        const old = await database.kysely.transaction().execute((tx) => countOld(tx, olderThan));
        if (output.isJson) output.json({ command: "archive", dry_run: true, would_archive: old });
        else
          for (const [subject, rows] of Object.entries(old))
            output.text(`archive would move ${counted(rows, "row")} of ${subject}`);
        return EXIT.done;
      }
      if (!yes && !(await isConfirmed(`Move what is older than ${olderThan} to ${out}?`, interruption))) {
        log.warn("Nothing was archived.");
        return EXIT.failed;
      }
      chosenFolder(
        out,
        (error) =>
          new Failure(EXIT.usage, `${out}: ${messageOf(error)}`, "Choose another folder with --out.", error),
      );
      const definition = {
        name: "archive",
        chunkSize: 20_000,
        sweep: archiving({ olderThan, folder: out, now: database.now(), interruption }),
        nothingToDo: async () => `no post and no history is older than ${olderThan}.`,
      };
      return showSweep(definition, database, { ...options, concurrency: 1 }, context);
    }),
});
