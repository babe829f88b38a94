import type { ToldOfName } from "./evidence.js";

/** Words are stored as hashes, so that the model contains nobody's name. A power of two. */
const WORD_SLOTS = 1_024;
/**
 * The first step of a word's weight. Later steps shrink with the root of the sum of squared gradients (AdaGrad, Duchi 2011).
 */
const FIRST_STEP = 0.5;
/** Upper limit of one word's weight, in log-odds. */
const MOST_WEIGHT = 2;
/** Upper limit of all words of a name together, in log-odds. */
const MOST_SUM = 3;

/** An online logistic model over hashed words: their weights, and the sums of squared gradients that determine the steps. */
export interface WordModel {
  weights: Float32Array;
  squares: Float32Array;
}

/** A model that has learned nothing yet. */
export function newWordModel(): WordModel {
  return { weights: new Float32Array(WORD_SLOTS), squares: new Float32Array(WORD_SLOTS) };
}

/**
 * The features of a name, as slots of the model: each word of username and display name once, letters outside a–z, emoji, and
 * the marks private and verified. Numbers are ignored.
 */
export function slotsOf(told: ToldOfName): number[] {
  const words = new Set<string>();
  for (const word of told.username.split(/[._\d]+/)) if (word.length > 1) words.add(`u:${word}`);
  for (const word of (told.fullName ?? "").toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []) {
    if (word.length > 1) words.add(`n:${word}`);
    for (const letter of word.match(/[^a-z]/gu) ?? []) words.add(`l:${letter}`);
  }
  for (const symbol of (told.fullName ?? "").match(/\p{Extended_Pictographic}/gu) ?? [])
    words.add(`e:${symbol}`);
  if (told.isPrivate === true) words.add("private");
  if (told.isVerified === true) words.add("verified");
  return [...new Set([...words].map(slotOf))];
}

/** @returns the log-odds that the words of a name add, between −3 and 3. */
export function wordsSay(model: WordModel, slots: readonly number[]): number {
  const sum = slots.reduce((total, slot) => total + (model.weights[slot] as number), 0);
  return Math.max(-MOST_SUM, Math.min(MOST_SUM, sum));
}

/** Learns from one judged account and changes the model. `expected` is the probability predicted before. */
export function learnWords(
  model: WordModel,
  slots: readonly number[],
  expected: number,
  isWanted: boolean,
): void {
  if (slots.length === 0) return;
  const error = (isWanted ? 1 : 0) - expected;
  for (const slot of slots) {
    const squares = (model.squares[slot] as number) + error * error;
    model.squares[slot] = squares;
    const moved = (model.weights[slot] as number) + (FIRST_STEP * error) / Math.sqrt(1 + squares);
    model.weights[slot] = Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, moved));
  }
}

/** FNV-1a, 32 bits (public domain). */
function slotOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 16)) & (WORD_SLOTS - 1);
}

/** @returns the model as text for storage. */
export function storedWords({ weights, squares }: WordModel): string {
  return Buffer.concat([Buffer.from(weights.buffer), Buffer.from(squares.buffer)]).toString("base64");
}

/** @returns the model read from its stored text, or a new one if there is none or its size differs. */
export function wordsFrom(text: string | null): WordModel {
  const bytes = text === null ? null : Buffer.from(text, "base64");
  if (bytes === null || bytes.length !== 2 * 4 * WORD_SLOTS) return newWordModel();
  const numbers = new Float32Array(new Uint8Array(bytes).buffer);
  return { weights: numbers.slice(0, WORD_SLOTS), squares: numbers.slice(WORD_SLOTS) };
}
