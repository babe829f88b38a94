import { readFileSync } from "node:fs";
import { PACKAGE_FOLDER } from "../package-folder.js";
import { lettersGuesser } from "./name-letters.js";
import { type ListedName, type NamedGender, type NameTable, nameKey, votesIn } from "./name-table.js";
import { US_FIRST_NAMES } from "./us-first-names.js";

export interface NameLists {
  /** By list; empty if none has the name. Only lists that have it are included. */
  find(name: string): ListedName;
  isSurname(name: string): boolean;
  /** The gender of a name in the United States, if it differs from the other lists; undefined if unknown. */
  inUnitedStates(name: string): NamedGender | "both" | undefined;
  /** The log odds that a name is a woman's by its letters; null if these cannot tell. */
  byLetters(name: string): number | null;
}

/** The file that the build writes the names to (`collectNames`). */
export const NAMES_FILE = new URL("dist/names.json", PACKAGE_FOLDER);

const NONE: ListedName = new Map();

/** Reads the names written by the build. */
export function openNameLists(): NameLists {
  const { firstNames, surnames, letters } = JSON.parse(readFileSync(NAMES_FILE, "utf8")) as NameTable;
  const byName = new Map<string, ListedName>();
  for (const [key, names] of Object.entries(firstNames)) {
    const votes = votesIn(key);
    for (const name of names.split("\n")) byName.set(name, votes);
  }
  const allSurnames = new Set(surnames.split("\n"));
  const american = new Map(
    (["female", "male", "both"] as const).flatMap((gender) =>
      US_FIRST_NAMES[gender]
        .trim()
        .split(/\s+/)
        .map((name) => [name, gender] as const),
    ),
  );
  const byLetters = lettersGuesser(letters);
  return {
    inUnitedStates: (name) => american.get(nameKey(name)),
    byLetters: (name) => byLetters(nameKey(name)),
    find: (name) => byName.get(nameKey(name)) ?? NONE,
    isSurname: (name) => allSurnames.has(nameKey(name)),
  };
}
