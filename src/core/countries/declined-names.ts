import { fold } from "./fold.js";
import type { Gazetteer, Place } from "./gazetteer.js";
import { LIVES_BEFORE } from "./says-where.js";

/** How a language declines the names of towns, for "in" and for "from". */
interface Declension {
  /** Only towns of these countries, as elsewhere the ending is part of another name; null for great cities anywhere. */
  countries: readonly string[] | null;
  /** Directly before the name; null if the ending alone says it. */
  prepositions: { inside: RegExp; from: RegExp } | null;
  /** Folded endings, with what the nominative has instead ("-" for nothing). */
  endings: { inside: string; from: string };
}

const prepositions = (inside: string, from: string) => ({
  inside: new RegExp(`(?:^|[\\s,:(])(?:${inside})\\s+$`, "iu"),
  from: new RegExp(`(?:^|[\\s,:(])(?:${from})\\s+$`, "iu"),
});

const FINNISH = {
  inside: "ssa:- lla:- issa:- ella:- gissa:ki russa:rku dessa:ti",
  from: "sta:- lta:- ista:- elta:- gista:ki rusta:rku desta:ti",
};

/**
 * The cases of towns, after grammars of each language; irregular ones ("w Białymstoku") and those of two words are left
 * out. "Krakowie" is Kraków, "Praze" Praha, "Києві" Київ, "Helsingissä" Helsinki, "İzmirli" somebody from İzmir.
 */
const DECLENSIONS: readonly Declension[] = [
  {
    countries: ["PL"],
    prepositions: prepositions("w|we|pod|koło", "z|ze|do|od|spod"),
    endings: {
      inside: "ie:-,a,o iu:- u:-,o i:-,ia ach:e,y,a cie:t,ta dzie:d,da rze:r,ra le:l,la y:-,a ej:a em:e ym:y",
      from: "a:- ia:- y:a i:a,ia,- ic:ice u:-",
    },
  },
  {
    countries: ["CZ", "SK"],
    prepositions: prepositions("v|ve|nedaleko", "z|ze|zo"),
    endings: {
      inside: "e:-,a,o i:-,e ze:ha ni:en ci:ec ich:e iach:e u:-,o ach:y",
      from: "a:-,o y:-,a e:-,en ne:en ce:ec ic:ice u:-",
    },
  },
  {
    countries: ["HR", "RS", "BA", "ME", "SI"],
    prepositions: prepositions("u|v", "iz"),
    endings: { inside: "u:-,o i:a ci:ka", from: "a:-,o e:a" },
  },
  {
    countries: ["RU", "UA", "BY", "KZ"],
    prepositions: prepositions("в|во|у", "из|з|із|зі"),
    endings: {
      inside: "е:-,а,о и:ь,ия і:-,а,о,ь у:- ові:ів єві:ів",
      from: "а:-,о ы:а и:а,ь,ія я:ь ова:ів єва:ів",
    },
  },
  {
    countries: ["HU"],
    prepositions: null,
    endings: { inside: "ban:- ben:- on:- en:-", from: "bol:- rol:-" },
  },
  { countries: ["FI"], prepositions: null, endings: FINNISH },
  { countries: null, prepositions: null, endings: FINNISH },
  { countries: ["EE"], prepositions: null, endings: { inside: "s:- as:-", from: "st:- ast:-" } },
  {
    countries: ["LT"],
    prepositions: null,
    endings: { inside: "uje:us oje:a e:as eje:e", from: "iete:ius iskis:us" },
  },
  // Without its apostrophe, "Karsten" would be from Kars.
  {
    countries: ["TR"],
    prepositions: null,
    endings: { inside: "’da:- ’de:- ’ta:- ’te:-", from: "’dan:- ’den:- ’tan:- ’ten:- ’li:- ’lu:-" },
  },
  { countries: ["TR"], prepositions: null, endings: { inside: "", from: "li:- lu:-" } },
  // A woman from there; the man's form is also a sausage's.
  {
    countries: ["DE", "AT", "CH"],
    prepositions: null,
    endings: { inside: "", from: "erin:- nerin:en lerin:el cherin:ich" },
  },
];
/** Smaller towns are more often another word that ends alike. */
const LEAST_POPULATION = { ofTheirs: 50_000, anywhere: 500_000 };
const LEAST_SHARE = 0.8;
const SHORTEST = { behindPreposition: 3, alone: 4 };

/**
 * @param word a capitalised word that is no place's name as it is written.
 * @param before the text before it.
 * @returns the town whose declined name it is ("w Krakowie", "İstanbul'da", "Hamburgerin"), and what the form says; null
 *   if there is none.
 */
export function declinedPlace(
  word: string,
  before: string,
  gazetteer: Gazetteer,
): { place: Place; manner: "lives" | "inside" | "from" } | null {
  const key = word.split(/['’]/u).map(fold).join("’");
  const isHome = LIVES_BEFORE.test(before);
  for (const { countries, prepositions, endings } of DECLENSIONS) {
    const shortest = prepositions === null ? SHORTEST.alone : SHORTEST.behindPreposition;
    for (const manner of ["inside", "from"] as const) {
      if (prepositions !== null && !prepositions[manner].test(before)) continue;
      const place = townOf(key, endings[manner], { countries, shortest }, gazetteer);
      if (place !== null) return { place, manner: isHome ? "lives" : manner };
    }
  }
  return null;
}

function townOf(
  key: string,
  endings: string,
  { countries, shortest }: { countries: readonly string[] | null; shortest: number },
  gazetteer: Gazetteer,
): Place | null {
  for (const rule of endings.split(" ")) {
    const [ending = "", nominatives = ""] = rule.split(":");
    if (ending === "" || !key.endsWith(ending)) continue;
    const stem = key.slice(0, key.length - ending.length);
    for (const end of nominatives.split(",")) {
      const name = end === "-" ? stem : stem + end;
      const place = name.length < shortest ? null : gazetteer.find(name);
      if (place !== null && isTownOf(place, countries)) return place;
    }
  }
  return null;
}

function isTownOf({ kind, population, shares }: Place, countries: readonly string[] | null): boolean {
  if (kind !== "city") return false;
  if (countries === null) return population >= LEAST_POPULATION.anywhere;
  const share = countries.reduce((sum, country) => sum + (shares.get(country) ?? 0), 0);
  return population >= LEAST_POPULATION.ofTheirs && share >= LEAST_SHARE;
}
