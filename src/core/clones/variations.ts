import { isUsername } from "../instagram/username.js";
import { LOCAL_WORDS, WORDS_BEFORE, WORDS_BEHIND } from "./name-words.js";
import { nameWords } from "./names.js";

/** A name that an imitator might use, and the rule that produces it. */
export interface Variation {
  username: string;
  rule: string;
}

/** What rules use besides the username. */
export interface VariationContext {
  /** ISO 3166-1 alpha-2, or null if unknown. */
  country: string | null;
  year: number;
  /** Names proposed by a language model. */
  invented: readonly string[];
  /** The display name: its words can be combined in other ways than in the username. */
  fullName?: string;
}

/**
 * One way in which imitators change a name (facts §7, after dnstwist, limited to valid usernames). `prior` is the share of
 * its names under which an imitator is found. It is measured in the sandbox's training worlds (`npm run
 * bench:clone-requests`) if they have such imitators, otherwise estimated from the names in public reports of cloned
 * accounts. It orders the names until the operator's own results are known.
 */
export interface VariationRule {
  name: string;
  prior: number;
  /** All its names are equally likely; otherwise the k-th is assumed to be 1/k as likely as the first. */
  isEven?: true;
  /** Names, likeliest first. The caller drops those that are not valid usernames. */
  vary(name: string, context: VariationContext): string[];
}

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const VOWELS = "aeiou";
/** What looks like something else at a glance, within `[a-z0-9._]`. */
const LOOKS_LIKE: readonly [string, string][] = [
  ["o", "0"],
  ["l", "1"],
  ["i", "1"],
  ["i", "l"],
  ["l", "i"],
  ["e", "3"],
  ["s", "5"],
  ["b", "8"],
  ["m", "rn"],
  ["rn", "m"],
  ["w", "vv"],
  ["vv", "w"],
];
/** The yield per name of each kind of word; see `prior`. */
const PRIORS_BEHIND: Readonly<Record<keyof typeof WORDS_BEHIND, number>> = {
  official: 0.006,
  backup: 0.0035,
  private: 0.0035,
  real: 0.004,
  new: 0.0012,
  shop: 0.0016,
  giveaway: 0.0014,
  platform: 0.002,
  service: 0.002,
  account: 0.001,
  fan: 0.001,
};
const PRIORS_BEFORE: Readonly<Record<keyof typeof WORDS_BEFORE, number>> = { real: 0.005, "I am": 0.002 };
/** The language of a country's imitators, in addition to English. */
const SPOKEN: Readonly<Record<string, keyof typeof LOCAL_WORDS>> = {
  DE: "de",
  AT: "de",
  CH: "de",
  LI: "de",
  LU: "de",
  ES: "es",
  MX: "es",
  AR: "es",
  CO: "es",
  CL: "es",
  PE: "es",
  EC: "es",
  UY: "es",
  VE: "es",
  BO: "es",
  PY: "es",
  CR: "es",
  GT: "es",
  DO: "es",
  PT: "pt",
  BR: "pt",
  AO: "pt",
  MZ: "pt",
  FR: "fr",
  BE: "fr",
  MC: "fr",
  SN: "fr",
  CI: "fr",
  TR: "tr",
  IT: "it",
  SM: "it",
};
/** Numbers that people put after a name, likeliest first; the remaining ones up to 99 come after them. */
const NUMBERS =
  "1 2 01 02 3 7 123 99 00 11 5 4 10 12 007 22 21 69 77 88 8 9 6 03 05 13 23 33 100 1234 98 97 95 2000".split(
    " ",
  );

const positions = (name: string) => Array.from(name, (_, index) => index);
const splice = (name: string, at: number, remove: number, insert = "") =>
  name.slice(0, at) + insert + name.slice(at + remove);
const isLetter = (character: string | undefined) => character !== undefined && /[a-z]/.test(character);
/** Positions to change, likeliest first. The first letter comes last, since a change there is noticed at once. */
const inside = (name: string) => [...positions(name).slice(1), 0];

/** The name with its separators replaced or left out; without the name itself. */
const separated = (name: string) =>
  [name.replaceAll(/[._]+/g, "_"), name.replaceAll(/[._]+/g, ""), name.replaceAll(/[._]+/g, ".")].filter(
    (form, at, forms) => form !== name && forms.indexOf(form) === at,
  );
/** The name followed by each word, joined by "_", "." or nothing. Earlier words and earlier separators come first. */
const glued = (name: string, words: readonly string[]) =>
  words
    .flatMap((word, at) =>
      ["_", ".", ""].map((glue, turn) => ({ name: `${name}${glue}${word}`, rank: at + 2 * turn })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ name: each }) => each);

/** The first word, then those of the account's country, then the rest. */
function ordered(words: readonly string[], { country }: VariationContext): string[] {
  const local = new Set<string>(LOCAL_WORDS[SPOKEN[country ?? ""] ?? "de"]);
  const rank = (word: string, at: number) => (at === 0 ? 0 : local.has(word) ? 1 : 2);
  return words
    .map((word, at) => ({ word, at }))
    .sort((a, b) => rank(a.word, a.at) - rank(b.word, b.at) || a.at - b.at)
    .map(({ word }) => word);
}

/** All rules; their order decides between equal yields. */
export const VARIATION_RULES: readonly VariationRule[] = [
  {
    name: "separator at an end",
    prior: 0.04,
    vary: (name) => [`${name}_`, `_${name}`, `${name}__`, `__${name}`, `_${name}_`],
  },
  {
    name: "separator exchanged",
    prior: 0.06,
    vary: (name) => [name.replaceAll(/[._]+/g, ""), name.replaceAll(".", "_"), name.replaceAll("_", ".")],
  },
  {
    name: "separator exchanged, sign added",
    prior: 0.009,
    vary: (name) =>
      ["_", "1", "__", "2", "7", "01", "x", "99", "3", "123"]
        .flatMap((sign) => separated(name).map((form) => `${form}${sign}`))
        .toSpliced(3, 0, ...separated(name).map((form) => `_${form}`)),
  },
  {
    name: "separator exchanged, word added",
    prior: 0.0012,
    vary: (name, context) =>
      ["_", "", "."].flatMap((glue) =>
        (["official", "private", "backup", "real", "new"] as const)
          .flatMap((kind) => ordered(WORDS_BEHIND[kind], context).slice(0, 2))
          .flatMap((word) => separated(name).map((form) => `${form}${glue}${word}`)),
      ),
  },
  {
    name: "words of the display name",
    prior: 0.006,
    vary: (name, { fullName = "" }) => {
      const words = nameWords(fullName).filter((word) => /^[a-z0-9]+$/.test(word));
      if (words.length < 2) return [];
      const [first, last] = [words[0] as string, words.at(-1) as string];
      return ["_", ".", ""]
        .flatMap((glue) => [words.join(glue), `${last}${glue}${first}`])
        .flatMap((form) => [form, `${form}_`, `${form}1`])
        .concat(`${first}.${last[0]}`, `${first}${last[0]}`, `${first[0]}.${last}`, `${first[0]}${last}`)
        .filter((form) => form !== name);
    },
  },
  {
    name: "separator doubled",
    prior: 0.05,
    vary: (name) => [name.replaceAll("_", "__"), name.replaceAll(".", "._"), name.replaceAll(".", "_.")],
  },
  {
    name: "separator inserted",
    prior: 0.002,
    isEven: true,
    vary: (name) =>
      positions(name)
        .slice(1)
        .flatMap((at) => [splice(name, at, 0, "_"), splice(name, at, 0, ".")]),
  },
  {
    name: "letter left out",
    prior: 0.005,
    isEven: true,
    vary: (name) => inside(name).map((at) => splice(name, at, 1)),
  },
  {
    name: "last letter doubled",
    prior: 0.012,
    vary: (name) => [
      `${name}${name.at(-1)}`,
      `${name}${name.at(-1)}_`,
      `${name}${name.at(-1)}${name.at(-1)}`,
    ],
  },
  {
    name: "letter doubled",
    prior: 0.006,
    isEven: true,
    vary: (name) =>
      inside(name)
        .reverse()
        .filter((at) => isLetter(name[at]))
        .map((at) => splice(name, at, 0, name[at])),
  },
  {
    name: "letters exchanged",
    prior: 0.006,
    isEven: true,
    vary: (name) =>
      positions(name)
        .slice(1, -1)
        .filter((at) => name[at] !== name[at + 1])
        .map((at) => splice(name, at, 2, `${name[at + 1]}${name[at]}`)),
  },
  {
    name: "letter that looks alike",
    prior: 0.009,
    isEven: true,
    vary: (name) =>
      LOOKS_LIKE.flatMap(([from, to]) =>
        positions(name)
          .filter((at) => name.startsWith(from, at))
          .map((at) => splice(name, at, from.length, to)),
      ),
  },
  {
    name: "other vowel",
    prior: 0.0007,
    isEven: true,
    vary: (name) =>
      inside(name).flatMap((at) => {
        const vowel = name[at] as string;
        return VOWELS.includes(vowel)
          ? Array.from(VOWELS)
              .filter((other) => other !== vowel)
              .map((other) => splice(name, at, 1, other))
          : [];
      }),
  },
  {
    name: "neighbouring key",
    prior: 0.0002,
    isEven: true,
    vary: (name) =>
      inside(name).flatMap((at) => keysBeside(name[at] as string).map((key) => splice(name, at, 1, key))),
  },
  {
    name: "letter at the end",
    prior: 0.001,
    vary: (name) => Array.from("xsazeionry", (letter) => `${name}${letter}`),
  },
  ...Object.entries(WORDS_BEHIND).map(
    ([kind, words]): VariationRule => ({
      name: `word ${kind}`,
      prior: PRIORS_BEHIND[kind as keyof typeof WORDS_BEHIND],
      vary: (username, context) => glued(username, ordered(words, context)),
    }),
  ),
  ...Object.entries(WORDS_BEFORE).map(
    ([kind, words]): VariationRule => ({
      name: `${kind} in front`,
      prior: PRIORS_BEFORE[kind as keyof typeof WORDS_BEFORE],
      vary: (username) => words.flatMap((word) => ["", "_", "."].map((glue) => `${word}${glue}${username}`)),
    }),
  ),
  {
    name: "invented by a model",
    prior: 0.005,
    vary: (_name, { invented }) => [...invented],
  },
  {
    name: "year",
    prior: 0.0005,
    vary: (name, { year }) => [
      `${name}${year}`,
      `${name}_${year}`,
      `${name}${year % 100}`,
      `${name}${year - 1}`,
    ],
  },
  {
    name: "number at the end",
    prior: 0.0015,
    vary: (name) => [
      ...NUMBERS.flatMap((number, at) =>
        at < 6 ? [`${name}${number}`, `${name}_${number}`, `${name}.${number}`] : [`${name}${number}`],
      ),
      ...Array.from({ length: 99 }, (_, index) => `${name}${index + 1}`),
    ],
  },
  {
    name: "country",
    prior: 0.001,
    vary: (name, { country }) => {
      const code = country?.toLowerCase();
      return code === undefined ? [] : [`${name}_${code}`, `${name}.${code}`, `${name}${code}`];
    },
  },
];

/**
 * The names that an imitator of `username` might use, likeliest first, each once and without the name itself.
 * @param yields the yields of rules so far, by name; a missing rule counts with its prior.
 */
export function varyName(
  username: string,
  context: VariationContext,
  yields: ReadonlyMap<string, number> = new Map(),
): Variation[] {
  const worth = new Map<string, { rule: string; worth: number }>();
  for (const rule of VARIATION_RULES) {
    const names = [...new Set(rule.vary(username, context))].filter(
      (name) => name !== username && isUsername(name),
    );
    const shares = sharesOf(names.length, rule.isEven === true);
    names.forEach((name, at) => {
      const each = names.length * (yields.get(rule.name) ?? rule.prior) * (shares[at] as number);
      const known = worth.get(name);
      // A name that two rules produce belongs to the one with the higher yield.
      if (known === undefined || known.worth < each) worth.set(name, { rule: rule.name, worth: each });
    });
  }
  return [...worth]
    .sort(([, a], [, b]) => b.worth - a.worth)
    .map(([name, { rule }]) => ({ username: name, rule }));
}

/** How a rule's yield is distributed over its names: evenly, or by Zipf's law, which the use of words and numbers follows. */
function sharesOf(count: number, isEven: boolean): number[] {
  const weights = Array.from({ length: count }, (_, at) => (isEven ? 1 : 1 / (at + 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function keysBeside(letter: string): string[] {
  const row = ROWS.find((keys) => keys.includes(letter));
  if (row === undefined) return [];
  const at = row.indexOf(letter);
  return [row[at - 1], row[at + 1]].filter((key) => key !== undefined);
}
