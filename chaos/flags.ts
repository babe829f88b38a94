import { type ParseArgsConfig, parseArgs } from "node:util";
import { messageOf } from "../src/core/failure.js";

/** Exits with 2 because of invalid arguments. */
export function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

/** @returns the value of a flag that takes a positive whole number. Exits with 2 on anything else. */
export function wholeFlag(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) refuse(`--${name} takes a whole number from 1 on`);
  return number;
}

/** @returns the values of this program's flags. Exits with 2 on an unknown flag or argument. */
export function flagsOf<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options }>>["values"] {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    refuse(messageOf(error));
  }
}
