import * as z from "zod";
import { command } from "../cli/command.js";
import { time } from "../cli/json-shapes.js";
import { timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { beginPause } from "../core/record/pause.js";
import { SERVICES } from "../core/schedule/services.js";

const WATCHING = SERVICES.filter(({ runsInPause }) => runsInPause).map(({ name }) => name);

/** A day, a day with a time, or a time span from now. A day starts at midnight, local time. */
const moment = z.string().transform((text, context) => {
  const span = timeSpanMs.safeParse(text);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = span.success ? new Date(Date.now() + span.data) : new Date(isDay ? `${text}T00:00` : text);
  const isDate = span.success || (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(at.getTime()));
  if (isDate) return at;
  context.addIssue({
    code: "custom",
    message: "expected a date (2027-01-07), a time (2027-01-07T08:00) or a duration (3d)",
  });
  return z.NEVER;
});

export default command({
  name: "pause",
  group: "operations",
  summary: "Pause the schedule on all machines: no mining, no outreach",
  details: `Scheduled commands exit at once with code 0 until the pause ends; runs in progress are finished. Commands that monitor, clean up or read replies continue: ${WATCHING.join(", ")}. Commands started in a terminal run as usual. Run it again to change the end.`,
  options: {
    until: {
      value: "DATE",
      summary: "End of the pause: a date (2027-01-07), a time (2027-01-07T08:00) or a duration (3d)",
      schema: moment.optional(),
    },
  },
  json: z.strictObject({ paused: z.literal(true), until: time.nullable() }),
  examples: ["igminer pause", "igminer pause --until 2027-01-07", "igminer pause --until 12h"],
  run: ({ until = null }, _names, context) =>
    withDatabase(context, async ({ kysely: db, now }) => {
      if (until !== null && until <= now())
        throw new Failure(
          EXIT.usage,
          `--until ${until.toISOString()} is in the past.`,
          "Give a later date; to end a pause: igminer resume",
        );
      await beginPause(db, until);
      if (context.output.isJson) context.output.json({ paused: true, until });
      else
        context.output.summary(
          `pause: the schedule is paused ${until === null ? "until igminer resume" : `until ${until.toISOString()}`}.`,
        );
      return EXIT.done;
    }),
});
