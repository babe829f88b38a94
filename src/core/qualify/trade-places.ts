import { readFileSync } from "node:fs";
import { PACKAGE_FOLDER } from "../package-folder.js";
import { nameKey } from "./name-table.js";

/** What places and trades are called, as written by the build: keys (`nameKey`), one per line. */
export interface TradePlaceTable {
  /** The origin of the terms, and its licence. */
  source: string;
  /** Shops, restaurants, schools, clubs, offices. */
  places: string;
  /** Crafts and health professions; in many languages the word is that of a person ("Zimmerer"). */
  trades: string;
  /** Places in languages that write compounds as one word. */
  endings: string;
}

/** The file that the build writes the terms to (`collectTradePlaces`). */
export const TRADE_PLACES_FILE = new URL("dist/trade-places.json", PACKAGE_FOLDER);

const LONGEST_TERM = 3;
const LONGEST_UNSPACED = 8;
const SHORTEST_ENDING = 5;
const UNSPACED_WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]/u;

let table: Record<keyof Omit<TradePlaceTable, "source">, ReadonlySet<string>> | null = null;
function terms() {
  if (table !== null) return table;
  const read = JSON.parse(readFileSync(TRADE_PLACES_FILE, "utf8")) as TradePlaceTable;
  const setOf = (lines: string) => new Set(lines.split("\n"));
  table = {
    places: setOf(read.places),
    trades: setOf(read.trades),
    endings: setOf(read.endings),
  };
  return table;
}

/** @returns whether a text names a kind of shop, restaurant, school, club or office, in any of 40 languages. */
export function namesAPlace(text: string): boolean {
  const words = wordsOf(text);
  return includesTerm(words, terms().places) || words.some(endsAsPlace);
}

/** @returns whether a text names a craft or a health profession. */
export function namesATrade(text: string): boolean {
  return includesTerm(wordsOf(text), terms().trades);
}

const wordsOf = (text: string) => (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(nameKey);

function includesTerm(words: readonly string[], known: ReadonlySet<string>): boolean {
  return words.some((word, at) => {
    if (UNSPACED_WORD.test(word)) return hasWithin(word, known);
    for (let length = 1; length <= LONGEST_TERM; length++)
      if (known.has(words.slice(at, at + length).join(" "))) return true;
    return false;
  });
}

/** Words of scripts without spaces are looked for in any place. */
function hasWithin(run: string, known: ReadonlySet<string>): boolean {
  const letters = [...run];
  for (let from = 0; from < letters.length; from++)
    for (let length = 2; length <= LONGEST_UNSPACED && from + length <= letters.length; length++)
      if (known.has(letters.slice(from, from + length).join(""))) return true;
  return false;
}

/** "Kleinstadtkino", "Dorfbäckerei": a place behind something else. */
function endsAsPlace(word: string): boolean {
  for (let from = 3; from <= word.length - SHORTEST_ENDING; from++)
    if (terms().endings.has(word.slice(from))) return true;
  return false;
}
