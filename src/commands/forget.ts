import { command } from "../cli/command.js";
import { counted, formatCount } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { EXIT } from "../core/failure.js";
import { forget } from "../core/privacy/forget.js";
import { requirePersonKey } from "../core/privacy/person.js";

export default command({
  name: "forget",
  group: "outreach",
  summary: "Erase a person everywhere and keep them out: never mined, never written to again",
  details:
    "By username, address or Instagram's number. Accounts, posts, history, comments, pictures, leads, messages and log lines go in one transaction, and what others wrote loses the name. Only salted hashes stay, by which the person is kept out; there is no way back. Pictures are deleted on this machine: where several keep pictures, run it on each.",
  arguments: { name: "<person...>", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {},
  examples: [
    "igminer subject-report jane > jane.json",
    "igminer forget jane",
    "igminer forget jane@example.com",
  ],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { output, settings } = context;
      const key = await requirePersonKey(db, names.join(" "));
      const files = pictureFiles(settings.config.database.dataDir as string);
      const { erased, files: removed, instantlyLeadIds, sharedEmails } = await forget(db, key, files);
      if (output.isJson) {
        output.json({
          erased,
          files: removed,
          instantly_lead_ids: instantlyLeadIds,
          shared_emails: sharedEmails,
        });
        return EXIT.done;
      }
      const lines = erased.map(({ table, what, rows }) => [what, table, formatCount(rows)]);
      if (removed > 0) lines.push(["picture files", "", formatCount(removed)]);
      if (lines.length > 0)
        output.text(
          tableText([{ title: "erased" }, { title: "table" }, { title: "rows", align: "right" }], lines),
        );
      output.summary(
        lines.length === 0
          ? "forget: nothing was stored. From now on the person is kept out."
          : "forget: erased. From now on the person is kept out.",
      );
      if (instantlyLeadIds.length > 0)
        context.log.warn(
          `Instantly still has ${counted(instantlyLeadIds.length, "lead")} of the person: delete there ${instantlyLeadIds.join(", ")}`,
        );
      for (const email of sharedEmails)
        context.log.warn(
          `${email} stays: other accounts show it too. To erase it as well: igminer forget ${email}`,
        );
      return EXIT.done;
    }),
});
