import { z } from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { putBack, QUEUE_OF_COMMAND } from "../core/claims.js";
import { EXIT, Failure } from "../core/failure.js";
import { parseUsername } from "../core/profiles/username.js";

export default command({
  name: "retry",
  group: "operations",
  summary: "Put items that failed for good back into their queue, with all attempts before them",
  options: {
    command: { value: "C", summary: "Only those of one command", schema: z.string().optional() },
    subject: { value: "U", summary: "Only one username", schema: z.string().optional() },
  },
  examples: ["igminer retry", "igminer retry --command mine-new", "igminer retry --subject natgeo"],
  run: (options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const commands = options.command === undefined ? Object.keys(QUEUE_OF_COMMAND) : [options.command];
      const username = options.subject === undefined ? null : parseUsername(options.subject);
      if (options.subject !== undefined && username === null) {
        throw new Failure(
          EXIT.usage,
          `--subject ${options.subject}: not a username.`,
          "Give it as in igminer errors.",
        );
      }
      let putBackRows = 0;
      for (const name of commands) {
        const queue = QUEUE_OF_COMMAND[name];
        if (queue === undefined) {
          throw new Failure(
            EXIT.usage,
            `--command ${name}: it has no queue with failed items.`,
            `One of: ${Object.keys(QUEUE_OF_COMMAND).join(", ")}`,
          );
        }
        putBackRows += await putBack(db, queue, username);
      }
      if (context.output.isJson) context.output.json({ put_back: putBackRows });
      else if (putBackRows === 0) context.output.summary("retry: nothing has failed for good.");
      else
        context.output.summary(
          `retry: ${counted(putBackRows, "item")} put back; the next run takes them first.`,
        );
      return EXIT.done;
    }),
});
