import { cleanText } from "../text/storable-text.js";

/**
 * Removes what PostgreSQL cannot store (NUL, lone surrogates) from every text among the parameters of a query, also
 * within arrays.
 */
export function cleanParameters(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) => {
    if (typeof value === "string") return cleanText(value);
    return Array.isArray(value) ? cleanParameters(value) : value;
  });
}

/**
 * JSON for a `jsonb` parameter. Texts are cleaned first: JSON.stringify escapes a lone surrogate or a NUL, and jsonb
 * refuses the escape. A bigint becomes a number if it is safe, else a string of digits.
 */
export function jsonParameter(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "string") return cleanText(inner);
    if (typeof inner === "bigint") return plainNumber(inner);
    return inner;
  });
}

/** @returns a bigint as JSON: a number up to 2^53 − 1, above that its digits as a string. */
function plainNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
