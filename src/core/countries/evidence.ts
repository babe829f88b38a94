import { MOST_READ } from "../text/clean-text.js";
import { plainLetters } from "../text/plain-letters.js";
import { readAddress } from "./address.js";
import { countryOfPhone, domainCountriesIn, phoneCountriesIn } from "./contact-clues.js";
import { flagsIn } from "./flags.js";
import { type Gazetteer, openGazetteer, type Place } from "./gazetteer.js";
import { writtenIn } from "./language-countries.js";
import { type Manner, placesIn } from "./places-in-text.js";
import { postcodePlacesIn } from "./postcodes.js";

/** The evidence for a country, the most trusted first. "source": stated by the source of the profile itself. */
const COUNTRY_SOURCES = ["source", "address", "phone", "flag", "place", "location", "captions"] as const;
export type CountrySource = (typeof COUNTRY_SOURCES)[number];

/** The data of an account that may indicate its country. */
export interface CountryClues {
  fullName: string | null;
  biography: string | null;
  /** Only useful with its country code. */
  phone: string | null;
  /** Of the business address, also in the form "City, State". */
  cityName: string | null;
  externalLink?: string | null;
  /** The places tagged in its newest posts. */
  locations: readonly string[];
  /** The number of captions in each language. */
  captions: Readonly<Record<string, number>>;
}

export interface CountryGuess {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** The most trusted evidence for it. */
  source: CountrySource;
  /** Percent. */
  confidence: number;
}

/** The evidence of one clue for one country: its probability if nothing else were known. */
interface Vote {
  country: string;
  source: CountrySource;
  weight: number;
}

/** Percent; a less certain guess is not returned. */
const LEAST_CONFIDENCE = 50;
/**
 * The value of each clue alone, measured by `npm run bench:countries`, so that the stated confidence is the share of
 * correct guesses.
 */
const WEIGHTS = {
  address: { narrowed: 0.97, country: 0.97, region: 0.88, city: 0.96 },
  phone: 0.95,
  phoneInBio: 0.95,
  postcode: 0.97,
  flagOfHome: 0.9,
  flag: 0.72,
  flagBesideWords: 0.55,
  flags: 0.35,
  place: {
    lives: 0.96,
    narrowed: 0.96,
    from: 0.72,
    inside: 0.72,
    alone: 0.95,
    town: 0.93,
    mentioned: 0.4,
  } satisfies Record<Manner, number>,
  domain: 0.66,
  location: 0.66,
  captions: 0.7,
} as const;
/**
 * The share of the belief that a contradicting language removes, and the share of the doubt that a compatible one
 * removes.
 */
const LANGUAGE = { against: 0.4, with: 0.15 };
/** What a place counts that may have been taken for a namesake: its share of their people errs by so much. */
const UNSURE = { most: 0.79, of: 0.94 };
const FEWEST_LOCATIONS = 2;
const FEWEST_CAPTIONS = 5;
/** The share of an account's captions from which a language counts as its own. */
const OWN_LANGUAGE = 0.7;
export type CountryGuesser = (clues: CountryClues) => CountryGuess | null;

/** Loads the names of places, which takes about a second. */
export function openCountryGuesser(): CountryGuesser {
  const gazetteer = openGazetteer();
  return (clues) => guessCountry(clues, gazetteer);
}

/**
 * Guesses the country of an account. Clues that agree increase the confidence, contradictions lower it. A language
 * supports all countries that write in it, and contradicts a place only outside of them.
 * @returns null if nothing is known, or the clues leave it open.
 */
function guessCountry(given: CountryClues, gazetteer: Gazetteer): CountryGuess | null {
  const clues = {
    ...given,
    biography: given.biography?.slice(0, MOST_READ) ?? null,
    fullName: given.fullName?.slice(0, MOST_READ) ?? null,
    cityName: given.cityName?.slice(0, MOST_READ) ?? null,
    externalLink: given.externalLink?.slice(0, MOST_READ) ?? null,
    locations: given.locations.map((location) => location.slice(0, MOST_READ)),
  };
  const text = [plainLetters(clues.biography ?? ""), ...behindName(clues.fullName)].join("\n");
  const places = fromPlaces(text, gazetteer);
  const votes = [
    ...fromAddress(clues.cityName, gazetteer),
    ...fromPhone(clues.phone, text, clues.externalLink ?? ""),
    ...fromFlags(text, new Set(places.map(({ country }) => country))),
    ...places,
    ...fromLocations(clues.locations, gazetteer),
    ...fromDomains(text, clues.externalLink ?? ""),
  ];
  const language = ownLanguage(clues.captions);
  const spoken = language === null ? null : writtenIn(language);
  const isAllThereIs = votes.length === 0;
  if (isAllThereIs && spoken !== null && spoken.main.share >= LEAST_SHARE_OF_LANGUAGE)
    votes.push({
      country: spoken.main.country,
      source: "captions",
      weight: WEIGHTS.captions * spoken.main.share,
    });
  const beliefs = [...new Set(votes.map(({ country }) => country))]
    .map((country) => ({
      country,
      belief: heardIn(beliefIn(country, votes), isAllThereIs ? undefined : spoken?.countries.has(country)),
    }))
    .sort((a, b) => b.belief - a.belief || (a.country < b.country ? -1 : 1));
  const [best, second] = beliefs;
  if (best === undefined) return null;
  const confidence = Math.round(100 * best.belief * (1 - (second?.belief ?? 0) / 2));
  if (confidence < LEAST_CONFIDENCE) return null;
  const speaking = new Set(
    votes.filter(({ country }) => country === best.country).map(({ source }) => source),
  );
  const source = COUNTRY_SOURCES.find((each) => speaking.has(each)) as CountrySource;
  return { country: best.country, source, confidence: Math.min(confidence, MOST_CONFIDENCE) };
}

/** People's own statements are never more certain than this. */
const MOST_CONFIDENCE = 97;
const LEAST_SHARE_OF_LANGUAGE = 0.7;

function heardIn(belief: number, isCompatible: boolean | undefined): number {
  if (isCompatible === undefined) return belief;
  return isCompatible ? 1 - (1 - belief) * (1 - LANGUAGE.with) : belief * (1 - LANGUAGE.against);
}

/** Clues of different kinds are treated as independent; within one kind only the strongest counts. */
function beliefIn(country: string, votes: readonly Vote[]): number {
  const strongest = new Map<CountrySource, number>();
  for (const vote of votes) {
    if (vote.country !== country) continue;
    strongest.set(vote.source, Math.max(strongest.get(vote.source) ?? 0, vote.weight));
  }
  return 1 - [...strongest.values()].reduce((doubt, weight) => doubt * (1 - weight), 1);
}

/**
 * A name shared by several countries counts for each in proportion to its population. If another place may well be
 * meant, the name alone gives at most 79.
 */
function votesFor(place: Pick<Place, "shares" | "isSure">, source: CountrySource, weight: number): Vote[] {
  return [...place.shares].map(([country, share]) => ({
    country,
    source,
    weight: place.isSure ? weight * share : Math.min(weight * share * UNSURE.of, UNSURE.most),
  }));
}

function fromAddress(cityName: string | null, gazetteer: Gazetteer): Vote[] {
  const finding = cityName === null ? null : readAddress(cityName, gazetteer);
  if (finding === null) return [];
  return votesFor(finding, "address", WEIGHTS.address[finding.by]);
}

function fromPhone(phone: string | null, text: string, link: string): Vote[] {
  const country = phone === null ? undefined : countryOfPhone(phone);
  const ofContact: Vote[] =
    country === undefined ? [] : [{ country, source: "phone", weight: WEIGHTS.phone }];
  const inBio = phoneCountriesIn(`${text}\n${link}`);
  return [
    ...ofContact,
    ...inBio.map(
      (each): Vote => ({ country: each, source: "phone", weight: WEIGHTS.phoneInBio / inBio.length }),
    ),
  ];
}

/**
 * One flag is where somebody is from or lives; of two or three, one may be; more are travels. A flag beside words may be
 * that of a band or dish, unless there is also a place of its country.
 */
function fromFlags(text: string, named: ReadonlySet<string>): Vote[] {
  const { lives, others, beside } = flagsIn(text);
  if (lives.length === 1)
    return [{ country: lives[0] as string, source: "flag", weight: WEIGHTS.flagOfHome }];
  const flags = [...lives, ...others];
  if (flags.length > 3) return [];
  const ofOne = (country: string) =>
    beside.has(country) && !named.has(country) ? WEIGHTS.flagBesideWords : WEIGHTS.flag;
  return flags.map((country) => ({
    country,
    source: "flag",
    weight: flags.length === 1 ? ofOne(country) : WEIGHTS.flags,
  }));
}

/** A name field often continues after the name: "Anna | Berlin". */
function behindName(fullName: string | null): string[] {
  return fullName === null
    ? []
    : plainLetters(fullName)
        .split(/[|•·📍]/u)
        .slice(1);
}

function fromPlaces(text: string, gazetteer: Gazetteer): Vote[] {
  return [
    ...placesIn(text, gazetteer).flatMap(({ place, manner }) =>
      votesFor(place, "place", WEIGHTS.place[manner]),
    ),
    ...postcodePlacesIn(text, gazetteer).flatMap((place) => votesFor(place, "place", WEIGHTS.postcode)),
  ];
}

/** The country domain of a link or mail address in the bio, if it belongs to only one country. */
function fromDomains(text: string, link: string): Vote[] {
  const countries = domainCountriesIn(`${text}\n${link}`);
  return countries.map((country) => ({
    country,
    source: "place",
    weight: WEIGHTS.domain / countries.length,
  }));
}

function fromLocations(locations: readonly string[], gazetteer: Gazetteer): Vote[] {
  const seen = new Map<string, number>();
  let known = 0;
  for (const location of locations) {
    const place = readAddress(location, gazetteer);
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

/** @returns the language of most captions; null if there are too few captions or several languages. */
function ownLanguage(captions: CountryClues["captions"]): string | null {
  const told = Object.entries(captions).filter(([language]) => language !== "und");
  const total = told.reduce((sum, [, count]) => sum + count, 0);
  const [own] = told.filter(([, count]) => count >= OWN_LANGUAGE * total);
  return own === undefined || total < FEWEST_CAPTIONS ? null : own[0];
}
