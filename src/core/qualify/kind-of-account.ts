import { type KindSignal, type ReadTexts, saysFan, signalsIn, tellNothing } from "./kind-signals.js";
import { BOT_WORDS } from "./words.js";

const KINDS = ["person", "business", "fan"] as const;

/**
 * How much each signal speaks for a person, a business and a fan page, in log odds. Fitted to the accounts that the
 * rules were made with by `bench/qualify/fit-kinds.ts`, which prints this table.
 */
const WEIGHTS: Readonly<Record<KindSignal, readonly [person: number, business: number, fan: number]>> = {
  nameOfPerson: [1.6, -1.2, -0.4],
  nameBeginsWithFirstName: [0.3, -0.6, 0.3],
  nameOfPersonAndMore: [-0.4, 0.2, 0.2],
  nameEndsWithFirstName: [0.2, -0.4, 0.3],
  nameWithSomebody: [0.4, -0.2, -0.2],
  nameEndsWithSurname: [-0.1, 0.2, -0.1],
  nameOfSurnames: [-1.0, 2.0, -1.0],
  nameOfPlace: [-1.1, 1.2, -0.1],
  nameOfTrade: [-0.0, 0.3, -0.3],
  nameOfFirm: [-1.5, 2.5, -1.0],
  nameWithWordOfFans: [-0.3, -0.2, 0.5],
  nameOfPageAbout: [-1.1, -1.0, 2.1],
  nameWithCountry: [-0.5, -0.6, 1.1],
  nameIsRepeated: [-0.7, 0.2, 0.6],
  nameWithTitle: [0.5, -0.4, -0.2],
  nameWithInitial: [0.3, -0.3, -0.0],
  nameOfUnknownWords: [-1.4, 1.0, 0.4],
  nameOfOneUnknownWord: [-0.1, 0.3, -0.1],
  nameInSmallLetters: [0.4, -0.5, 0.1],
  nameWithArticle: [-0.4, 1.1, -0.7],
  nameWithPossessive: [-0.1, 0.2, 0.1],
  nameJoined: [-0.8, 1.0, -0.2],
  nameOfPair: [-0.7, 0.9, -0.1],
  nameWithPart: [-0.9, 0.8, 0.1],
  nameWithGoods: [-0.8, 1.2, -0.3],
  speaksAsI: [0.7, -0.3, -0.4],
  speaksAsWe: [-1.4, 1.5, 0.1],
  tellsOfPerson: [1.0, -0.8, -0.3],
  saysWhatOneIs: [1.6, -1.3, -0.3],
  tellsOfLife: [1.0, -1.1, 0.1],
  tellsOfTrade: [0.4, -0.0, -0.4],
  tellsOfPlace: [0.2, 0.1, -0.3],
  sellsOrServes: [-1.3, 1.6, -0.4],
  wordsOfBusiness: [-0.2, 0.7, -0.5],
  wordsOfOrganisation: [-0.8, 1.6, -0.8],
  goods: [-2.0, 2.8, -0.8],
  publishes: [2.3, -2.0, -0.2],
  ofSomebody: [-0.8, -0.3, 1.2],
  contentOfFans: [-0.7, -0.7, 1.3],
  devotion: [-0.5, -1.2, 1.7],
  allAboutAnother: [-0.4, -0.7, 1.1],
  address: [-1.1, 1.6, -0.5],
  phone: [-0.7, 1.1, -0.5],
  price: [-0.2, 0.6, -0.4],
  dateOrSign: [1.1, -1.0, -0.0],
  countOfSuccess: [0.1, -0.1, -0.1],
  namesAnother: [0.2, -0.4, 0.2],
  listOfScraps: [0.8, -0.2, -0.6],
  listWithCommas: [0.4, 0.0, -0.4],
  speaksToReader: [-0.2, 0.4, -0.2],
  saysLittle: [-0.3, -0.5, 0.8],
  saysNothing: [0.8, -0.6, -0.2],
  categoryOfPerson: [1.7, -1.6, -0.1],
  categoryOfOther: [-1.6, 2.2, -0.2],
};
const WITHOUT_SIGNALS = [0.8, 1.0, -1.8] as const;
/** A kind that is less probable is not told. */
const LEAST_PROBABILITY = 0.5;

/** @returns the kind of an account by what its texts signal together; null if they do not tell. */
export function kindOfAccount(texts: ReadTexts): (typeof KINDS)[number] | "bot" | null {
  if (BOT_WORDS.test(`${texts.name}\n${texts.biography}`)) return "bot";
  if (saysFan(texts)) return "fan";
  const present = signalsIn(texts);
  if (tellNothing(present)) return null;
  const odds = KINDS.map((kind, at) => ({
    kind,
    share: Math.exp(
      present.reduce((sum, signal) => sum + (WEIGHTS[signal][at] as number), WITHOUT_SIGNALS[at] as number),
    ),
  }));
  const total = odds.reduce((sum, { share }) => sum + share, 0);
  return odds.find(({ share }) => share >= LEAST_PROBABILITY * total)?.kind ?? null;
}
