import { LANGUAGES } from "./languages.js";

const PLACES = [...new Set(LANGUAGES.flatMap(({ cities }) => cities))];
const FIRST = 213_000_000;

/** @returns Instagram's number of a place. */
export function numberOfPlace(name: string): number {
  return FIRST + PLACES.indexOf(name);
}

/** @returns the place with a number, or null. */
export function placeNumbered(number: string): string | null {
  return PLACES[Number(number) - FIRST] ?? null;
}
