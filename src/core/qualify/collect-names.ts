import { createRequire } from "node:module";
import { allLocales } from "@faker-js/faker";
import { MORE_FIRST_NAMES } from "./more-first-names.js";
import { fitLetters } from "./name-letters.js";
import { type NamedGender, type NameTable, nameKey, voteKey } from "./name-table.js";
import { US_FIRST_NAMES } from "./us-first-names.js";

/**
 * Lists of the package gender-detection-from-name (MIT). Its own getGender combines all of them for every language, so
 * each is read by itself.
 */
const LARGE_LISTS = ["en", "de", "es", "fr", "it", "tr"] as const;

/**
 * Collects the first names and surnames of @faker-js/faker (MIT, 40 languages), gender-detection-from-name (MIT, 6) and
 * igminer's own list. It takes seconds, so the build runs it, and `qualify` reads the result.
 */
export function collectNames(): NameTable {
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
    // Countries with one language are one list, because agreement between them means no more than one list.
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
  const byVotes = new Map<string, string[]>();
  for (const [name, votes] of byName) {
    const key = voteKey(votes);
    const names = byVotes.get(key) ?? [];
    byVotes.set(key, names);
    names.push(name);
  }
  const agreed = [...byName].flatMap(([key, found]) => {
    const [gender, ...others] = new Set(found.values());
    return others.length === 0 && (gender === "female" || gender === "male") ? [[key, gender] as const] : [];
  });
  const american = (["female", "male"] as const).flatMap((gender) =>
    US_FIRST_NAMES[gender]
      .trim()
      .split(/\s+/)
      .map((name) => [nameKey(name), gender] as const),
  );
  return {
    source: "First names and surnames of @faker-js/faker (MIT) and gender-detection-from-name (MIT)",
    firstNames: Object.fromEntries([...byVotes].map(([key, names]) => [key, names.join("\n")])),
    surnames: [...surnames].join("\n"),
    letters: fitLetters([...agreed, ...american]),
  };
}
