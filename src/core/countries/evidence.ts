import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { type Gazetteer, openGazetteer, type Place } from "./gazetteer.js";
import { placesIn } from "./places-in-text.js";

/** Where a country was read from, from what is trusted most. "source": stated by the source of the profile itself. */
const COUNTRY_SOURCES = ["source", "address", "phone", "flag", "place", "location", "captions"] as const;
export type CountrySource = (typeof COUNTRY_SOURCES)[number];

/** What is known of an account that may tell where it is. */
export interface CountryClues {
  fullName: string | null;
  biography: string | null;
  /** With its country code, or it tells nothing. */
  phone: string | null;
  /** Of the business address. */
  cityName: string | null;
  /** The places that its newest posts are tagged with. */
  locations: readonly string[];
  /** How many captions are in each language. */
  captions: Readonly<Record<string, number>>;
}

export interface CountryGuess {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** The most trusted of what speaks for it. */
  source: CountrySource;
  /** Percent. */
  confidence: number;
}

/** How much one clue speaks for one country: what would be its chance if nothing else were known. */
interface Vote {
  country: string;
  source: CountrySource;
  weight: number;
}

/** Percent: a guess under it is none. */
const LEAST_CONFIDENCE = 50;
const WEIGHTS = { address: 0.85, phone: 0.8, flag: 0.65, location: 0.6, captions: 0.7 };
const SEVERAL_FLAGS = 0.35;
const FEWEST_LOCATIONS = 2;
const FEWEST_CAPTIONS = 5;
/** The part of an account's captions that a language must have to be its own. */
const OWN_LANGUAGE = 0.7;

/**
 * Languages most of whose writers live in one country, and roughly how many of them (Ethnologue's figures for speakers,
 * rounded down for those who live abroad). English, Spanish, Arabic, French, Chinese … speak for none.
 */
const SPEAKS_FOR: Readonly<Record<string, readonly [country: string, share: number]>> = {
  az: ["AZ", 0.8],
  be: ["BY", 0.9],
  bg: ["BG", 0.95],
  bn: ["BD", 0.7],
  cs: ["CZ", 0.95],
  da: ["DK", 0.95],
  de: ["DE", 0.8],
  el: ["GR", 0.9],
  et: ["EE", 0.95],
  fa: ["IR", 0.8],
  fi: ["FI", 0.95],
  he: ["IL", 0.95],
  hi: ["IN", 0.95],
  hr: ["HR", 0.75],
  hu: ["HU", 0.9],
  hy: ["AM", 0.8],
  id: ["ID", 0.97],
  is: ["IS", 0.95],
  it: ["IT", 0.95],
  ja: ["JP", 0.98],
  ka: ["GE", 0.95],
  ko: ["KR", 0.95],
  lt: ["LT", 0.95],
  lv: ["LV", 0.95],
  ms: ["MY", 0.9],
  nl: ["NL", 0.75],
  no: ["NO", 0.97],
  pl: ["PL", 0.95],
  pt: ["BR", 0.85],
  ro: ["RO", 0.9],
  ru: ["RU", 0.7],
  sk: ["SK", 0.95],
  sl: ["SI", 0.95],
  sv: ["SE", 0.95],
  ta: ["IN", 0.85],
  te: ["IN", 0.97],
  th: ["TH", 0.98],
  tl: ["PH", 0.95],
  tr: ["TR", 0.9],
  uk: ["UA", 0.9],
  ur: ["PK", 0.8],
  vi: ["VN", 0.95],
};

export type CountryGuesser = (clues: CountryClues) => CountryGuess | null;

/** Reads the names of places, which takes about a second. */
export function openCountryGuesser(): CountryGuesser {
  const gazetteer = openGazetteer();
  return (clues) => guessCountry(clues, gazetteer);
}

/**
 * Guesses the country of an account. What agrees makes it surer, what contradicts less sure.
 * @returns null where nothing is known, or the clues leave it open.
 */
function guessCountry(clues: CountryClues, gazetteer: Gazetteer): CountryGuess | null {
  const votes = [
    ...fromAddress(clues.cityName, gazetteer),
    ...fromPhone(clues.phone),
    ...fromFlags(clues.biography),
    ...fromPlaces(clues, gazetteer),
    ...fromLocations(clues.locations, gazetteer),
    ...fromCaptions(clues.captions),
  ];
  const beliefs = [...new Set(votes.map(({ country }) => country))]
    .map((country) => ({ country, belief: beliefIn(country, votes) }))
    .sort((a, b) => b.belief - a.belief || (a.country < b.country ? -1 : 1));
  const [best, second] = beliefs;
  if (best === undefined) return null;
  const confidence = Math.round(100 * best.belief * (1 - (second?.belief ?? 0) / 2));
  if (confidence < LEAST_CONFIDENCE) return null;
  const speaking = new Set(
    votes.filter(({ country }) => country === best.country).map(({ source }) => source),
  );
  const source = COUNTRY_SOURCES.find((each) => speaking.has(each)) as CountrySource;
  return { country: best.country, source, confidence };
}

/** Clues of different kinds are taken as independent; of one kind the strongest counts. */
function beliefIn(country: string, votes: readonly Vote[]): number {
  const strongest = new Map<CountrySource, number>();
  for (const vote of votes) {
    if (vote.country !== country) continue;
    strongest.set(vote.source, Math.max(strongest.get(vote.source) ?? 0, vote.weight));
  }
  return 1 - [...strongest.values()].reduce((doubt, weight) => doubt * (1 - weight), 1);
}

function votesFor(place: Place, source: CountrySource, weight: number): Vote[] {
  return [...place.shares].map(([country, share]) => ({ country, source, weight: weight * share }));
}

/** "Berlin", also "Berlin, Germany". */
function wholePlace(text: string, gazetteer: Gazetteer): Place | null {
  const parts = text.split(/[,(–-]/).map((part) => part.trim());
  const country = gazetteer.find(parts.at(-1) ?? "");
  if (parts.length > 1 && country?.kind === "country") return country;
  return gazetteer.find(text) ?? gazetteer.find(parts[0] ?? "");
}

function fromAddress(cityName: string | null, gazetteer: Gazetteer): Vote[] {
  const place = cityName === null ? null : wholePlace(cityName, gazetteer);
  return place === null ? [] : votesFor(place, "address", WEIGHTS.address);
}

function fromPhone(phone: string | null): Vote[] {
  const country = phone?.trim().startsWith("+") ? parsePhoneNumberFromString(phone)?.country : undefined;
  return country === undefined ? [] : [{ country, source: "phone", weight: WEIGHTS.phone }];
}

const FLAG = /\p{Regional_Indicator}{2}/gu;
const FIRST_INDICATOR = 0x1f1e6;

/** One flag is where somebody is from or lives; of two or three one may be; more are travels. */
function fromFlags(biography: string | null): Vote[] {
  const flags = new Set(
    [...(biography ?? "").matchAll(FLAG)].map(([flag]) =>
      [...flag]
        .map((half) => String.fromCharCode(65 + (half.codePointAt(0) as number) - FIRST_INDICATOR))
        .join(""),
    ),
  );
  if (flags.size > 3) return [];
  const weight = flags.size === 1 ? WEIGHTS.flag : SEVERAL_FLAGS;
  return [...flags].map((country) => ({ country, source: "flag", weight }));
}

/** A name field often goes on behind the name: "Anna | Berlin". */
function fromPlaces({ fullName, biography }: CountryClues, gazetteer: Gazetteer): Vote[] {
  const behindName = fullName === null ? [] : fullName.split(/[|•·📍]/u).slice(1);
  const text = [biography ?? "", ...behindName.map((part) => part.trim())].join("\n");
  return placesIn(text, gazetteer).flatMap(({ place, sureness }) => votesFor(place, "place", sureness));
}

function fromLocations(locations: readonly string[], gazetteer: Gazetteer): Vote[] {
  const seen = new Map<string, number>();
  let known = 0;
  for (const location of locations) {
    const place = wholePlace(location, gazetteer);
    if (place === null) continue;
    known++;
    for (const [country, share] of place.shares) seen.set(country, (seen.get(country) ?? 0) + share);
  }
  if (known < FEWEST_LOCATIONS) return [];
  return [...seen].map(([country, count]) => ({
    country,
    source: "location",
    weight: WEIGHTS.location * (count / known),
  }));
}

function fromCaptions(captions: CountryClues["captions"]): Vote[] {
  const told = Object.entries(captions).filter(([language]) => language !== "und");
  const total = told.reduce((sum, [, count]) => sum + count, 0);
  const [own] = told.filter(([, count]) => count >= OWN_LANGUAGE * total);
  const speaks = own && SPEAKS_FOR[own[0]];
  if (speaks === undefined || total < FEWEST_CAPTIONS) return [];
  return [{ country: speaks[0], source: "captions", weight: WEIGHTS.captions * speaks[1] }];
}
