import { command } from "../cli/command.js";
import { anyObject } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { requirePersonKey } from "../core/privacy/person.js";
import { subjectReport } from "../core/privacy/subject-report.js";
import { closeFile } from "../core/private-folder.js";

export default command({
  name: "subject-report",
  group: "outreach",
  summary: "Print all data stored about a person as JSON (GDPR, article 15)",
  details:
    "Takes a username, an e-mail address or Instagram's number of an account; a name that several accounts have or had is refused with their numbers. Texts of others that mention the person are listed by place, and so is what igminer cannot search. Changes nothing.",
  arguments: { name: "<person...>", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {},
  json: anyObject.describe("everything stored about the person, by table"),
  examples: ["igminer subject-report jane > jane.json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const [name, ...others] = names;
      if (name === undefined || others.length > 0)
        throw new Failure(EXIT.usage, "Give one person.", "Run it once for each.");
      closeFile(process.stdout.fd);
      context.output.json(await subjectReport(db, await requirePersonKey(db, name)));
      return EXIT.done;
    }),
});
