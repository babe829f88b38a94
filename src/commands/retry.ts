import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { pausedJson } from "../cli/json-shapes.js";
import { asShortRun } from "../cli/short-run.js";
import { withDatabase } from "../cli/store.js";
import { putBack, QUEUE_OF_COMMAND, type QueueTable } from "../core/claims/claims.js";
import { EXIT, Failure } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";

export default command({
  name: "retry",
  group: "operations",
  summary: "Return failed items to their queue with a new set of attempts",
  options: {
    command: { value: "C", summary: "Only one command", schema: z.string().optional() },
    subject: { value: "U", summary: "Only one subject, such as a username", schema: z.string().optional() },
  },
  json: z.union([z.strictObject({ put_back: z.int() }), pausedJson]),
  examples: ["igminer retry", "igminer retry --command mine-new", "igminer retry --subject natgeo"],
  run(options, _names, context) {
    const queues = queuesOf(options.command);
    const username = usernameOf(options.subject);
    return withDatabase(context, (database) =>
      asShortRun(database, context, async () => {
        let putBackRows = 0;
        for (const queue of queues) putBackRows += await putBack(database.kysely, queue, username);
        if (context.output.isJson) context.output.json({ put_back: putBackRows });
        else if (putBackRows === 0) context.output.summary("retry: nothing has failed for good.");
        else
          context.output.summary(
            `retry: ${counted(putBackRows, "item")} returned to the queue; the next run processes them first.`,
          );
        return EXIT.done;
      }),
    );
  },
});

function queuesOf(command: string | undefined): QueueTable[] {
  if (command === undefined) return Object.values(QUEUE_OF_COMMAND);
  const queue = QUEUE_OF_COMMAND[command];
  if (queue !== undefined) return [queue];
  throw new Failure(
    EXIT.usage,
    `--command ${command}: this command has no queue of items that can fail.`,
    `One of: ${Object.keys(QUEUE_OF_COMMAND).join(", ")}`,
  );
}

function usernameOf(subject: string | undefined): string | null {
  const username = subject === undefined ? null : parseUsername(subject);
  if (subject === undefined || username !== null) return username;
  throw new Failure(EXIT.usage, `--subject ${subject}: not a username.`, "Give it as in igminer errors.");
}
