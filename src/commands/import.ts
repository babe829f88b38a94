import * as z from "zod";
import { command } from "../cli/command.js";
import { importFiles } from "../cli/import-run.js";
import { runJson } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { IMPORT_FORMATS } from "../core/exchange/import/findings.js";
import { asTime } from "../core/sources/shapes/values.js";

export default command({
  name: "import",
  group: "mining",
  summary:
    "Import files: lists of names, tables, Instagram's download, Instaloader, Apify, HikerAPI, saved answers",
  details:
    "Files, folders of them, or - for standard input; JSON, JSON lines, CSV or text, also as .gz or .xz; the format is recognized by the content. Importing the same file again changes nothing. Older data never overwrites newer data: data is as old as its file, unless an item or --observed-at says otherwise.",
  arguments: { name: "<files...>", summary: "Files or folders; - for standard input" },
  options: {
    format: {
      value: "FORMAT",
      summary:
        "auto (default): recognize each item by its content; usernames: read only names. Names of tools are accepted and mean auto",
      schema: z.enum(IMPORT_FORMATS, `expected one of: ${IMPORT_FORMATS.join(", ")}`).default("auto"),
    },
    column: {
      value: "NAME",
      summary: "Column that holds the usernames (default: recognized by its name)",
      schema: z.string().min(1).optional(),
    },
    observedAt: {
      value: "TIME",
      summary:
        "Time at which the data was collected, such as 2026-05-31T17:00:00Z (default: modification time of the file)",
      schema: z
        .string()
        .transform((text) => asTime(text))
        .refine(
          (time) => time !== null,
          "expected a time such as 2026-05-31 or 2026-05-31T17:00:00Z (UTC if no zone is given)",
        )
        .optional(),
    },
    errorFile: {
      value: "FILE",
      summary: "Write items that were not imported, with position and reason, to a JSON lines file",
      schema: z.string().min(1).optional(),
    },
    dryRun: { summary: "Show what would be imported without writing it", schema: isGiven },
  },
  json: z.union([
    runJson.extend({ files: z.int() }),
    z
      .object({ command: z.string(), dry_run: z.literal(true), files: z.int(), items: z.int(), bad: z.int() })
      .catchall(z.number()),
  ]),
  examples: [
    "igminer import dataset_instagram-profile-scraper.json",
    "igminer import ~/instaloader/natgeo --error-file bad.jsonl",
    "igminer import names.txt posts.csv answers.jsonl.gz --dry-run",
    "xzcat dump.jsonl.xz | igminer import - --observed-at 2026-05-31",
  ],
  run: importFiles,
});
