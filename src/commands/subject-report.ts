import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { requirePersonKey } from "../core/privacy/person.js";
import { subjectReport } from "../core/privacy/subject-report.js";

export default command({
  name: "subject-report",
  group: "outreach",
  summary: "Print all that is stored on one person, as JSON (GDPR, article 15)",
  details:
    "By username, address or Instagram's number. Of what others wrote about the person it says where it stands. Changes nothing.",
  arguments: { name: "<person...>", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {},
  examples: ["igminer subject-report jane > jane.json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      context.output.json(await subjectReport(db, await requirePersonKey(db, names.join(" "))));
      return EXIT.done;
    }),
});
