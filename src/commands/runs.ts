import * as z from "zod";
import { command } from "../cli/command.js";
import { formatDuration } from "../cli/format.js";
import { anyObject } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { count, timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { RUN_STATUSES } from "../core/db/schema/house.js";
import { EXIT } from "../core/failure.js";
import { readRuns } from "../core/record/read-runs.js";

export default command({
  name: "runs",
  group: "operations",
  summary: "List runs: when, what became of their items, how they ended",
  options: {
    command: { value: "C", summary: "Only one command", schema: z.string().min(1).optional() },
    status: {
      value: "S",
      summary: `Only runs with this status: ${RUN_STATUSES.join(", ")}`,
      schema: z.enum(RUN_STATUSES, `expected one of: ${RUN_STATUSES.join(", ")}`).optional(),
    },
    since: {
      value: "SPAN",
      summary: "Only runs started within this time, such as 90s, 15m, 1h, 7d",
      schema: timeSpanMs.optional(),
    },
    limit: { value: "N", summary: "Show at most N, newest first (default 20)", schema: count(1).default(20) },
    format: listFormat,
  },
  json: z.strictObject({ runs: z.array(anyObject) }),
  examples: [
    "igminer runs --since 1d",
    "igminer runs --command mine-new --status failed",
    "igminer runs --json",
  ],
  run: ({ command: of, status, since, limit, format }, _names, context) =>
    withDatabase(context, async ({ kysely: db, now }) => {
      const runs = await readRuns(db, {
        command: of ?? null,
        status: status ?? null,
        sinceMs: since ?? null,
        limit,
      });
      if (context.output.isJson) {
        context.output.json({ runs });
        return EXIT.done;
      }
      printList(context.output, format, {
        name: "runs",
        columns: ["id", "command", "started", "took", "status", "ok", "retried", "failed", "reason"],
        rows: runs.map((run) => ({
          id: run.id,
          command: run.command,
          started:
            format === "table"
              ? `${formatDuration(Math.max(0, now().getTime() - run.started_at.getTime()))} ago`
              : run.started_at,
          took:
            run.finished_at === null
              ? ""
              : formatDuration(run.finished_at.getTime() - run.started_at.getTime()),
          status: run.status,
          ok: run.ok,
          retried: run.retried,
          failed: run.failed,
          reason: run.stop_reason ?? "",
        })),
        emptyText: "runs: none match; igminer runs without flags lists the latest.",
      });
      return EXIT.done;
    }),
});
