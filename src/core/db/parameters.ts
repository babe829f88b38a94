import { cleanText } from "../text/clean-text.js";

/** Cleans every text among the parameters of a query of what PostgreSQL cannot store (NUL, lone surrogates). */
export function cleanParameters(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) => (typeof value === "string" ? cleanText(value) : value));
}

/**
 * JSON for a `jsonb` parameter, with texts cleaned first: JSON.stringify escapes a lone surrogate or a NUL, and jsonb refuses the escape.
 * A bigint becomes a number where it is safe, else a string of digits.
 */
export function jsonParameter(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "string") return cleanText(inner);
    if (typeof inner === "bigint") return plainNumber(inner);
    return inner;
  });
}

/** @returns a bigint as JSON can hold it: a number up to 2^53 − 1, beyond that its digits. */
function plainNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
