/** Ends the harness with exit 2: what it was called with makes no sense. */
export function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

/** @returns the value of a flag that takes a whole number from 1 on. Ends with exit 2 on anything else. */
export function wholeFlag(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) refuse(`--${name} takes a whole number from 1 on`);
  return number;
}
