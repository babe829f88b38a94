/**
 * How often the local rules tell the kind of an account right: hand-made accounts in 22 languages (own material, see
 * kind-accounts.ts) and accounts that a package makes up. A creator is a person with an audience, and told as
 * "person". The baseline takes the category alone, and calls whoever has none a person.
 */
import { allFakers } from "@faker-js/faker";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";
import { PERSON_CATEGORIES } from "../../src/core/qualify/words.js";
import { type KindAccount, SEEN, UNSEEN } from "./kind-accounts.js";

const TOLD_AS = { person: "person", creator: "person", brand: "business", fan: "fan" } as const;
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const toldOf = ([fullName, biography, category]: KindAccount) =>
  qualifyLocally({ fullName, biography, category }).kind;
const baselineOf = ([, , category]: KindAccount) =>
  category === null || PERSON_CATEGORIES.test(category) ? "person" : "business";

/** People with the biographies, and companies with the mottos, that @faker-js/faker (MIT) makes up in its languages. */
function foreignAccounts(): KindAccount[] {
  const locales = ["en", "de", "fr", "es", "it", "pt_BR", "nl", "pl", "sv", "ru", "tr", "id_ID"] as const;
  return locales.flatMap((locale) => {
    const faker = allFakers[locale];
    faker.seed(7);
    return Array.from(
      { length: 60 },
      (_, at): KindAccount =>
        at % 2 === 0
          ? [faker.person.fullName(), faker.person.bio(), null, "person"]
          : [faker.company.name(), faker.company.catchPhrase(), null, "brand"],
    );
  });
}

console.log("| accounts | | right | none | wrong | baseline: right |\n|---|---:|---:|---:|---:|---:|");
for (const [half, accounts] of [
  ["seen while the rules were made", SEEN],
  ["unseen", UNSEEN],
  ["foreign: people and companies of faker", foreignAccounts()],
] as const)
  for (const kind of ["person", "creator", "brand", "fan", null] as const) {
    const some = accounts.filter((account) => kind === null || account[3] === kind);
    if (some.length === 0) continue;
    const right = some.filter((account) => toldOf(account) === TOLD_AS[account[3]]);
    const none = some.filter((account) => toldOf(account) === null);
    const base = some.filter((account) => baselineOf(account) === TOLD_AS[account[3]]);
    console.log(
      `| ${half}: ${kind ?? "all"} | ${some.length} | ${percent(right.length, some.length)} | ${percent(none.length, some.length)} | ${percent(some.length - right.length - none.length, some.length)} | ${percent(base.length, some.length)} |`,
    );
  }
if (process.argv.includes("--show"))
  for (const account of [...SEEN, ...foreignAccounts()])
    if (toldOf(account) !== TOLD_AS[account[3]]) console.log(account.join(" · "), "→", toldOf(account));
