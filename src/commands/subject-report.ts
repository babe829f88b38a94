import { command } from "../cli/command.js";
import { anyObject } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { requirePersonKey } from "../core/privacy/person.js";
import { subjectReport } from "../core/privacy/subject-report.js";

export default command({
  name: "subject-report",
  group: "outreach",
  summary: "Print all data stored about a person as JSON (GDPR, article 15)",
  details:
    "By username, address or Instagram's number. A name that several accounts have or had is refused with their numbers. Of what others wrote about the person it says where it stands, and it names what igminer cannot search. Changes nothing.",
  arguments: { name: "<person...>", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {},
  json: anyObject.describe("everything that is stored on the person, by table"),
  examples: ["igminer subject-report jane > jane.json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const [name, ...others] = names;
      if (name === undefined || others.length > 0)
        throw new Failure(EXIT.usage, "A report is for one person.", "Run it once for each.");
      context.output.json(await subjectReport(db, await requirePersonKey(db, name)));
      return EXIT.done;
    }),
});
