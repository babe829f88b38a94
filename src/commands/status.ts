import { z } from "zod";
import { command } from "../cli/command.js";
import { isGiven } from "../cli/options.js";
import { problemsText, statusJson, statusText } from "../cli/status-text.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { problemsIn } from "../core/observe/checks.js";
import { readStatus } from "../core/observe/status.js";

const share = z.coerce.number("not a number").min(0, "a share is 0 to 1").max(1, "a share is 0 to 1");

export default command({
  name: "status",
  group: "start",
  summary: "Show queues, data, runs, sources and what is wrong",
  options: {
    check: { summary: "Exit 1 when something is wrong; with --quiet print that alone", schema: isGiven },
    maxErrorShare: {
      value: "SHARE",
      summary: "Share of the last hour's items that may end in an error (default 0.2)",
      schema: share.default(0.2),
    },
  },
  examples: [
    "igminer status",
    "igminer status --json",
    "igminer status --check --quiet || notify-send igminer",
  ],
  run: ({ check, maxErrorShare }, _names, context) =>
    withDatabase(context, async (database) => {
      const { config } = context.settings;
      const report = await readStatus(database.kysely);
      const { deadAfterSeconds } = config.run;
      const problems = problemsIn(report, {
        maxErrorShare,
        deadAfterSeconds: database.kind === "embedded" ? 0 : deadAfterSeconds,
      });
      if (context.output.isJson) context.output.json(statusJson(report, problems, config));
      else if (!context.output.isQuiet)
        context.output.text(statusText(report, problems, config, database.kind));
      else if (problems.length > 0) context.output.text(problemsText(problems));
      return check && problems.length > 0 ? EXIT.failed : EXIT.done;
    }),
});
