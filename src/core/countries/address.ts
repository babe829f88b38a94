import type { Gazetteer, Place } from "./gazetteer.js";
import type { Region } from "./regions.js";
import { countryOfScript } from "./scripts.js";

/** The result of reading an address: the remaining countries, and what narrowed them down. */
export interface AddressFinding {
  /** Shares of countries, adding up to 1. */
  shares: ReadonlyMap<string, number>;
  /** "narrowed": a region or country and the city agree; "country": it names a country; "city": only a name. */
  by: "narrowed" | "country" | "region" | "city";
  /** As `isSure` of a place in the gazetteer. */
  isSure: boolean;
}

const POSTCODE =
  /\b(?:[A-Z]{1,2}-)?\d[\d -]{2,9}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b/g;

/**
 * Reads "City", "City, State", "City, Country", "City, State, Country" and the like. The parts after the city narrow it
 * down and never strengthen another guess: a city in none of the countries that the rest allows is no finding, unless
 * the rest is sure by itself. "Tbilisi, Georgia" is the country, "Atlanta, Georgia" the state.
 */
export function readAddress(text: string, gazetteer: Gazetteer): AddressFinding | null {
  const parts = text
    .replace(POSTCODE, " ")
    .split(/[,;|(/–—·•\n]|\s-\s/)
    .map((part) => part.replace(/[)\s]+$/, "").trim())
    .filter((part) => part !== "");
  const [only] = parts;
  if (only === undefined) return null;
  if (parts.length === 1) return ofPlace(gazetteer.findVillage(only));
  const country = parts.map((part) => gazetteer.findCountry(part));
  const stated = new Set(country.slice(1).filter((each) => each !== null));
  // A county with a country's name (Switzerland, Indiana) is not meant.
  const regions = parts
    .slice(1)
    .map((part, at) =>
      country[at + 1] === null ? gazetteer.regions.find(part) : gazetteer.regions.findFirst(part),
    );
  const named = regions.flat();
  // A name that is both a country's and a region's decides nothing before the city has been read.
  const surely = [...stated].filter((each) => !isAlsoRegion(parts, country, regions, each));
  if (surely.length === 1) return inOne(surely[0] as string, "country");
  // "ქარელი, Georgia" is in the script of one of the two.
  const written = countryOfScript(only);
  if (written !== null && stated.has(written)) return inOne(written, "country");
  const city = parts
    .map((part, at) => (at === 0 || country[at] === null ? part : null))
    .find((part) => part !== null) as string;
  const meanings: Region[] = [...named, ...[...stated].map((each) => ({ country: each, code: null }))];
  const fitting = meanings
    .map((region) => ({ region, people: gazetteer.populationIn(city, region) }))
    .filter(({ people }) => people > 0);
  if (fitting.length > 0)
    return shared(
      fitting.map(({ region, people }) => [region.country, people]),
      "narrowed",
    );
  const inCountry = meanings
    .map((region) => ({ region, people: gazetteer.populationIn(city, { ...region, code: null }) }))
    .filter(({ people }) => people > 0);
  if (inCountry.length > 0)
    return shared(
      inCountry.map(({ region, people }) => [region.country, people]),
      "narrowed",
    );
  if (
    country[0] !== null &&
    country[0] !== undefined &&
    gazetteer.populationIn(parts[1] as string, { country: country[0], code: null }) > 0
  )
    return inOne(country[0], "narrowed");
  const countries = new Set(meanings.map((region) => region.country));
  // A small place that is in no list, with a state that only one country has.
  if (countries.size === 1 && gazetteer.find(city) === null)
    return inOne([...countries][0] as string, "region");
  if (countries.size > 0) return null;
  const places = parts
    .slice(0, 2)
    .map((part) => gazetteer.find(part))
    .filter((place) => place !== null);
  const common =
    places.length > 1
      ? [...(places[0] as Place).shares.keys()].filter((each) => (places[1] as Place).shares.has(each))
      : [];
  if (common.length === 1) return inOne(common[0] as string, "narrowed");
  if (places.length > 1 && common.length === 0) return null;
  return ofPlace(gazetteer.findVillage(only));
}

function isAlsoRegion(
  parts: readonly string[],
  countries: readonly (string | null)[],
  regions: readonly (readonly Region[])[],
  country: string,
): boolean {
  return parts.some(
    (_, at) =>
      countries[at] === country && (regions[at - 1] ?? []).some((region) => region.country !== country),
  );
}

function ofPlace(place: Place | null): AddressFinding | null {
  return place === null
    ? null
    : {
        shares: place.shares,
        by: place.kind === "country" ? "country" : "city",
        isSure: place.isSure,
      };
}

function inOne(country: string, by: AddressFinding["by"]): AddressFinding {
  return { shares: new Map([[country, 1]]), by, isSure: true };
}

function shared(
  people: readonly (readonly [country: string, people: number])[],
  by: AddressFinding["by"],
): AddressFinding {
  const most = new Map<string, number>();
  for (const [country, count] of people) most.set(country, Math.max(most.get(country) ?? 0, count));
  const total = [...most.values()].reduce((sum, count) => sum + count, 0);
  return {
    shares: new Map([...most].map(([country, count]) => [country, count / total])),
    by,
    isSure: most.size === 1,
  };
}
