import * as z from "zod";

/** A setting: its name in the environment, its schema with the default, and its description. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  environment: string;
  schema: Schema;
  /** Its description in `igminer config` and the README. */
  summary: string;
  /** True: never shown. "url": shown without user and password. */
  secret?: true | "url";
}

/**
 * Declares a setting; the parameters are as in `Setting`. Its schema is only made when it is asked for: making those of all
 * settings would take as long as half the start of Node.js, and a command uses few.
 */
export function setting<Schema extends z.ZodType>(
  environment: string,
  summary: string,
  schemaOf: () => Schema,
  secret?: true | "url",
): Setting<Schema> {
  let made: Schema | undefined;
  return {
    environment,
    summary,
    get schema() {
      made ??= schemaOf();
      return made;
    },
    ...(secret && { secret }),
  };
}

/** A whole number within bounds. */
export const count = (fallback: number, least = 1, most = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(least).max(most).default(fallback);
/** A rate in requests per minute. */
export const ratePerMinute = (fallback: number) =>
  z.coerce.number().positive().max(10_000_000).default(fallback);
/** The base URL of a service. */
export const baseUrl = (fallback: string) => z.url({ protocol: /^https?$/ }).default(fallback);
/** A text that may be missing. */
export const optional = z.string().min(1).nullable().default(null);
/** A list: comma-separated in one text, or a JSON array in the configuration file. */
export const list = (fallback: readonly string[]) =>
  z
    .union([z.array(z.string()), z.string().transform((text) => text.split(","))])
    .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ""))
    .default([...fallback]);

/** A tree of settings, by group and key. */
export interface SettingTree {
  [key: string]: Setting | SettingTree;
}

/** The parsed values of a tree of settings. */
export type ValuesOf<Tree> = {
  -readonly [Key in keyof Tree]: Tree[Key] extends Setting<infer Schema>
    ? z.output<Schema>
    : ValuesOf<Tree[Key]>;
};
