import { type CommandContext, command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { isGiven } from "../cli/options.js";
import { ordersJson, ordersText } from "../cli/orders-text.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { type OpenOrders, readOpenOrders } from "../core/outreach/orders.js";
import { forget } from "../core/privacy/forget.js";
import { requirePersonKey } from "../core/privacy/person.js";

export default command({
  name: "forget",
  group: "outreach",
  summary: "Erase a person everywhere and keep them out: never mined, never written to again",
  details:
    "By username, address or Instagram's number. Accounts, posts, history, comments, pictures, leads, messages and log lines go in one transaction, and what others wrote loses the name. Only salted hashes stay, by which the person is kept out; there is no way back. Pictures are deleted on this machine: where several keep pictures, run it on each.",
  arguments: { name: "[person...]", summary: "jane, @jane, jane@example.com or 12345678" },
  options: {
    status: {
      summary:
        "Only say what earlier erasures have still to end outside; exit code 3 while there is something",
      schema: isGiven,
    },
  },
  examples: [
    "igminer subject-report jane > jane.json",
    "igminer forget jane",
    "igminer forget jane@example.com",
    "igminer forget --status",
  ],
  run: ({ status }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { output, settings } = context;
      if (status) return showStatus(await readOpenOrders(db), context);
      const key = await requirePersonKey(db, names.join(" "));
      const files = pictureFiles(settings.config.database.dataDir as string);
      const { erased, files: removed, sharedEmails } = await forget(db, key, files);
      const open = await readOpenOrders(db);
      const exitCode = open.length > 0 ? EXIT.partial : EXIT.done;
      if (output.isJson) {
        output.json({ erased, files: removed, orders: ordersJson(open), shared_emails: sharedEmails });
        return exitCode;
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
      if (open.length > 0) output.text(ordersText(open));
      for (const email of sharedEmails)
        context.log.warn(
          `${email} stays: other accounts show it too. To erase it as well: igminer forget ${email}`,
        );
      return exitCode;
    }),
});

function showStatus(open: readonly OpenOrders[], { output }: CommandContext): ExitCode {
  if (output.isJson) output.json({ orders: ordersJson(open) });
  else if (open.length > 0) output.text(ordersText(open));
  else output.summary("forget: everything that was to be ended outside has been ended.");
  return open.length > 0 ? EXIT.partial : EXIT.done;
}
