import * as z from "zod";
import { command } from "../cli/command.js";
import { listJson, time, whole } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { count } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readSuppressions } from "../core/outreach/suppression.js";

export default command({
  name: "suppress list",
  group: "outreach",
  summary: "List suppressions with their reasons",
  options: {
    kind: {
      value: "KIND",
      summary: "Only this kind: email, domain or account",
      schema: z.enum(["email", "domain", "account"], "expected one of: email, domain, account").optional(),
    },
    after: { value: "ID", summary: "Continue after this id", schema: count(0).default(0) },
    limit: { value: "N", summary: "Show at most N (default 1000)", schema: count(1).default(1_000) },
    format: listFormat,
  },
  json: listJson("suppressions", {
    id: whole,
    kind: z.enum(["email", "domain", "account"]),
    value: z.string(),
    reason: z.string().nullable(),
    source: z.string().nullable(),
    at: time,
    block_listed_at: time.nullable(),
  }),
  examples: ["igminer suppress list", "igminer suppress list --kind domain --format csv"],
  run: ({ kind, after, limit, format }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const rows = await readSuppressions(db, { after, limit, kind: kind ?? null });
      printList(context.output, format, {
        name: "suppressions",
        columns: ["id", "kind", "value", "reason", "source", "at", "block_listed_at"],
        rows,
        emptyText: "suppress list: nobody is suppressed; igminer suppress add --help shows how to.",
      });
      return EXIT.done;
    }),
});
