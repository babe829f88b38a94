import * as z from "zod";

/** One setting: the name it has in the environment, what it takes, what it is without. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  environment: string;
  schema: Schema;
  /** What `igminer config` and the README say of it. */
  summary: string;
  /** Never shown. "url": shown without its user and password. */
  secret?: true | "url";
}

/** Declares a setting. */
export function setting<Schema extends z.ZodType>(
  environment: string,
  summary: string,
  schema: Schema,
  secret?: true | "url",
): Setting<Schema> {
  return { environment, summary, schema, ...(secret && { secret }) };
}

/** A whole number within bounds. */
export const count = (fallback: number, least = 1, most = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(least).max(most).default(fallback);
/** A rate, in requests a minute. */
export const ratePerMinute = (fallback: number) =>
  z.coerce.number().positive().max(10_000_000).default(fallback);
/** Where a service is asked. */
export const baseUrl = (fallback: string) => z.url({ protocol: /^https?$/ }).default(fallback);
/** A text that may be missing. */
export const optional = z.string().min(1).nullable().default(null);
/** A list in one text, comma-separated, or a JSON array in the configuration file. */
export const list = (fallback: readonly string[]) =>
  z
    .union([z.array(z.string()), z.string().transform((text) => text.split(","))])
    .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ""))
    .default([...fallback]);

export interface SettingTree {
  [key: string]: Setting | SettingTree;
}

/** The values that a tree of settings parses to. */
export type ValuesOf<Tree> = {
  -readonly [Key in keyof Tree]: Tree[Key] extends Setting<infer Schema>
    ? z.output<Schema>
    : ValuesOf<Tree[Key]>;
};
