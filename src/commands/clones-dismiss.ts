import * as z from "zod";
import { command } from "../cli/command.js";
import { withDatabase } from "../cli/store.js";
import { readUsernames } from "../cli/usernames-input.js";
import { dismissPair } from "../core/clones/dismiss.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "clones dismiss",
  group: "clones",
  summary: "Mark look-alikes as harmless, so that reports leave them out",
  arguments: { name: "<usernames...>", summary: "The watched account, followed by the harmless ones" },
  options: {
    note: { value: "TEXT", summary: "Reason, in your words", schema: z.string().max(500).optional() },
  },
  json: z.strictObject({ dismissed: z.int(), unknown: z.array(z.string()) }),
  examples: ['igminer clones dismiss anna.schmidt anna.schmidt.art --note "her own second account"'],
  run: ({ note }, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { usernames, invalid } = await readUsernames(names, undefined, context.interruption);
      const [watched, ...others] = usernames;
      if (watched === undefined || others.length === 0 || invalid.length > 0)
        throw new Failure(
          EXIT.usage,
          invalid.length > 0
            ? `Not a username: ${invalid.map(({ text }) => text).join(", ")}`
            : "Give at least two usernames: the watched account, then the harmless ones.",
          "For example: igminer clones dismiss anna.schmidt anna.schmidt.art",
        );
      const unknown: string[] = [];
      for (const other of others) {
        if (!(await dismissPair(db, { watched, other, note: note ?? null }))) unknown.push(other);
      }
      const dismissed = others.length - unknown.length;
      if (context.output.isJson) context.output.json({ dismissed, unknown });
      else {
        for (const other of unknown)
          context.log.warn(`${other} is not a known look-alike of ${watched}; see: igminer clones report`);
        context.output.summary(`clones dismiss: ${dismissed} of ${others.length} dismissed.`);
      }
      return unknown.length === 0 ? EXIT.done : EXIT.partial;
    }),
});
