import { getGender } from "gender-detection-from-name";
import { ADDRESS_CUES, NOT_A_MAILBOX } from "../text/email-words.js";
import { fold, type Gazetteer, type Place } from "./gazetteer.js";
import { AMBIGUOUS_NAMES, STATE_CODES } from "./local-names.js";

/** A place that a text names, and how sure it is that the writer is there (0 to 1). */
export interface PlaceInText {
  place: Place;
  sureness: number;
}

/** The writer says so ("📍Berlin", "based in Berlin"). */
const SAID = 0.75;
/** The place stands by itself, or behind "in". */
const ALONE = 0.6;
/** The place is mentioned. */
const MENTIONED = 0.4;

const LONGEST_NAME = 4;
/** Fewer people than this, and a name that is merely mentioned is more likely a word or a surname. */
const LEAST_POPULATION = { [SAID]: 0, [ALONE]: 50_000, [MENTIONED]: 250_000 };
/** A first name is taken for a city of so many people all the same: hardly anybody means a person called London. */
const METROPOLIS = 1_500_000;
/** Who names more countries than this tells of travels. */
const MOST_COUNTRIES = 3;

const SAYS =
  /(?:[📍🏠🏡🌍🌎🌏🗺]\uFE0F?|(?<!\p{L})(?:(?:based|living|lives?|born|located) (?:in|at)|based:|from|aus|wohnhaft in|wohne in|vivo en|vivendo em|soy de|desde|basée? à|vis à|vivo a|mieszkam w|живу в|из))\s*:?\s*$/iu;
/** "Berlin based", "UK-based". */
const SAYS_AFTER = /^[\s-]*(?:based|born|ansässig)\b/iu;
/** But not "made in Germany". */
const INSIDE = /(?<!\bmade)(?:^|\s)(?:in|en|em|à|a|i|w|в|im|nahe|near|bei|rund um)\s*$/iu;
/** What follows is where somebody is going, or has been. */
const TRAVEL = /[✈🛫🛬🔜🧳]|\b(?:next|visited|travel|soon|loves?)\b/iu;
const SEPARATOR = /[|•·●▪*/\\;,()[\]{}<>–—+&]|\s-\s|→|[.!?](?=\s|$)/u;
const WORD = /[\p{L}\p{M}]+(?:['’.-][\p{L}\p{M}]+)*/gu;
const PICTOGRAPH = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\uFE0F|\u200D/gu;

interface Token {
  text: string;
  start: number;
  end: number;
}

/**
 * Finds the places in a bio. "Paris Hilton" names none, nor does "Jordan" where nothing but the word speaks for the country:
 * what stands among other capitalised words, or is a first name or an ordinary word as well, counts only with
 * something that says that a place is meant.
 */
export function placesIn(text: string, gazetteer: Gazetteer): PlaceInText[] {
  const found: PlaceInText[] = [];
  for (const [name, place] of gazetteer.unparted) {
    if (text.includes(name)) found.push({ place, sureness: ALONE });
  }
  for (const line of text.split(/\n/)) {
    if (!TRAVEL.test(line)) found.push(...placesInLine(line, gazetteer));
  }
  const named = new Set(found.flatMap(({ place }) => mainCountry(place)));
  return named.size > MOST_COUNTRIES ? found.filter(({ sureness }) => sureness === SAID) : found;
}

function placesInLine(line: string, gazetteer: Gazetteer): PlaceInText[] {
  const tokens = [...line.matchAll(WORD)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
  const found: PlaceInText[] = [];
  for (let first = 0; first < tokens.length; ) {
    const hit = longestPlace(tokens, first, line, gazetteer);
    if (hit === null) {
      first++;
      continue;
    }
    const sureness = surenessOf(line, tokens, first, hit.last, hit.place, gazetteer);
    if (sureness !== null) found.push({ place: hit.place, sureness });
    first = hit.last + 1;
  }
  return found;
}

function longestPlace(tokens: readonly Token[], first: number, line: string, gazetteer: Gazetteer) {
  for (let last = Math.min(tokens.length, first + LONGEST_NAME) - 1; last >= first; last--) {
    const text = line.slice((tokens[first] as Token).start, (tokens[last] as Token).end);
    if (SEPARATOR.test(text) || text.length < 2) continue;
    const place = gazetteer.find(text);
    if (place !== null) return { place, last };
  }
  return null;
}

function surenessOf(
  line: string,
  tokens: readonly Token[],
  first: number,
  last: number,
  place: Place,
  gazetteer: Gazetteer,
): number | null {
  const { start } = tokens[first] as Token;
  const { end } = tokens[last] as Token;
  const name = line.slice(start, end);
  const before = line.slice(0, start);
  const after = line.slice(end);
  const isCapital = /^(?:\p{Lu}|\p{Lo})/u.test(name);
  const isBound =
    isFollowedByItsRegion(after, place, gazetteer) || isPrecededByItsCity(before, place, gazetteer);
  if (SAYS.test(before) || SAYS_AFTER.test(after) || isBound)
    return isCapital || place.population >= METROPOLIS || isBound ? SAID : ALONE;
  if (isAmbiguous(name, place)) return null;
  const sureness = isAlone(before, after) || INSIDE.test(before) ? ALONE : MENTIONED;
  if (!isCapital && !(sureness === ALONE && place.population >= METROPOLIS)) return null;
  if (sureness === MENTIONED && isPartOfName(tokens, first, last, line)) return null;
  return place.population >= (LEAST_POPULATION[sureness] ?? 0) ? sureness : null;
}

/** "Austin, TX", "Amman, Jordan". */
function isFollowedByItsRegion(after: string, place: Place, gazetteer: Gazetteer): boolean {
  const next = /^\s*[,/|-]\s*(\p{L}[\p{L}\p{M}.' -]*)/u.exec(after)?.[1]?.trim();
  if (next === undefined) return false;
  if (STATE_CODES.has(next.split(/\s/)[0] ?? "")) return place.shares.has("US");
  const region = placeAtBegin(next, gazetteer);
  return region !== null && region.kind !== place.kind && shareCountry(place, region);
}

function isPrecededByItsCity(before: string, place: Place, gazetteer: Gazetteer): boolean {
  const previous = /(\p{L}[\p{L}\p{M}.' -]*?)\s*[,/|-]\s*$/u.exec(before)?.[1];
  const words = previous?.trim().split(/\s+/) ?? [];
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const city = gazetteer.find(words.slice(-count).join(" "));
    if (city !== null) return city.kind !== place.kind && shareCountry(city, place);
  }
  return false;
}

function placeAtBegin(text: string, gazetteer: Gazetteer): Place | null {
  const words = text.split(/\s+/);
  for (let count = Math.min(LONGEST_NAME, words.length); count > 0; count--) {
    const place = gazetteer.find(words.slice(0, count).join(" "));
    if (place !== null) return place;
  }
  return null;
}

function shareCountry(one: Place, other: Place): boolean {
  return [...one.shares.keys()].some((country) => other.shares.has(country));
}

function isAmbiguous(name: string, place: Place): boolean {
  const key = fold(name);
  if (AMBIGUOUS_NAMES.has(key)) return true;
  return place.kind === "city" && place.population < METROPOLIS && getGender(key) !== "unknown";
}

/** Nothing else stands between the separators, emoji or ends of the line around it. */
function isAlone(before: string, after: string): boolean {
  const left = before.replace(PICTOGRAPH, "|").split(SEPARATOR).at(-1) ?? "";
  const right = after.replace(PICTOGRAPH, "|").split(SEPARATOR)[0] ?? "";
  return left.trim() === "" && right.trim() === "";
}

/** A capitalised neighbour that is no trade or the like makes it a person's, a brand's or an event's name. */
function isPartOfName(tokens: readonly Token[], first: number, last: number, line: string): boolean {
  const isNeighbour = (token: Token | undefined, between: string) =>
    token !== undefined &&
    between.trim() === "" &&
    /^\p{Lu}/u.test(token.text) &&
    !NOT_A_MAILBOX.has(token.text.toLowerCase()) &&
    !ADDRESS_CUES.has(token.text.toLowerCase());
  const previous = tokens[first - 1];
  const next = tokens[last + 1];
  return (
    isNeighbour(previous, line.slice(previous?.end ?? 0, (tokens[first] as Token).start)) ||
    isNeighbour(next, line.slice((tokens[last] as Token).end, next?.start ?? 0))
  );
}

function mainCountry(place: Place): string[] {
  const [main] = [...place.shares].sort((a, b) => b[1] - a[1]);
  return main === undefined ? [] : [main[0]];
}
