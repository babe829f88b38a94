import * as z from "zod";
import { command } from "../cli/command.js";
import { listJson, time, whole } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { count } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { readQueue } from "../core/mining/manual/queue.js";

const STATUSES = ["queued", "running", "done", "failed"] as const;

export default command({
  name: "queue list",
  group: "mining",
  summary: "List requested accounts with their results, newest first",
  options: {
    status: {
      value: "STATUS",
      summary: "Only this state: queued, running, done or failed",
      schema: z.enum(STATUSES, `expected one of: ${STATUSES.join(", ")}`).optional(),
    },
    before: {
      value: "ID",
      summary: "Only entries with a smaller id, to continue a list",
      schema: count(1).optional(),
    },
    limit: { value: "N", summary: "Show at most N (default 50)", schema: count(1).default(50) },
    format: listFormat,
  },
  json: listJson("queue", {
    id: whole,
    username: z.string(),
    status: z.string(),
    outcome: z.string().nullable(),
    account_id: whole.nullable(),
    now_called: z.string().nullable(),
    followers: whole.nullable(),
    requested_by: z.string().nullable(),
    requested_at: time,
    error: z.string().nullable(),
  }),
  examples: [
    "igminer queue list",
    "igminer queue list --status failed",
    "igminer queue list --format csv --limit 1000",
  ],
  run: ({ status, before, limit, format }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      printList(context.output, format, {
        name: "queue",
        columns: [
          "id",
          "username",
          "status",
          "outcome",
          "account_id",
          "now_called",
          "followers",
          "requested_by",
          "requested_at",
          "error",
        ],
        rows: await readQueue(db, {
          status: status ?? null,
          before: before === undefined ? null : BigInt(before),
          limit,
        }),
        emptyText: "queue list: no matching entry; request an account with: igminer queue add NAME",
      });
      return EXIT.done;
    }),
});
