/**
 * Fits the weights of `src/core/qualify/kind-of-account.ts` to the hand-made accounts: a multinomial logistic regression
 * with a penalty for large weights, by gradient descent. Prints the table; `--folds` prints how often accounts that were
 * left out of the fit are told right (ten folds).
 */

import { KIND_SIGNALS, type KindSignal, saysFan, signalsIn } from "../../src/core/qualify/kind-signals.js";
import { languageOf, UNDETERMINED } from "../../src/core/text/language.js";
import { plainLetters } from "../../src/core/text/plain-letters.js";
import { EIGHTH_SEALED, EIGHTH_SEEN } from "./eighth-accounts.js";
import { FIFTH_COUNTED, FIFTH_TUNED } from "./fifth-accounts.js";
import { HELD_OUT, TUNED } from "./fourth-accounts.js";
import { type KindAccount, SEEN, UNSEEN } from "./kind-accounts.js";
import { SEVENTH } from "./seventh-accounts.js";
import { SIXTH } from "./sixth-accounts.js";

const KINDS = ["person", "business", "fan"] as const;
const TOLD_AS = { person: 0, creator: 0, brand: 1, fan: 2 } as const;
const SIGNALS = Object.keys(KIND_SIGNALS) as KindSignal[];
const PENALTY = Number(process.argv.find((a) => a.startsWith("--penalty="))?.slice(10) ?? 0.5);

/** What is expected of signals that few of the accounts have, before they are looked at: person, business, fan. */
const EXPECTED: Partial<Record<KindSignal, readonly [number, number, number]>> = {
  nameOfSurnames: [-1, 2, -1],
  nameOfFirm: [-1.5, 2.5, -1],
  nameOfTrade: [-0.3, 0.6, -0.3],
  nameWithPossessive: [-0.8, 1, 0],
  nameJoined: [-0.8, 1, -0.2],
  nameWithGoods: [-0.6, 1, -0.3],
  wordsOfBusiness: [-1, 1.5, -0.5],
  // "Paul Gruber" · "Shoes from Austria" is a brand.
  goods: [-2, 2.8, -0.8],
  speaksAsI: [1.2, -0.8, -0.4],
  speaksAsWe: [-1, 1.2, 0],
  address: [-1, 1.5, -0.5],
  phone: [-0.8, 1.2, -0.5],
  price: [-0.8, 1.2, -0.4],
  dateOrSign: [0.6, -0.6, 0],
  namesAnother: [0.2, -0.4, 0.2],
  tellsOfTrade: [0.3, 0, -0.3],
  saysWhatOneIs: [1.5, -1.2, -0.3],
  saysNothing: [0.8, -0.6, -0.2],
  categoryOfPerson: [1.5, -1.5, 0],
  categoryOfOther: [-1.5, 2, -0.2],
};

interface Example {
  /** A fan page that says so is told without weights. */
  isStated: boolean;
  present: number[];
  kind: number;
  account: KindAccount;
}
const exampleOf = (account: KindAccount): Example => {
  const [name, biography, category, kind] = account;
  const told = languageOf(biography);
  const texts = {
    name: plainLetters(name),
    biography: plainLetters(biography),
    category: category ?? "",
    language: told === UNDETERMINED ? null : told,
  };
  const signals = signalsIn(texts);
  return {
    isStated: saysFan(texts),
    present: signals.map((signal) => SIGNALS.indexOf(signal)),
    kind: TOLD_AS[kind],
    account,
  };
};

type Weights = number[][];
const scores = (weights: Weights, present: readonly number[]) =>
  weights.map((row) => present.reduce((sum, at) => sum + (row[at] as number), row[SIGNALS.length] as number));
function shares(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const exps = values.map((value) => Math.exp(value - most));
  const total = exps.reduce((sum, value) => sum + value, 0);
  return exps.map((value) => value / total);
}
function fitted(examples: readonly Example[]): Weights {
  const weights = KINDS.map((_, k) => [...SIGNALS.map((signal) => EXPECTED[signal]?.[k] ?? 0), 0]);
  for (let step = 0; step < 1_500; step++) {
    const gradient = KINDS.map(() => new Array<number>(SIGNALS.length + 1).fill(0));
    for (const { present, kind } of examples.filter(({ isStated }) => !isStated)) {
      const told = shares(scores(weights, present));
      for (const [k, row] of gradient.entries()) {
        const error = (told[k] as number) - (k === kind ? 1 : 0);
        for (const at of [...present, SIGNALS.length]) row[at] = (row[at] as number) + error;
      }
    }
    for (const [k, row] of weights.entries())
      for (let at = 0; at <= SIGNALS.length; at++) {
        const expected = EXPECTED[SIGNALS[at] as KindSignal]?.[k] ?? 0;
        const pull = at < SIGNALS.length ? PENALTY * ((row[at] as number) - expected) : 0;
        row[at] = (row[at] as number) - (0.02 * ((gradient[k]?.[at] as number) + pull)) / 2;
      }
  }
  return weights;
}
const toldOf = (weights: Weights, { present, isStated }: Example) => {
  if (isStated) return KINDS.indexOf("fan");
  const told = shares(scores(weights, present));
  return told.indexOf(Math.max(...told));
};

const tuned = [
  ...SEEN,
  ...UNSEEN,
  ...TUNED,
  ...HELD_OUT,
  ...FIFTH_TUNED,
  ...SIXTH,
  ...SEVENTH,
  ...EIGHTH_SEEN,
].map(exampleOf);
const weights = fitted(tuned);
for (const [at, signal] of SIGNALS.entries())
  console.log(`  ${signal}: [${weights.map((row) => (row[at] as number).toFixed(1)).join(", ")}],`);
console.log(`  always: [${weights.map((row) => (row[SIGNALS.length] as number).toFixed(1)).join(", ")}]`);
const right = (some: readonly Example[], by: Weights) =>
  some.filter((each) => toldOf(by, each) === each.kind).length;
console.log(`tuned: ${right(tuned, weights)} of ${tuned.length}`);
for (const held of [FIFTH_COUNTED, EIGHTH_SEALED].map((each) => each.map(exampleOf)))
  console.log(`held out: ${right(held, weights)} of ${held.length}`);
if (process.argv.includes("--folds")) {
  let sum = 0;
  for (let fold = 0; fold < 10; fold++) {
    const by = fitted(tuned.filter((_, at) => at % 10 !== fold));
    const left = tuned.filter((_, at) => at % 10 === fold);
    sum += right(left, by);
    for (const each of left)
      if (toldOf(by, each) !== each.kind)
        console.log(
          each.account.join(" · "),
          "→",
          KINDS[toldOf(by, each)],
          each.present.map((at) => SIGNALS[at]).join(","),
        );
  }
  console.log(`left out of ten folds: ${sum} of ${tuned.length}`);
}
