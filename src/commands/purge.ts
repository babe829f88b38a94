import * as z from "zod";
import { boundedOptions } from "../cli/bounded-run.js";
import { command } from "../cli/command.js";
import { isConfirmed } from "../cli/confirm.js";
import { counted } from "../cli/format.js";
import { boundedJson, counts } from "../cli/json-shapes.js";
import { isGiven, timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { showSweep } from "../cli/sweep-command.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { sweepPictures } from "../core/clones/sweep-pictures.js";
import { EXIT } from "../core/failure.js";
import { countOld, type KeepFor, purgeSome } from "../core/observe/purge.js";
import { recordSizes } from "../core/observe/roll-up.js";

const DAY_MS = 86_400_000;
const PEOPLE_STAY = { accountsDays: null, postsDays: null, leadsDays: null, mailDays: null };

export default command({
  name: "purge",
  group: "operations",
  summary: "Aggregate metrics by hour, and delete data past its retention time",
  details:
    "How long errors, runs, alerts and metrics are kept is a setting (IGMINER_KEEP_…_DAYS); --older-than overrides these. Accounts, posts, leads and messages are deleted only where IGMINER_KEEP_ACCOUNTS_DAYS, _POSTS_DAYS, _LEADS_DAYS or _MAIL_DAYS is set; suppressions, and the hashes of people who were erased, always stay. Run it every hour: it also records the queue sizes that the dashboard shows.",
  options: {
    ...boundedOptions({ batch: 1_000_000, concurrency: 1 }),
    olderThan: {
      value: "SPAN",
      summary:
        "Delete operational records older than this, such as 30d, whatever the settings say; no personal data",
      schema: timeSpanMs.optional(),
    },
    yes: { summary: "Skip the confirmation question of --older-than", schema: isGiven },
  },
  json: z.union([
    boundedJson,
    z.strictObject({ command: z.string(), dry_run: z.literal(true), would_delete: counts }),
  ]),
  examples: [
    "igminer purge",
    "igminer purge --older-than 30d --dry-run",
    "igminer purge --older-than 30d --yes",
  ],
  run: (options, _names, context) =>
    withDatabase(context, async (database) => {
      const { olderThan, dryRun, yes } = options;
      const { settings, output } = context;
      const days = olderThan === undefined ? null : olderThan / DAY_MS;
      const keep: KeepFor =
        days === null
          ? settings.config.keep
          : { errorsDays: days, runsDays: days, metricsDays: days, ...PEOPLE_STAY };
      if (dryRun) {
        const old = await countOld(database.kysely, keep);
        if (output.isJson) output.json({ command: "purge", dry_run: true, would_delete: old });
        else
          for (const [table, rows] of Object.entries(old))
            output.text(`purge would delete ${counted(rows, "row")} of ${table}`);
        return EXIT.done;
      }
      if (days !== null && !yes) {
        const rows = Object.values(await countOld(database.kysely, keep)).reduce((sum, old) => sum + old, 0);
        if (!(await isConfirmed(`Delete ${counted(rows, "record")} for good?`, context.interruption))) {
          context.log.warn("Nothing was deleted.");
          return EXIT.failed;
        }
      }
      await recordSizes(database.kysely);
      const files = pictureFiles(settings.config.database.dataDir as string);
      const swept = await sweepPictures(database.kysely, files);
      if (swept.files > 0 && !output.isJson)
        output.summary(`purge: ${counted(swept.files, "picture file")} of nobody deleted.`);
      const definition = {
        name: "purge",
        chunkSize: 10_000,
        sweep: (tx: Parameters<typeof purgeSome>[0], limit: number) => purgeSome(tx, keep, limit),
        nothingToDo: async () => "nothing is old enough; igminer config shows how long records are kept.",
      };
      return showSweep(definition, database, options, context);
    }),
});
