import * as z from "zod";
import { audienceCountText } from "../cli/audience-text.js";
import { command } from "../cli/command.js";
import { formatDuration } from "../cli/format.js";
import { isGiven } from "../cli/options.js";
import { asShortRun } from "../cli/short-run.js";
import { withDatabase } from "../cli/store.js";
import { countAudiences } from "../core/audiences/count-all.js";
import { EXIT } from "../core/failure.js";
import { refreshViews } from "../core/views/refresh.js";

export default command({
  name: "refresh-views",
  group: "operations",
  summary: "Recount the dashboard's totals over all accounts",
  details:
    "Refreshes the materialised views AccountsByDay, AccountsByCountry, AccountsByLanguage, CaptionsByLanguage and AccountsByEngagement: only those whose table has changed, one at a time, without blocking reads and writes. Then counts each audience.",
  options: { force: { summary: "Recount everything, even what has not changed", schema: isGiven } },
  json: z.strictObject({
    command: z.string(),
    is_busy: z.boolean().describe("another process refreshes them"),
    views: z.array(z.strictObject({ view: z.string(), outcome: z.string(), duration_ms: z.int() })),
    audiences: z.array(z.strictObject({ name: z.string(), match: z.int(), undecided: z.int() })),
  }),
  examples: ["igminer refresh-views", "igminer refresh-views --force --json"],
  run: ({ force }, _names, context) =>
    withDatabase(context, (database) =>
      asShortRun(database, context, async () => {
        const { output, interruption } = context;
        const views = await refreshViews(database.kysely, { isForced: force, signal: interruption });
        const audiences = views === null ? [] : await countAudiences(database.kysely, interruption);
        if (output.isJson) {
          output.json({
            command: "refresh-views",
            is_busy: views === null,
            views: (views ?? []).map(({ view, outcome, durationMs }) => ({
              view,
              outcome,
              duration_ms: Math.round(durationMs),
            })),
            audiences: audiences.map(({ name, wanted, undecided }) => ({ name, match: wanted, undecided })),
          });
        } else if (views === null) {
          output.summary("refresh-views: another process is refreshing the views; nothing to do.");
        } else {
          for (const { view, outcome, durationMs } of views)
            output.summary(
              `refresh-views: ${view} ${outcome === "refreshed" ? `refreshed in ${formatDuration(durationMs)}` : "has not changed"}`,
            );
          for (const audience of audiences)
            output.summary(`refresh-views: audience ${audience.name}: ${audienceCountText(audience)}`);
        }
        return EXIT.done;
      }),
    ),
});
