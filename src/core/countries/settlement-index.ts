import { fold } from "./fold.js";
import { readSettlements, type Settlement } from "./geonames.js";
import { AMBIGUOUS_NAMES, LOCAL_NAMES, SHORT_CITY_NAMES } from "./local-names.js";

export interface SettlementIndex {
  /** @param key a folded name. */
  get(key: string): readonly Settlement[];
}

/** The population assumed among namesakes for a name without a figure. */
const LOCAL_NAME_POPULATION = 1_500_000;
const LAST_LATIN_LETTER = 0x24f;
const UMLAUT = /[äöü]/i;
/** Umlauts as written without a German keyboard. */
const withoutUmlauts = (name: string) =>
  name.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue");

/** @returns the keys under which a name is found: folded, and with "ue" for "ü". */
function keysOf(name: string): string[] {
  return UMLAUT.test(name) ? [...new Set([fold(name), fold(withoutUmlauts(name))])] : [fold(name)];
}

/** @returns whether a folded name is the place's own name, and not one in another language. */
export function isOwnName({ name }: Settlement, key: string): boolean {
  return keysOf(name).includes(key);
}

/** Indexes the places of GeoNames and igminer's own names; those in non-Latin scripts when one is first looked up. */
export function openSettlements(): SettlementIndex {
  const byKey = new Map<string, Settlement[]>();
  const add = (settlement: Settlement, name: string) => {
    for (const key of keysOf(name)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [settlement]);
      else if (!known.includes(settlement)) known.push(settlement);
    }
  };
  let inOtherScripts: (readonly [Settlement, string])[] = [];
  readSettlements((settlement, otherNames) => {
    add(settlement, settlement.name);
    for (const name of otherNames) {
      if (name.charCodeAt(0) > LAST_LATIN_LETTER) inOtherScripts.push([settlement, name]);
      // "Victoria" is also a name of Hong Kong.
      else if (!AMBIGUOUS_NAMES.has(fold(name))) add(settlement, name);
    }
  });
  const addLocal = (name: string, country: string) =>
    add({ name, country, region: null, population: LOCAL_NAME_POPULATION }, name);
  for (const [country, names] of Object.entries(LOCAL_NAMES))
    for (const name of names.split(", ")) addLocal(name, country);
  for (const [country, names] of Object.entries(SHORT_CITY_NAMES))
    for (const name of names.split(" ")) if (!byKey.has(fold(name))) addLocal(name, country);
  return {
    get(key) {
      if (key.charCodeAt(0) > LAST_LATIN_LETTER && inOtherScripts.length > 0) {
        for (const [settlement, name] of inOtherScripts) add(settlement, name);
        inOtherScripts = [];
      }
      return byKey.get(key) ?? [];
    },
  };
}
