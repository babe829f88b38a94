import { createRequire } from "node:module";
import { allLocales } from "@faker-js/faker";
import { fold } from "../countries/fold.js";
import { MORE_FIRST_NAMES } from "./more-first-names.js";
import { type EndingsGuesser, learnEndings, type NamedGender } from "./name-endings.js";
import { US_FIRST_NAMES } from "./us-first-names.js";

/** Which gender each language's list of first names gives a name; "both" where it holds it under both. */
export type ListedName = ReadonlyMap<string, NamedGender | "both">;

export interface NameLists {
  /** By list; empty where none holds the name. Only lists that really hold it have a say. */
  find(name: string): ListedName;
  isSurname(name: string): boolean;
  /** Who is given a name in the United States, where that is not what the other lists say; undefined: not known. */
  inUnitedStates(name: string): NamedGender | "both" | undefined;
  /** Whose name a listed one would be by its letters; null where they leave it open. For names that no list holds. */
  byLetters(name: string): NamedGender | null;
}

/** Lists of the package gender-detection-from-name (MIT). Its own getGender asks all of them for every language, so each is read by itself. */
const LARGE_LISTS = ["en", "de", "es", "fr", "it", "tr"] as const;
/** Scripts in which accents and vowel signs are a matter of spelling, not of the name. */
const ACCENTED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\s'’.-]+$/u;

/** One spelling of a name for all ways to write it: case, accents, Arabic vowel signs and forms of letters do not count. */
export function nameKey(name: string): string {
  if (ACCENTED.test(name)) return fold(name);
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u0640\u064B-\u0652\u0670]/g, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/[ىی]/g, "ي")
    .replace(/ک/g, "ك")
    .trim();
}

/** Reads the first names of @faker-js/faker (MIT, 40 languages) and gender-detection-from-name (MIT, 6): about a second, once. */
export function openNameLists(): NameLists {
  const byName = new Map<string, Map<string, NamedGender | "both">>();
  const surnames = new Set<string>();
  const add = (name: string, list: string, gender: NamedGender) => {
    const key = nameKey(name);
    if (key === "") return;
    const known = byName.get(key) ?? new Map<string, NamedGender | "both">();
    byName.set(key, known);
    const before = known.get(list);
    known.set(list, before === undefined || before === gender ? gender : "both");
  };
  for (const [locale, { person }] of Object.entries(allLocales)) {
    // Countries of one language are one list: that two of them agree says no more than one.
    const list = locale.split("_")[0] as string;
    const names = person?.first_name as Partial<Record<NamedGender, readonly string[]>> | undefined;
    for (const gender of ["female", "male"] as const)
      for (const name of names?.[gender] ?? []) add(name, list, gender);
    const lastNames = (person?.last_name ?? {}) as Record<string, readonly string[] | undefined>;
    for (const name of Object.values(lastNames).flatMap((list_) => list_ ?? [])) surnames.add(nameKey(name));
  }
  for (const [list, genders] of Object.entries(MORE_FIRST_NAMES))
    for (const gender of ["female", "male"] as const)
      for (const name of genders[gender].split(" ")) add(name, list, gender);
  const require = createRequire(import.meta.url);
  for (const list of LARGE_LISTS) {
    const names = require(`gender-detection-from-name/names/${list}.js`) as Map<string, string>;
    for (const [name, gender] of names)
      if (gender === "female" || gender === "male") add(name, `${list} (large)`, gender);
  }
  const NONE: ListedName = new Map();
  const american = new Map(
    (["female", "male", "both"] as const).flatMap((gender) =>
      US_FIRST_NAMES[gender]
        .trim()
        .split(/\s+/)
        .map((name) => [name, gender] as const),
    ),
  );
  let byLetters: EndingsGuesser | null = null;
  const agreed = [...byName].flatMap(([key, found]) => {
    const [gender, ...others] = new Set(found.values());
    return others.length === 0 && (gender === "female" || gender === "male") ? [[key, gender] as const] : [];
  });
  return {
    inUnitedStates: (name) => american.get(nameKey(name)),
    byLetters(name) {
      byLetters ??= learnEndings(agreed);
      return byLetters(nameKey(name));
    },
    find: (name) => byName.get(nameKey(name)) ?? NONE,
    isSurname: (name) => surnames.has(nameKey(name)),
  };
}
