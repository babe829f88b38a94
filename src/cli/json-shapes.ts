import * as z from "zod";

/** A count or a number of Instagram's: a string of digits where it is beyond 2^53. */
export const whole = z.union([z.int(), z.string().regex(/^-?\d+$/)]);
export const time = z.iso.datetime();

/** A run that has ended; further fields, of the command's own, count what it saved. */
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

/** What `--dry-run` says of a run. */
const plannedRunJson = z.strictObject({
  command: z.string(),
  dry_run: z.literal(true),
  would_take: z.array(z.string()),
  would_skip: z.int(),
});

/** What a scheduled command says while the schedule is paused. */
export const pausedJson = z.strictObject({
  command: z.string(),
  status: z.literal("paused"),
  paused_until: time.nullable(),
});

/** What every command prints that does a bounded run. */
export const boundedJson = z.union([runJson, plannedRunJson, pausedJson]);

/** @returns the object that a list is printed as. */
export const listJson = (name: string, row: z.ZodRawShape) =>
  z.strictObject({ [name]: z.array(z.strictObject(row)) });

/** Lines of the input that held no username. */
export const invalidNames = {
  invalid: z.int().describe("lines without a username"),
  invalid_lines: z.array(z.strictObject({ text: z.string(), where: z.string() })),
};

/** Fields whose names come from the data, as a queue or an outcome. */
export const counts = z.record(z.string(), z.number());
/** What is printed as it is stored; its fields are the columns of the tables. */
export const anyObject = z.record(z.string(), z.unknown());
