import * as z from "zod";
import { reportFoot, reportHead, reportSection } from "../cli/clone-report-html.js";
import { command } from "../cli/command.js";
import { listJson, time } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { withReadDatabase } from "../cli/store.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { type WatchReport, watchReports } from "../core/clones/report.js";
import { EXIT, Failure } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";
import { closeFile } from "../core/private-folder.js";

export default command({
  name: "clones report",
  group: "clones",
  summary: "Show the look-alikes of watched accounts with the evidence, ready for a takedown request",
  details:
    "Lists look-alikes with the verdict clone or suspicious that were not dismissed. html is one self-contained page with the pictures side by side.",
  options: {
    watched: {
      value: "U",
      summary: "Only look-alikes of one watched account",
      schema: z.string().optional(),
    },
    format: {
      value: "FORMAT",
      summary: "table, jsonl or html (default table)",
      schema: z.enum(["table", "jsonl", "html"], "expected one of: table, jsonl, html").default("table"),
    },
  },
  json: listJson("look_alikes", {
    watched: z.string(),
    look_alike: z.string(),
    verdict: z.string(),
    score: z.number().describe("0 to 1"),
    first_seen: time,
    last_seen: time,
    still_there: z.enum(["yes", "no"]),
    gone_at: time.nullable(),
    full_name: z.string().nullable(),
    url: z.string(),
    picture: z.string().nullable().describe("SHA-256 of the picture"),
    watched_picture: z.string().nullable(),
    reasons: z.array(z.string()),
  }),
  examples: [
    "igminer clones report",
    "igminer clones report --watched natgeo --format html > natgeo.html",
    "igminer clones report --format jsonl",
  ],
  run: ({ watched, format }, _names, context) =>
    withReadDatabase(context, async ({ kysely: db, now }) => {
      const { output, settings } = context;
      const username = watched === undefined ? null : parseUsername(watched);
      if (watched !== undefined && username === null)
        throw new Failure(EXIT.usage, `--watched ${watched}: not a username.`, "Give it as in the report.");
      const reports = watchReports(db, username);
      if (format === "html" && !output.isJson) {
        const { read } = pictureFiles(settings.config.database.dataDir as string);
        closeFile(process.stdout.fd);
        output.text(reportHead(now()));
        for await (const report of reports) output.text(await reportSection(report, read));
        output.text(reportFoot());
        return EXIT.done;
      }
      const rows = [];
      for await (const report of reports) rows.push(...rowsOf(report));
      const isTable = format === "table" && !output.isJson;
      printList(output, isTable ? "table" : "jsonl", {
        name: "look_alikes",
        columns: ["watched", "look_alike", "verdict", "score", "first_seen", "still_there", "reasons"],
        rows: rows.map((row) => ({ ...row, reasons: isTable ? (row.reasons[0] ?? "") : row.reasons })),
        emptyText: `clones report: no look-alikes found${username === null ? "" : ` of ${username}`}. igminer clones watch, vary-names and validate-clones look for them.`,
      });
      return EXIT.done;
    }),
});

function rowsOf({ watched, lookAlikes }: WatchReport) {
  return lookAlikes.map((found) => ({
    watched: watched.username,
    look_alike: found.username,
    verdict: found.verdict,
    score: Math.round(found.score * 1_000) / 1_000,
    first_seen: found.first_seen,
    last_seen: found.last_seen,
    still_there: found.gone_at === null ? "yes" : "no",
    gone_at: found.gone_at,
    full_name: found.full_name,
    url: `https://www.instagram.com/${found.username}/`,
    picture: found.sha256,
    watched_picture: watched.sha256,
    reasons: found.reasons,
  }));
}
