import { distance } from "fastest-levenshtein";

/**
 * What people write for a language, a country or a gender, read to the one form in which it is stored and compared:
 * languages ISO 639-1 and countries ISO 3166-1 alpha-2, both in upper case. RFC 5646, 2.1.1: tags are compared without regard
 * to case. Names are taken in English, in the language's or country's own language, and in a few others.
 */
export interface CodedReader {
  /** @returns the stored form; null: it is none. */
  read(text: string): string | null;
  /** @returns the name or code that is nearest to a text which is none, as a person would write it. */
  nearest(text: string): string | null;
}

const NAMES_IN = ["en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr"] as const;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
/** A name may differ from what was written in so large a share of its letters. */
const NEAR_ENOUGH = 0.4;

const folded = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();

/** Languages: `de`, `DE`, `deu`, `ger`, `de-AT`, `German`, `Deutsch` are DE. */
export const languages: CodedReader = readerOf({
  namesOf: () =>
    namesBy("language", PAIRS, (code) => [...NAMES_IN, code])
      // A code that is another's old form, as iw, is that other.
      .filter(({ code }) => Intl.getCanonicalLocales(code)[0] === code),
  codeOf(text) {
    // A tag of one language, perhaps with region and script; ICU knows the codes of three letters.
    if (!/^[a-z]{2,3}(?: [a-z0-9]{2,8})*$/.test(text)) return null;
    const language = localeOf(text.replaceAll(" ", "-"))?.language;
    return language !== undefined && language.length === 2 && isNamed("language", language) ? language : null;
  },
});

/** Countries: `de`, `DE`, `Germany`, `Deutschland` are DE; `UK` is GB. */
export const countries: CodedReader = readerOf({
  namesOf: () => namesBy("region", PAIRS, (code) => [...NAMES_IN, ownLanguageOf(code)]),
  codeOf(text) {
    if (!/^[a-z]{2}$/.test(text)) return null;
    const region = localeOf(`und-${text.toUpperCase()}`)?.region;
    return region !== undefined && isNamed("region", region) ? region : null;
  },
});

const GENDERS: Readonly<Record<string, string>> = {
  female: "female",
  f: "female",
  w: "female",
  woman: "female",
  women: "female",
  weiblich: "female",
  frau: "female",
  male: "male",
  m: "male",
  man: "male",
  men: "male",
  mannlich: "male",
  mann: "male",
  other: "other",
  divers: "other",
  nonbinary: "other",
  "non binary": "other",
};

/** Genders: `f`, `women`, `weiblich` are female. */
export const genders: CodedReader = {
  read: (text) => GENDERS[folded(text)] ?? null,
  nearest: (text) => nearestAmong(folded(text), ["female", "male", "other"]),
};

/** A closed set of words in lower case, of which each is its own stored form; also read in the plural. */
export function readerOfWords(words: readonly string[]): CodedReader {
  const read = (text: string) =>
    words.find((word) => [word, `${word}s`, `${word}es`].includes(folded(text))) ?? null;
  return { read, nearest: (text) => nearestAmong(folded(text), words) };
}

/** What people write and CLDR does not list. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: "US",
  "u.s.": "US",
  america: "US",
  "great britain": "GB",
  england: "GB",
  holland: "NL",
  turkey: "TR",
  uae: "AE",
  "czech republic": "CZ",
};

function readerOf({
  namesOf,
  codeOf,
}: {
  namesOf(): { code: string; name: string }[];
  codeOf(folded: string): string | null;
}): CodedReader {
  // Thousands of names, made when the first is asked for.
  let known: Map<string, string> | null = null;
  const names = () => {
    known ??= new Map(namesOf().map(({ code, name }) => [folded(name), code.toUpperCase()]));
    return known;
  };
  return {
    read: (text) =>
      codeOf(folded(text))?.toUpperCase() ?? names().get(folded(text)) ?? OTHER_NAMES[folded(text)] ?? null,
    nearest: (text) => begunBy(folded(text), names().keys()) ?? nearestAmong(folded(text), names().keys()),
  };
}

function namesBy(
  type: "language" | "region",
  codes: readonly string[],
  spokenIn: (code: string) => readonly string[],
): { code: string; name: string }[] {
  const byLocale = new Map<string, Intl.DisplayNames>();
  const displayed = (locale: string, code: string) => {
    const names =
      byLocale.get(locale) ?? new Intl.DisplayNames([locale], { type, fallback: "none", style: "long" });
    byLocale.set(locale, names);
    return names.of(type === "region" ? code.toUpperCase() : code);
  };
  return codes.flatMap((code) =>
    isNamed(type, code)
      ? [...new Set(spokenIn(code).map((locale) => displayed(locale, code)))].flatMap((name) =>
          name === undefined ? [] : [{ code, name }],
        )
      : [],
  );
}

const ENGLISH = {
  language: new Intl.DisplayNames(["en"], { type: "language", fallback: "none" }),
  region: new Intl.DisplayNames(["en"], { type: "region", fallback: "none" }),
};
/** CLDR's own regions that are no countries of ISO 3166-1. */
const NO_COUNTRIES = new Set([
  "EU",
  "EZ",
  "UN",
  "XA",
  "XB",
  "XK",
  "ZZ",
  "QO",
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "IC",
  "TA",
]);

function isNamed(type: "language" | "region", code: string): boolean {
  if (type === "language") return ENGLISH.language.of(code) !== undefined;
  const region = code.toUpperCase();
  if (region === "XK") return true;
  return !NO_COUNTRIES.has(region) && ENGLISH.region.of(region) !== undefined;
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(Intl.getCanonicalLocales(tag)[0] as string);
  } catch {
    return null;
  }
}

function ownLanguageOf(country: string): string {
  return localeOf(`und-${country.toUpperCase()}`)?.maximize().language ?? "en";
}

/** @returns the first name that begins so: "ger" is rather Germany than Niger. */
function begunBy(text: string, names: Iterable<string>): string | null {
  if (text.length < 3) return null;
  for (const name of names) if (name.startsWith(text)) return name;
  return null;
}

function nearestAmong(text: string, names: Iterable<string>): string | null {
  let best: { name: string; share: number } | null = null;
  for (const name of names) {
    const share = distance(text, name) / Math.max(text.length, name.length, 1);
    if (share <= NEAR_ENOUGH && share < (best?.share ?? 1)) best = { name, share };
  }
  return best?.name ?? null;
}
