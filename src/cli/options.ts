import * as z from "zod";
import { SOURCE_NAMES } from "../core/sources/source.js";
import type { CodedReader } from "../core/text/coded-values.js";

/** Schemas of flag values; commander passes text, `true`, or undefined. */
export const count = (least: number) =>
  z.coerce.number("not a number").int("not a whole number").min(least, `expected ${least} or more`);
export const isGiven = z.boolean().default(false);

/** One source, or a chain of them in the order in which they are asked: `hiker,web`. */
const sourceList = z
  .string()
  .transform((text) => [...new Set(text.split(",").map((name) => name.trim()))])
  .pipe(z.array(z.enum(SOURCE_NAMES, `expected one of: ${SOURCE_NAMES.join(", ")}`)).min(1))
  .optional();

/** The flags of commands that use sources. */
export const sourceOptions = {
  source: {
    value: "NAME[,NAME]",
    summary: "Sources to ask, in order: the next one is asked when one is blocked or cannot serve an account",
    schema: sourceList,
  },
  record: {
    value: "DIR",
    summary: "Record all answers in a new file in DIR, without keys, for the archive source and import",
    schema: z.string().min(1).optional(),
  },
  maxRequests: {
    value: "N",
    summary: "Send at most N requests in this run",
    schema: count(1).optional(),
  },
  maxUsd: {
    value: "X",
    summary: "Spend at most X US dollars in this run (needs IGMINER_HIKER_UNIT_PRICE)",
    schema: z.coerce.number("not a number").positive("expected more than 0, such as 2.50").optional(),
  },
};

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A comma-separated list of codes in any spelling. An unknown one is rejected with the nearest known code. */
export const codedList = (what: string, reader: CodedReader, also: readonly string[] = []) =>
  z
    .string()
    .transform((text, context) => {
      const parts = text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
      const values = parts.map((part) =>
        also.includes(part.toLowerCase()) ? part.toLowerCase() : reader.read(part),
      );
      const wrong = parts.find((_, index) => values[index] === null);
      if (wrong === undefined && parts.length > 0) return [...new Set(values as string[])];
      context.addIssue({
        code: "custom",
        message: wrong === undefined ? `expected a ${what}` : refusal(wrong, what, reader),
      });
      return z.NEVER;
    })
    .optional();

/** A comma-separated list of parts converted by `read`, which returns null for an invalid part. */
export const listOf = (what: string, read: (part: string) => string | null) =>
  z
    .string()
    .transform((text, context) => {
      const parts = text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
      const values = parts.map(read);
      const wrong = parts.find((_, index) => values[index] === null);
      if (wrong !== undefined || parts.length === 0) {
        context.addIssue({
          code: "custom",
          message: wrong === undefined ? `expected a ${what}` : `${wrong} is not a ${what}`,
        });
        return z.NEVER;
      }
      return [...new Set(values as string[])];
    })
    .optional();

/** One code in any spelling. */
export const coded = (what: string, reader: CodedReader) =>
  z.string().transform((text, context) => {
    const value = reader.read(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: refusal(text, what, reader) });
    return z.NEVER;
  });

function refusal(text: string, what: string, reader: CodedReader): string {
  const nearest = reader.nearest(text);
  if (nearest === null) return `${text} is not a ${what}`;
  const code = reader.read(nearest);
  return `${text} is not a ${what}; did you mean ${nearest}${code === null || code === nearest ? "" : ` (${code})`}?`;
}

/** A time span such as `90s`, `15m`, `1h`, `7d`, in milliseconds. */
export const timeSpanMs = z
  .string()
  .regex(/^\d+(\.\d+)?[smhd]$/, "expected a time span such as 90s, 15m, 1h or 7d")
  .transform((text) => Number(text.slice(0, -1)) * UNITS_MS[text.slice(-1) as keyof typeof UNITS_MS]);

/** @returns the flag of an option: `maxSeconds` becomes `--max-seconds`, `growth7d` becomes `--growth-7d`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]|(?<=[a-z])\d/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
