import * as z from "zod";

/** A count or one of Instagram's numbers: a string of digits above 2^53. */
export const whole = z.union([z.int(), z.string().regex(/^-?\d+$/)]);
export const time = z.iso.datetime();

/** A finished run. Further fields, specific to the command, count what it saved. */
export const runJson = z
  .object({
    run_id: whole.describe("number of the run, as in igminer errors"),
    command: z.string(),
    status: z.enum(["done", "partial", "stopped", "failed", "interrupted"]),
    exit_code: z.int(),
    stop_reason: z.string().nullable().describe("why it ended before its batch was complete"),
    claimed: z.int().describe("items claimed"),
    ok: z.int(),
    not_found: z.int(),
    unknown: z.int().describe("reported absent, not confirmed"),
    unavailable: z.int(),
    retried: z.int().describe("to be tried again"),
    failed: z.int().describe("failed for good"),
    given_back: z.int(),
    skipped: z.int().describe("needed no work"),
    requests: z.int(),
    duration_ms: z.int(),
    nothing_to_do: z.string().nullable().describe("reason for an empty run"),
  })
  .catchall(z.number());

/** The result of `--dry-run`. */
const plannedRunJson = z.strictObject({
  command: z.string(),
  dry_run: z.literal(true),
  would_take: z.array(z.string()),
  would_skip: z.int(),
});

/** The result of a scheduled command while the schedule is paused. */
export const pausedJson = z.strictObject({
  command: z.string(),
  status: z.literal("paused"),
  paused_until: time.nullable(),
});

/** The `--json` output of every command that does a bounded run. */
export const boundedJson = z.union([runJson, plannedRunJson, pausedJson]);

/** @returns the schema of a list's `--json` output. */
export const listJson = (name: string, row: z.ZodRawShape) =>
  z.strictObject({ [name]: z.array(z.strictObject(row)) });

/** Input lines without a username. */
export const invalidNames = {
  invalid: z.int().describe("lines without a username"),
  invalid_lines: z.array(z.strictObject({ text: z.string(), where: z.string() })),
};

/** Fields whose names come from the data, such as a queue or an outcome. */
export const counts = z.record(z.string(), z.number());
/** An object printed as it is stored; its fields are the columns of the table. */
export const anyObject = z.record(z.string(), z.unknown());
