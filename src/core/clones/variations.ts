import { isUsername } from "../instagram/username.js";

/** A name that an imitator of an account might take, and the rule that gives it. */
export interface Variation {
  username: string;
  rule: string;
}

export interface VariationContext {
  /** ISO 3166-1 alpha-2; null: not known. */
  country: string | null;
  year: number;
  /** Names that a language model thought of. */
  invented: readonly string[];
}

/**
 * One way in which imitators change a name (facts §7, after dnstwist, kept to what a username may hold).
 * `prior`: the share of its names under which an imitator was found, in the sandbox's training worlds
 * (`npm run bench:clone-requests`); it orders the names until the operator's own finds say otherwise.
 */
export interface VariationRule {
  name: string;
  prior: number;
  /** Names, likeliest first; what is no username is dropped by the caller. */
  vary(name: string, context: VariationContext): string[];
}

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const VOWELS = "aeiou";
/** What is read as something else at a glance, within `[a-z0-9._]`. */
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
const WORDS_BEHIND: readonly [name: string, prior: number, words: readonly string[]][] = [
  ["word official", 0.018, ["official"]],
  ["word backup", 0.016, ["backup"]],
  ["word real", 0.013, ["real"]],
  ["word private", 0.012, ["private", "priv"]],
  ["second number", 0.011, ["2", "02", "1"]],
  ["platform word", 0.002, ["ig", "tv", "hq"]],
  ["service word", 0.001, ["support", "team"]],
  ["fan word", 0.001, ["fan", "fanpage"]],
];
const WORDS_BEFORE: readonly [name: string, prior: number, words: readonly string[]][] = [
  ["real in front", 0.004, ["real", "the", "official"]],
  ["I am in front", 0.004, ["its", "iam"]],
];

const positions = (name: string) => Array.from(name, (_, index) => index);
const splice = (name: string, at: number, remove: number, insert = "") =>
  name.slice(0, at) + insert + name.slice(at + remove);
const isLetter = (character: string | undefined) => character !== undefined && /[a-z]/.test(character);
/** Where letters can be touched: the ends come last, since a changed first letter is seen at once. */
const inside = (name: string) => [...positions(name).slice(1), 0];

/** Every rule; the order decides between equal yields. */
export const VARIATION_RULES: readonly VariationRule[] = [
  {
    name: "separator at an end",
    prior: 0.05,
    vary: (name) => [`${name}_`, `_${name}`, `${name}__`, `__${name}`, `_${name}_`],
  },
  {
    name: "separator exchanged",
    prior: 0.06,
    vary: (name) => [name.replaceAll(/[._]+/g, ""), name.replaceAll(".", "_"), name.replaceAll("_", ".")],
  },
  {
    name: "separator doubled",
    prior: 0.08,
    vary: (name) => [name.replaceAll("_", "__"), name.replaceAll(".", "._"), name.replaceAll(".", "_.")],
  },
  {
    name: "separator inserted",
    prior: 0.001,
    vary: (name) =>
      positions(name)
        .slice(1)
        .flatMap((at) => [splice(name, at, 0, "_"), splice(name, at, 0, ".")]),
  },
  {
    name: "letter left out",
    prior: 0.005,
    vary: (name) => inside(name).map((at) => splice(name, at, 1)),
  },
  {
    name: "letter doubled",
    prior: 0.006,
    vary: (name) =>
      inside(name)
        .reverse()
        .filter((at) => isLetter(name[at]))
        .map((at) => splice(name, at, 0, name[at])),
  },
  {
    name: "letters exchanged",
    prior: 0.008,
    vary: (name) =>
      positions(name)
        .slice(1, -1)
        .filter((at) => name[at] !== name[at + 1])
        .map((at) => splice(name, at, 2, `${name[at + 1]}${name[at]}`)),
  },
  {
    name: "letter that looks alike",
    prior: 0.0045,
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
    vary: (name) =>
      inside(name).flatMap((at) => keysBeside(name[at] as string).map((key) => splice(name, at, 1, key))),
  },
  {
    name: "letter at the end",
    prior: 0.0001,
    vary: (name) => Array.from("xsazeionry", (letter) => `${name}${letter}`),
  },
  ...WORDS_BEHIND.map(
    ([name, prior, words]): VariationRule => ({
      name,
      prior,
      vary: (username) => words.flatMap((word) => ["_", ".", ""].map((glue) => `${username}${glue}${word}`)),
    }),
  ),
  ...WORDS_BEFORE.map(
    ([name, prior, words]): VariationRule => ({
      name,
      prior,
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
    vary: (name) => Array.from({ length: 99 }, (_, index) => `${name}${index + 1}`),
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
 * The names an imitator of `username` might take, likeliest first, each once and never the name itself.
 * @param yields what rules have yielded so far, by their name; one that is not in it counts as its prior says.
 */
export function varyName(
  username: string,
  context: VariationContext,
  yields: ReadonlyMap<string, number> = new Map(),
): Variation[] {
  const ranked = VARIATION_RULES.map((rule) => ({ rule, worth: yields.get(rule.name) ?? rule.prior })).sort(
    (a, b) => b.worth - a.worth,
  );
  const found = new Map<string, string>();
  for (const { rule } of ranked) {
    for (const name of rule.vary(username, context)) {
      if (name !== username && isUsername(name) && !found.has(name)) found.set(name, rule.name);
    }
  }
  return [...found].map(([name, rule]) => ({ username: name, rule }));
}

function keysBeside(letter: string): string[] {
  const row = ROWS.find((keys) => keys.includes(letter));
  if (row === undefined) return [];
  const at = row.indexOf(letter);
  return [row[at - 1], row[at + 1]].filter((key) => key !== undefined);
}
