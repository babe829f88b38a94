import { getGender } from "gender-detection-from-name";
import { ADDRESS_CUES, NOT_A_MAILBOX } from "../text/email-words.js";
import { readAddress } from "./address.js";
import { declinedPlace } from "./declined-names.js";
import { isElsewhere, partsOf } from "./elsewhere-words.js";
import { fold } from "./fold.js";
import type { Gazetteer, Place } from "./gazetteer.js";
import { AMBIGUOUS_NAMES, SHORT_NAMES_IN_CAPITALS } from "./local-names.js";
import { FROM_BEFORE, INSIDE_BEFORE, LIVES_BEFORE, SAYS_AFTER } from "./says-where.js";
import { WORDS_LIKE_TOWNS } from "./words-like-towns.js";

/**
 * How a bio names a place. `lives`: it says so ("📍Berlin", "based in Berlin"). `narrowed`: a city with its state or
 * country ("Austin, TX"). `from`: its origin. `inside`: "in Berlin". `alone`: nothing else in the part between
 * separators; `town`: the same for a smaller place. `mentioned`: in a sentence.
 */
export type Manner = "lives" | "narrowed" | "from" | "inside" | "alone" | "town" | "mentioned";

export interface PlaceInText {
  place: Place;
  manner: Manner;
}

const LONGEST_NAME = 4;
/** With a smaller population the name is more likely a word or a surname. */
const LEAST_POPULATION: Readonly<Record<Manner, number>> = {
  lives: 0,
  narrowed: 0,
  from: 0,
  inside: 50_000,
  alone: 50_000,
  town: 5_000,
  mentioned: 250_000,
};
/** The population from which a first name still counts as a city: hardly anybody means a person called London. */
const METROPOLIS = 1_500_000;
/** More countries than this indicate travels. */
const MOST_COUNTRIES = 3;
const WORD = /[\p{L}\p{M}]+(?:['’.-][\p{L}\p{M}]+)*/gu;
const DECORATION = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\uFE0F|\u200D|[@#:,&~"'“”„]|\d/gu;

/** Also a letter of a script without capitals, or one that does not use them. */
const CAPITAL = /^[\p{Lu}\p{Lo}\p{Script=Georgian}]/u;

interface Token {
  text: string;
  start: number;
  end: number;
}

/**
 * Finds the places in a bio. Each part between separators is read by itself: words about travel or likes apply to their
 * own part only, and explicit statements always count. "Paris Hilton" contains no place, nor does "Jordan" if only the
 * word indicates the country.
 */
export function placesIn(text: string, gazetteer: Gazetteer): PlaceInText[] {
  const found: PlaceInText[] = [];
  const parts = partsOf(text);
  for (const part of parts) {
    const isOfElsewhere = isElsewhere(part);
    for (const { name, place } of gazetteer.findInside(part)) {
      const isSaid =
        part.replace(DECORATION, "").trim() === name || LIVES_BEFORE.test(part.slice(0, part.indexOf(name)));
      found.push({ place, manner: isSaid ? "lives" : isOfElsewhere ? "mentioned" : "inside" });
    }
    found.push(...placesInPart(part, gazetteer).filter(({ manner }) => !isOfElsewhere || manner === "lives"));
  }
  const home = found.filter(({ manner }) => manner === "lives");
  if (home.length > 0) return found.filter(({ manner }) => manner === "lives" || manner === "narrowed");
  const named = new Set(found.flatMap(({ place }) => mainCountry(place)));
  return named.size > MOST_COUNTRIES ? [] : found;
}

function placesInPart(part: string, gazetteer: Gazetteer): PlaceInText[] {
  const tokens = [...part.matchAll(WORD)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
  const found: PlaceInText[] = [];
  for (let first = 0; first < tokens.length; ) {
    const hit = longestPlace(tokens, first, part, gazetteer);
    const narrowed = hit && narrowedPlace(part, tokens, first, hit.last, hit.place, gazetteer);
    const place = narrowed?.place ?? hit?.place;
    const manner =
      hit === null || place === undefined
        ? null
        : mannerOf(part, tokens, first, hit.last, place, narrowed !== null, gazetteer);
    if (manner !== null && place !== undefined) found.push({ place, manner });
    else found.push(...declinedIn(part, tokens[first] as Token, gazetteer));
    first = Math.max(hit?.last ?? first, narrowed?.last ?? 0) + 1;
  }
  return found;
}

/** "w Krakowie": a name that is no place's as it is written, or that of a hamlet. */
function declinedIn(part: string, { text, start }: Token, gazetteer: Gazetteer): PlaceInText[] {
  const declined = CAPITAL.test(text) ? declinedPlace(text, part.slice(0, start), gazetteer) : null;
  return declined === null ? [] : [declined];
}

function longestPlace(tokens: readonly Token[], first: number, part: string, gazetteer: Gazetteer) {
  const { start, text: word } = tokens[first] as Token;
  const isSaid = CAPITAL.test(word) && LIVES_BEFORE.test(part.slice(0, start));
  for (let last = Math.min(tokens.length, first + LONGEST_NAME) - 1; last >= first; last--) {
    const text = part.slice((tokens[first] as Token).start, (tokens[last] as Token).end);
    if (/[,/&+]/.test(text) || text.length < 2) continue;
    if (SHORT_NAMES_IN_CAPITALS.has(text.toUpperCase()) && text !== text.toUpperCase()) continue;
    const place = isSaid ? gazetteer.findVillage(text) : gazetteer.find(text);
    if (place !== null) return { place, last };
  }
  return null;
}

const BEHIND = /^\s*[,/-]\s*(\p{L}[\p{L}\p{M}.' -]*)/u;

/** "Austin, TX", "Amman, Jordan": the part after the comma narrows the city down. */
function narrowedPlace(
  part: string,
  tokens: readonly Token[],
  first: number,
  last: number,
  place: Place,
  gazetteer: Gazetteer,
): { place: Place; last: number } | null {
  const name = part.slice((tokens[first] as Token).start, (tokens[last] as Token).end);
  const after = part.slice((tokens[last] as Token).end);
  const behind = BEHIND.exec(after)?.[1]?.trim();
  if (behind === undefined) return null;
  const words = behind.split(/\s+/);
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const region = words.slice(0, count).join(" ");
    if (gazetteer.regions.find(region).length === 0 && gazetteer.findCountry(region) === null) continue;
    const finding = readAddress(`${name}, ${region}`, gazetteer);
    if (finding === null || finding.by === "city" || finding.by === "region") continue;
    if (finding.by === "country" && place.kind === "country") continue;
    return { place: { ...place, shares: finding.shares }, last: last + count };
  }
  return null;
}

function mannerOf(
  part: string,
  tokens: readonly Token[],
  first: number,
  last: number,
  place: Place,
  isNarrowed: boolean,
  gazetteer: Gazetteer,
): Manner | null {
  const { start } = tokens[first] as Token;
  const { end } = tokens[last] as Token;
  const name = part.slice(start, end);
  const before = part.slice(0, start);
  const after = part.slice(end);
  const isCapital = CAPITAL.test(name);
  const isGreat = place.population >= METROPOLIS;
  if (!isNarrowed && place.population < METROPOLIS && GOES_ON.test(after)) return null;
  if (LIVES_BEFORE.test(before) || (SAYS_AFTER.test(after) && (isCapital || isGreat)))
    return isNarrowed ? "lives" : said("lives", name, place);
  if (isNarrowed) return "narrowed";
  if (FROM_BEFORE.test(before)) return said("from", name, place);
  const isAlone = before.replace(DECORATION, "").trim() === "" && after.replace(DECORATION, "").trim() === "";
  if (isAmbiguous(name, place, isAlone)) return null;
  const isInList = isAlone || isListOfPlaces(part, gazetteer);
  const manner = isInList ? "alone" : INSIDE_BEFORE.test(before) ? "inside" : "mentioned";
  if (!isCapital && !(manner !== "mentioned" && isGreat)) return null;
  if (manner === "mentioned" && isPartOfName(tokens, first, last, part)) return null;
  if (place.population >= LEAST_POPULATION[manner]) return manner;
  return manner === "alone" && isTown(name, place) ? "town" : null;
}

/** A town that stands alone, and whose name is neither a word nor another country's. */
function isTown(name: string, place: Place): boolean {
  return place.population >= LEAST_POPULATION.town && place.isSure && !WORDS_LIKE_TOWNS.has(fold(name));
}

/** "Kirkland Lake" is not Kirkland, and "Valle de México" is not Valle. */
const GOES_ON = /^(?:[ -]|[ -](?:de la|de|del|di|da|do|dos|d'|of|van|an der|am|im|sur|en)[ -])\p{Lu}\p{Ll}/u;

/** A small place in lower case after "from" is more often a word than a place. */
function said(manner: Manner, name: string, place: Place): Manner | null {
  return CAPITAL.test(name) || place.population >= 250_000 ? manner : null;
}

/** "Berlin, Hamburg", "Wien & Graz". */
function isListOfPlaces(part: string, gazetteer: Gazetteer): boolean {
  const pieces = part
    .split(/[,&/+]|\s(?:and|und|y|e|et)\s/u)
    .map((piece) => piece.replace(DECORATION, "").trim());
  return pieces.length > 1 && pieces.every((piece) => piece === "" || gazetteer.find(piece) !== null);
}

/** Names alone in a bio are more often people's than cities', except those of great cities, with a few exceptions. */
function isAmbiguous(name: string, place: Place, isAlone: boolean): boolean {
  const key = fold(name);
  if (AMBIGUOUS_NAMES.has(key)) return !(isAlone && GREAT_THOUGH_NAMES.has(key));
  const least = isAlone ? LEAST_ALONE_THOUGH_A_NAME : METROPOLIS;
  return place.kind === "city" && place.population < least && getGender(key) !== "unknown";
}

/** Lists of first names also have Basel, Dresden and Athens, but nobody with such a name has it alone in a bio. */
const LEAST_ALONE_THOUGH_A_NAME = 100_000;
/** Cities whose names are also given to people, but mean the city if nothing else is beside them. */
const GREAT_THOUGH_NAMES = new Set(
  "sydney houston dallas lyon milan adelaide orlando verona essen lima brooklyn".split(" "),
);

/** A capitalised neighbour that is no trade or the like makes it part of a person's, brand's or event's name. */
function isPartOfName(tokens: readonly Token[], first: number, last: number, part: string): boolean {
  const isNeighbour = (token: Token | undefined, between: string) =>
    token !== undefined &&
    between.trim() === "" &&
    /^\p{Lu}/u.test(token.text) &&
    !NOT_A_MAILBOX.has(token.text.toLowerCase()) &&
    !ADDRESS_CUES.has(token.text.toLowerCase());
  const previous = tokens[first - 1];
  const next = tokens[last + 1];
  return (
    isNeighbour(previous, part.slice(previous?.end ?? 0, (tokens[first] as Token).start)) ||
    isNeighbour(next, part.slice((tokens[last] as Token).end, next?.start ?? 0))
  );
}

function mainCountry(place: Place): string[] {
  const [main] = [...place.shares].sort((a, b) => b[1] - a[1]);
  return main === undefined ? [] : [main[0]];
}
