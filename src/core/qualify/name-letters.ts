import { randomLcg } from "d3-random";
import type { NamedGender } from "./name-table.js";

/** The least evidence in log odds: above it, 94 of 100 names that no list has were told right (`bench:genders`). */
const LEAST_LOG_ODDS = 2.7;
const LONGEST_END = 6;
const SHORTEST_BEGINNING = 2;
const WITHIN = 3;
const SHORTEST_NAME = 4;
/** Rarer pieces of names are left out, and so are weights that hardly matter. */
const FEWEST_NAMES = 4;
const LEAST_WEIGHT = 0.05;
const ROUNDS = 8;
const FIRST_STEP = 0.15;
const SHRINKING = 0.002;

/** How much each piece of a name speaks for a woman (positive) or a man, in log odds; "" is the sum to start from. */
export type LetterWeights = Record<string, number>;

/** @returns the log odds that a name is a woman's by its letters; null if these cannot tell. */
export type LettersGuesser = (key: string) => number | null;

/**
 * Fits a logistic regression on the beginnings, endings and inner letters of listed names. The same names give the same
 * weights.
 * @param named names in plain lower-case letters to which all lists give one gender.
 */
export function fitLetters(named: Iterable<readonly [key: string, gender: NamedGender]>): LetterWeights {
  const names = [...named].filter(([key]) => /^[a-z]{3,}$/.test(key));
  const counts = new Map<string, number>();
  for (const [key] of names)
    for (const piece of piecesOf(key)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const examples = names.map(([key, gender]) => ({
    pieces: piecesOf(key).filter((piece) => (counts.get(piece) ?? 0) >= FEWEST_NAMES),
    truth: gender === "female" ? 1 : 0,
  }));
  const weights = new Map<string, number>([["", 0]]);
  const random = randomLcg(1);
  for (let round = 0; round < ROUNDS; round++) {
    const step = FIRST_STEP / (1 + round);
    for (let at = 0; at < examples.length; at++) {
      const { pieces, truth } = examples[Math.floor(random() * examples.length)] as (typeof examples)[number];
      const sum = pieces.reduce((total, piece) => total + (weights.get(piece) ?? 0), weights.get("") ?? 0);
      const error = 1 / (1 + Math.exp(-sum)) - truth;
      weights.set("", (weights.get("") ?? 0) - 0.2 * step * error);
      for (const piece of pieces)
        weights.set(piece, (weights.get(piece) ?? 0) * (1 - step * SHRINKING) - step * error);
    }
  }
  const kept = [...weights].filter(([piece, weight]) => piece === "" || Math.abs(weight) >= LEAST_WEIGHT);
  return Object.fromEntries(kept.map(([piece, weight]) => [piece, Math.round(100 * weight) / 100]));
}

/** @param weights as `fitLetters` returns them. */
export function lettersGuesser(weights: LetterWeights): LettersGuesser {
  return (key) =>
    !/^[a-z]+$/.test(key) || key.length < SHORTEST_NAME
      ? null
      : piecesOf(key).reduce((sum, piece) => sum + (weights[piece] ?? 0), weights[""] ?? 0);
}

/** @returns the gender that a name's letters clearly tell ("Elianore", "Wilburt"), for names in no list. */
export function clearGender(logOdds: number | null): NamedGender | null {
  if (logOdds === null || Math.abs(logOdds) < LEAST_LOG_ODDS) return null;
  return logOdds > 0 ? "female" : "male";
}

function piecesOf(key: string): string[] {
  const pieces: string[] = [];
  for (let length = 1; length <= Math.min(LONGEST_END, key.length); length++) {
    pieces.push(`-${key.slice(-length)}`);
    if (length >= SHORTEST_BEGINNING) pieces.push(`${key.slice(0, length)}-`);
  }
  const whole = `^${key}$`;
  for (let at = 0; at + WITHIN <= whole.length; at++) pieces.push(whole.slice(at, at + WITHIN));
  return pieces;
}
