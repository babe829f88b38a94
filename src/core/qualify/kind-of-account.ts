import { type KindSignal, type ReadTexts, saysFan, signalsIn, tellNothing } from "./kind-signals.js";
import { BOT_WORDS } from "./words.js";

const KINDS = ["person", "business", "fan"] as const;

/**
 * How much each signal speaks for a person, a business and a fan page, in log odds. Fitted to the accounts that the
 * rules were made with by `bench/qualify/fit-kinds.ts`, which prints this table.
 */
const WEIGHTS: Readonly<Record<KindSignal, readonly [person: number, business: number, fan: number]>> = {
  nameOfPerson: [2.0, -1.5, -0.5],
  nameIsRare: [-0.9, 1.1, -0.2],
  nameBeginsWithFirstName: [0.4, -1.2, 0.8],
  nameOfPersonAndMore: [-0.2, 0.5, -0.3],
  nameEndsWithFirstName: [0.0, -0.1, 0.1],
  nameWithSomebody: [0.7, -0.4, -0.3],
  nameEndsWithSurname: [0.0, 0.3, -0.3],
  nameOfSurnames: [-1.0, 2.0, -1.0],
  nameOfPlace: [-1.6, 1.4, 0.2],
  nameOfTrade: [-0.1, 0.4, -0.3],
  nameOfFirm: [-1.5, 2.5, -1.0],
  nameWithWordOfFans: [-0.4, -0.2, 0.6],
  nameOfPageAbout: [-1.3, -1.0, 2.3],
  nameWithCountry: [-0.8, -0.6, 1.4],
  nameIsRepeated: [-1.0, -0.1, 1.1],
  nameWithTitle: [0.7, -0.5, -0.2],
  nameWithInitial: [0.4, -0.4, 0.0],
  nameOfUnknownWords: [-1.6, 1.1, 0.4],
  nameOfOneUnknownWord: [-0.3, 0.6, -0.3],
  nameInSmallLetters: [0.1, -1.0, 0.9],
  nameWithArticle: [0.5, 0.6, -1.1],
  nameWithPossessive: [-0.1, 0.6, -0.2],
  nameJoined: [-0.8, 1.0, -0.2],
  nameOfPair: [-0.9, 1.0, -0.1],
  nameWithPart: [-0.9, 0.8, 0.1],
  nameWithGoods: [-0.8, 1.3, -0.3],
  speaksAsI: [0.5, 0.0, -0.5],
  speaksAsWe: [-1.9, 2.0, 0.1],
  tellsOfPerson: [1.4, -1.1, -0.4],
  saysWhatOneIs: [1.7, -1.2, -0.4],
  tellsOfLife: [0.9, -1.0, 0.1],
  tellsOfTrade: [0.4, 0.1, -0.5],
  tellsOfPlace: [-0.1, 0.0, 0.1],
  sellsOrServes: [-1.5, 2.2, -0.7],
  wordsOfBusiness: [-0.2, 1.1, -0.8],
  wordsOfOrganisation: [-1.2, 2.3, -1.2],
  goods: [-1.8, 2.6, -0.8],
  publishes: [2.6, -2.1, -0.4],
  ofSomebody: [-1.3, -0.4, 1.6],
  contentOfFans: [-1.1, -1.2, 2.3],
  devotion: [-1.0, -1.6, 2.5],
  allAboutAnother: [-0.3, -0.9, 1.3],
  address: [-1.3, 1.8, -0.5],
  phone: [-0.8, 1.2, -0.5],
  price: [0.3, 0.2, -0.5],
  dateOrSign: [1.3, -1.3, 0.0],
  countOfSuccess: [0.2, -0.1, -0.1],
  namesAnother: [0.2, -0.4, 0.2],
  listOfScraps: [0.8, 0.0, -0.8],
  listWithCommas: [0.5, -0.1, -0.4],
  speaksToReader: [-0.5, 0.6, -0.2],
  saysLittle: [-0.2, -0.8, 1.0],
  saysNothing: [0.8, -0.6, -0.2],
  categoryOfPerson: [2.0, -1.8, -0.2],
  categoryOfOther: [-1.8, 2.3, -0.2],
};
const WITHOUT_SIGNALS = [1.2, 0.9, -2.1] as const;
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
