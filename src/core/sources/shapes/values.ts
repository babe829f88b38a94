import * as z from "zod";
import { parseUsername } from "../../instagram/username.js";
import { SourceError } from "../../source-error.js";
import { excerptOf } from "../json.js";

/** An id: digits, as text or as a number; a number too large for a double has become text in `parseJson`. */
export const idShape = z.union([
  z.string().regex(/^\d+$/, "an id is digits"),
  z.number().int().nonnegative(),
]);
export const textShape = z.string().nullish();
export const flagShape = z.boolean().nullish();
export const countShape = z.number().int().nullish();

/** @returns the text; "" where the source says that there is none; null where it does not tell. */
export function told(value: string | null | undefined): string | null {
  return value === undefined ? null : (value ?? "");
}

/** @returns the first text that is not empty; "" where the source says that there is none; null where it tells none of them. */
export function firstTold(...values: readonly (string | null | undefined)[]): string | null {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? null : (given.find((value) => value) ?? "");
}

/** @returns a count; null where it is not told or hidden (−1). */
export function countOf(value: number | null | undefined): number | null {
  return value === null || value === undefined || value < 0 ? null : value;
}

/** @returns what the schema makes of a part of an answer. @throws SourceError "bad_response" with the issues and an excerpt. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".")}: ${message}`);
  const excerpt = excerptOf(JSON.stringify(value) ?? "undefined");
  throw new SourceError("bad_response", `${what} is not as expected: ${issues.join("; ")}`, {
    issues,
    excerpt,
  });
}

/** @returns the account's lower-case username. @throws SourceError "bad_response" where Instagram could not have given it. */
export function usernameOf(text: string): string {
  const username = parseUsername(text);
  if (username !== null) return username;
  throw new SourceError("bad_response", "The answer's username is not one", { excerpt: excerptOf(text) });
}

/** Reads each item that is as expected and drops the odd ones: one bad post must not lose the account. */
export function readEach<Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
): z.output<Schema>[] {
  return items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/** @returns a phone number with its country code, where the source gives it apart. */
export function phoneOf(
  countryCode: string | null | undefined,
  number: string | null | undefined,
): string | null {
  if (!number || number.startsWith("+") || !countryCode) return told(number);
  return `+${countryCode.replace(/^\+/, "")}${number.replace(/^0/, "")}`;
}
