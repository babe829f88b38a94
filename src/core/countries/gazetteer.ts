import countries from "i18n-iso-countries";
import { fold, IS_ASCII } from "./fold.js";
import type { Settlement } from "./geonames.js";
import { openRegions, type Region, type Regions } from "./regions.js";
import { countriesOfScript, countryOfScript } from "./scripts.js";
import { isOwnName, openSettlements, type SettlementIndex } from "./settlement-index.js";

/** The meaning of a name: the countries with a place of that name, by its population in each. */
export interface Place {
  kind: "country" | "city";
  /** By ISO 3166-1 code; the shares add up to 1. */
  shares: ReadonlyMap<string, number>;
  population: number;
  /** It has no important namesake in another country, is more than a hamlet, and the name is its own. */
  isSure: boolean;
}

export interface Gazetteer {
  /** Accepts any spelling of the name; null if no place has it. */
  find(name: string): Place | null;
  /**
   * As `find`, for places of any size, and by script if only one country uses it. For names that are known to be
   * places.
   */
  findVillage(name: string): Place | null;
  /** The country with this name; null if there is none. */
  findCountry(name: string): string | null;
  /** The population of the place with this name within a region, villages included; 0 if there is none. */
  populationIn(name: string, region: Region): number;
  readonly regions: Regions;
  /** Places in text without spaces between words ("東京で働いています"). */
  findInside(text: string): readonly { name: string; place: Place }[];
}

/** Bios do not name a smaller town without its country, and it often has a namesake. */
const LEAST_POPULATION = 5_000;
/**
 * A namesake abroad is important from this population, or this ratio to the largest; the fewer people live in the
 * largest, the smaller a namesake may be meant ("Sopot", "Lille").
 */
const NAMESAKE = { people: 200_000, share: 0.1, besideCity: 15_000, besideTown: 300 };
const CITY = 1_000_000;
const TOWN = 50_000;
const HAMLET = 300;
const LONG_NAME = 7;
const SHORT_NAME = 3;
const LATIN_LETTERS_END = 0x250;
/** A place that has not nearly all people of its name may be meant or not. */
const LEAST_SHARE = 0.95;
/** Every country of a Christian tradition has places named after saints, more than any list. */
const NAMED_AFTER_A_SAINT = /^(?:saint|sainte|st|san|santa|santo|sankt|sao|sant|svaty|sveti) /;
/** The population from which a city commonly has names in other languages. */
const KNOWN_ABROAD = 300_000;
const LARGE_CITY = 100_000;
/** The languages in which names of countries are recognised. */
const LANGUAGES =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka ko lt lv ms nl nn pl pt ro ru sk sl sq sr sv ta th tr uk ur vi zh".split(
    " ",
  );
/** Letters of scripts without spaces between words, or with endings attached to words. */
const RUN =
  /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー]{2,}|\p{Script=Thai}{2,}|\p{Script=Hangul}{2,}/gu;
const LONGEST_INSIDE = 10;
/** Inside a run of letters a name of two letters is more often a word than a town. */
const LEAST_INSIDE = 500_000;
/**
 * The population that a place counts for under a foreign name. In Latin script: a quarter, and never more than a town,
 * otherwise every large city would take the names of towns abroad. In another script: little, unless it is its
 * country's script.
 */
const FOREIGN_NAME = { share: 0.25, most: 75_000, inOtherScript: 0.02 };
/** Suffixes of place names in Korean, Chinese and Japanese that people leave out. */
const UNITS: readonly (readonly [script: RegExp, units: string])[] = [
  [/^\p{Script=Hangul}+$/u, "시 구 군"],
  [/^\p{Script=Han}+$/u, "市 区 县 區 縣"],
];

/**
 * Loads the places of GeoNames, with their names in other languages and scripts, and the names of countries in 44
 * languages (package i18n-iso-countries). Takes about two seconds and 200 MB; open it only if there is something to
 * look up.
 */
export function openGazetteer(): Gazetteer {
  const settlements = openSettlements();
  const countryNames = new Map<string, Place>();
  for (const language of LANGUAGES) {
    for (const [country, names] of Object.entries(countries.getNames(language, { select: "all" }))) {
      for (const name of names) {
        const key = fold(name);
        // "Granada" is a country in Spanish; otherwise it is the city.
        const isCity = () =>
          mostIn(settlements.get(key).filter((each) => isOwnName(each, key))) >= LARGE_CITY;
        if (language !== "en" && countriesOfScript(key) === null && isCity()) continue;
        countryNames.set(key, onlyIn(country, "country", Number.MAX_SAFE_INTEGER));
      }
    }
  }
  const named = (name: string, least: number) => {
    const key = fold(name);
    const country = countryNames.get(key);
    if (country !== undefined) return country;
    const whole = settlements.get(key);
    const known = asSpelt(name, whole.length > 0 ? whole : withUnit(name, settlements));
    return mostIn(known) < least ? null : placeOf(known, key, isSpelt(name, known));
  };
  return {
    regions: openRegions(),
    findCountry(name) {
      const [country] = countryNames.get(fold(name))?.shares.keys() ?? [];
      return country ?? null;
    },
    populationIn(name, { country, code }) {
      const inRegion = settlements
        .get(fold(name))
        .filter(
          (each) =>
            each.country === country && (code === null || each.region === code || each.region === null),
        );
      return mostIn(inRegion);
    },
    find: (name) => named(name, LEAST_POPULATION),
    findVillage: (name) => named(name, 1) ?? ofParts(name, named) ?? ofScript(name),
    findInside: (text) => [...text.matchAll(RUN)].flatMap(([run]) => longestInside(run, named)),
  };
}

/** "Rapperswil-Jona", "Zacatecas-Guadalupe": one country has both. */
function ofParts(name: string, named: (name: string, least: number) => Place | null): Place | null {
  const [one, other] = name.split(/[-–/]/).map((part) => named(part.trim(), 1));
  if (!one || !other) return null;
  const both = [...one.shares.keys()].filter((country) => other.shares.has(country));
  return both.length === 1 ? onlyIn(both[0] as string, "city", one.population) : null;
}

/** A place in no list, in a script of only one country. */
function ofScript(name: string): Place | null {
  const country = countryOfScript(name);
  return country === null ? null : onlyIn(country, "city", 0);
}

/** The longest name at each letter, from left to right: "東京" in "東京で働いています". */
function longestInside(run: string, named: (name: string, least: number) => Place | null) {
  const found: { name: string; place: Place }[] = [];
  for (let start = 0; start < run.length - 1; ) {
    let length = Math.min(LONGEST_INSIDE, run.length - start);
    let place: Place | null = null;
    for (; length >= 2; length--) {
      const name = run.slice(start, start + length);
      place = named(name, name === run ? 1 : LEAST_INSIDE);
      if (place !== null) {
        found.push({ name, place });
        break;
      }
    }
    start += place === null ? 1 : length;
  }
  return found;
}

function mostIn(settlements: readonly Settlement[] = []): number {
  return settlements.reduce((most, { population }) => Math.max(most, population), 0);
}

/** "Sorø" with its accent is not Soro; "Koln" may be Köln. */
function asSpelt(name: string, settlements: readonly Settlement[]): readonly Settlement[] {
  if (IS_ASCII.test(name)) return settlements;
  const spelt = settlements.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  return spelt.length > 0 ? spelt : settlements;
}

/** "Kánó" is no spelling of Kano; without accents any place may be meant. */
function isSpelt(name: string, settlements: readonly Settlement[]): boolean {
  return (
    IS_ASCII.test(name) ||
    !/^[\p{Script=Latin}\s'’-]+$/u.test(name) ||
    settlements.some((each) => each.name.toLowerCase() === name.toLowerCase())
  );
}

function onlyIn(country: string, kind: Place["kind"], population: number): Place {
  return { kind, shares: new Map([[country, 1]]), population, isSure: true };
}

/** "송파" is 송파구. */
function withUnit(name: string, settlements: SettlementIndex): readonly Settlement[] {
  const units = UNITS.find(([script]) => script.test(name))?.[1].split(" ") ?? [];
  for (const unit of units) {
    const known = settlements.get(fold(name + unit));
    if (known.length > 0) return known;
  }
  return [];
}

function placeOf(settlements: readonly Settlement[], key: string, isAsSpelt: boolean): Place {
  const [counted, living] = [new Map<string, number>(), new Map<string, number>()];
  const ofScript = countriesOfScript(key);
  for (const settlement of settlements) {
    const { country, population } = settlement;
    raise(counted, country, peopleUnder(key, settlement, ofScript));
    raise(living, country, population);
  }
  const total = [...counted.values()].reduce((sum, people) => sum + people, 0);
  const shares = [...counted].map(([country, people]) => [country, people / total] as const);
  const [first] = shares.sort((a, b) => b[1] - a[1]).map(([country]) => country);
  const most = living.get(first as string) ?? 0;
  const namesake = Math.max(
    0,
    ...[...living].filter(([country]) => country !== first).map(([, people]) => people),
  );
  const isOwn =
    ofScript !== null || settlements.some((each) => each.country === first && isOwnName(each, key));
  return {
    kind: "city",
    shares: new Map(shares),
    population: Math.round(total),
    isSure:
      isAsSpelt &&
      (ofScript === null || ofScript.includes(first as string)) &&
      most >= leastToBeSure(isOwn, key) &&
      (shares[0]?.[1] ?? 0) >= LEAST_SHARE &&
      !isOvershadowed(most, namesake) &&
      !(NAMED_AFTER_A_SAINT.test(key) && most < LARGE_CITY),
  };
}

/** A long name is hardly a word, or another place's in a language that the list lacks; one of three letters is often. */
function leastToBeSure(isOwn: boolean, key: string): number {
  if (key.length <= SHORT_NAME && key.charCodeAt(0) < LATIN_LETTERS_END) return TOWN;
  if (key.length >= LONG_NAME) return isOwn ? 1 : TOWN / 10;
  return isOwn ? HAMLET : KNOWN_ABROAD;
}

/** @returns whether a namesake abroad may well be meant. */
function isOvershadowed(most: number, namesake: number): boolean {
  if (namesake >= NAMESAKE.people || namesake >= most * NAMESAKE.share) return true;
  if (most < CITY && namesake >= NAMESAKE.besideCity) return true;
  return most < TOWN && namesake >= NAMESAKE.besideTown;
}

function raise(people: Map<string, number>, country: string, count: number): void {
  people.set(country, Math.max(people.get(country) ?? 0, count));
}

function peopleUnder(key: string, settlement: Settlement, ofScript: readonly string[] | null): number {
  const { country, population } = settlement;
  if (ofScript !== null)
    return ofScript.includes(country) ? population : population * FOREIGN_NAME.inOtherScript;
  if (isOwnName(settlement, key)) return population;
  return Math.min(population * FOREIGN_NAME.share, FOREIGN_NAME.most);
}
