import * as z from "zod";
import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";
import { endPause } from "../core/record/pause.js";

export default command({
  name: "resume",
  group: "operations",
  summary: "End the pause of the schedule",
  options: {},
  json: z.strictObject({ paused: z.literal(false), was_paused: z.boolean() }),
  examples: ["igminer resume"],
  run: (_options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const wasPaused = await endPause(db);
      if (context.output.isJson) context.output.json({ paused: false, was_paused: wasPaused });
      else
        context.output.summary(
          wasPaused ? "resume: the schedule runs again." : "resume: the schedule was not paused.",
        );
      return EXIT.done;
    }),
});
