import { WELL_KNOWN_USERNAMES } from "../../core/instagram/well-known.js";
import { hashOf } from "../random.js";
import { isRenamed } from "./changes.js";
import { LANGUAGES, type Language } from "./languages.js";
import type { World } from "./world.js";

export interface Person {
  first: string;
  last: string;
  language: Language;
}

const FIRST_NAMES = LANGUAGES.flatMap((language) => language.first.map((first) => ({ first, language })));
const LAST_PER_LANGUAGE = 20;
const NAME_PAIRS = FIRST_NAMES.length * LAST_PER_LANGUAGE;
/** The pattern of a username, by how often its pair of names came before; after these, the pairs are numbered. */
const PATTERNS = [
  (first: string, last: string) => `${first}.${last}`,
  (first: string, last: string) => `${first}_${last}`,
  (first: string, last: string) => `${last}.${first}`,
  (first: string, last: string) => `_${first}.${last}_`,
];
const SHAPE = /^(_?)([a-z]+)([._])([a-z]+)(_?)(\d*)$/;

/** @returns the person who owns an account. */
export function personOf(world: World, number: number): Person {
  const place = scattered(world, number);
  const { first, language } = FIRST_NAMES[place % FIRST_NAMES.length] as (typeof FIRST_NAMES)[number];
  const last = language.last[Math.floor(place / FIRST_NAMES.length) % LAST_PER_LANGUAGE] as string;
  return { first, last, language };
}

/** The suffix that a renamed account adds to its old name. */
const RENAMED = ".ig";

/** @returns the username of an account on the world's current day. */
export function usernameOf(world: World, number: number): string {
  const name = firstNameOf(world, number);
  return isRenamed(world, number) ? `${name}${RENAMED}` : name;
}

/** @returns the username of an account on day 0: one of the well-known ones, or a name unique to this account. */
export function firstNameOf(world: World, number: number): string {
  const known = WELL_KNOWN_USERNAMES[number];
  if (known !== undefined) return known;
  const { first, last } = personOf(world, number);
  const turn = Math.floor(scattered(world, number) / NAME_PAIRS);
  const pattern = PATTERNS[turn];
  return pattern === undefined ? `${first}_${last}${turn}` : pattern(first, last);
}

/** @returns the number of the account with that username on the world's current day, or null. */
export function numberOf(world: World, username: string): number | null {
  const isNewName = username.endsWith(RENAMED);
  const number = numberOfFirstName(world, isNewName ? username.slice(0, -RENAMED.length) : username);
  return number !== null && isRenamed(world, number) === isNewName ? number : null;
}

function numberOfFirstName(world: World, username: string): number | null {
  const known = WELL_KNOWN_USERNAMES.indexOf(username);
  if (known >= 0) return known < world.accounts ? known : null;
  const [, , one, , other, , digits] = SHAPE.exec(username) ?? [];
  if (one === undefined || other === undefined) return null;
  for (const [first, last] of [
    [one, other],
    [other, one],
  ] as const) {
    for (
      let turn = digits ? Number(digits) : 0;
      turn < (digits ? Number(digits) + 1 : PATTERNS.length);
      turn++
    ) {
      const number = numberAt(world, first, last, turn);
      if (number !== null && firstNameOf(world, number) === username) return number;
    }
  }
  return null;
}

function numberAt(world: World, first: string, last: string, turn: number): number | null {
  const firstIndex = FIRST_INDEX.get(first);
  if (firstIndex === undefined) return null;
  const lastIndex = FIRST_NAMES[firstIndex]?.language.last.indexOf(last) ?? -1;
  if (lastIndex < 0) return null;
  const place = turn * NAME_PAIRS + lastIndex * FIRST_NAMES.length + firstIndex;
  return place < world.accounts ? gathered(world, place) : null;
}

/** @returns the numbers of up to `most` accounts whose owners have that name. */
export function namesakes(world: World, first: string, last: string, most: number): number[] {
  const found: number[] = [];
  for (let turn = 0; found.length < most; turn++) {
    const number = numberAt(world, first, last, turn);
    if (number === null) break;
    found.push(number);
  }
  return found;
}

/** The range of first names of each language. */
const SPANS = LANGUAGES.map(({ code }) => {
  const from = FIRST_NAMES.findIndex(({ language }) => language.code === code);
  return { code, from, names: FIRST_NAMES.filter(({ language }) => language.code === code).length };
});

/** @returns an account whose owner speaks the same language, by its position among them, 0 to under 1. */
export function someSpeakerOf(world: World, number: number, share: number): number {
  const { from, names, speakers } = speakersLike(world, number);
  return speakerAt(world, from, names, Math.floor(share * speakers));
}

/** @returns the account `distance` speakers of the same language after another one, or before it. */
export function nextSpeakerOf(world: World, number: number, distance: number): number {
  const { from, names, speakers } = speakersLike(world, number);
  const place = scattered(world, number);
  const own = Math.floor(place / FIRST_NAMES.length) * names + ((place % FIRST_NAMES.length) - from);
  return speakerAt(world, from, names, (((own + distance) % speakers) + speakers) % speakers);
}

function speakersLike(world: World, number: number): { from: number; names: number; speakers: number } {
  const { code } = personOf(world, number).language;
  const { from, names } = SPANS.find((span) => span.code === code) as (typeof SPANS)[number];
  const rest = world.accounts % FIRST_NAMES.length;
  const whole = Math.floor(world.accounts / FIRST_NAMES.length);
  return { from, names, speakers: whole * names + Math.max(0, Math.min(names, rest - from)) };
}

function speakerAt(world: World, from: number, names: number, index: number): number {
  return gathered(world, Math.floor(index / names) * FIRST_NAMES.length + from + (index % names));
}

const FIRST_INDEX = new Map(FIRST_NAMES.map(({ first }, index) => [first, index]));

/**
 * Scatters names, so that neighbouring numbers do not have neighbouring names: number → place is a bijection, `place =
 * number · step mod accounts`.
 */
function scattered(world: World, number: number): number {
  return Number((BigInt(number) * BigInt(stepOf(world))) % BigInt(world.accounts));
}

function gathered(world: World, place: number): number {
  return Number((BigInt(place) * BigInt(inverseOf(stepOf(world), world.accounts))) % BigInt(world.accounts));
}

const steps = new WeakMap<World, number>();

function stepOf(world: World): number {
  let step = steps.get(world);
  if (step === undefined) {
    step = 1 + (hashOf(world.seed, 1) % world.accounts);
    while (greatestCommonDivisor(step, world.accounts) !== 1) step++;
    steps.set(world, step);
  }
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The multiplicative inverse, by the extended Euclidean algorithm. */
function inverseOf(value: number, modulus: number): number {
  let [r, nextR, t, nextT] = [modulus, value % modulus, 0, 1];
  while (nextR !== 0) {
    const quotient = Math.floor(r / nextR);
    [r, nextR] = [nextR, r - quotient * nextR];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return ((t % modulus) + modulus) % modulus;
}
