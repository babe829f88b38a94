import { createRequire } from "node:module";
import { distance } from "fastest-levenshtein";

/**
 * Parses what people write for a language, a country or a gender into its stored form: ISO 639-1 for languages and ISO
 * 3166-1 alpha-2 for countries, both in upper case. RFC 5646, 2.1.1: tags are compared without regard to case. Names
 * are accepted in English, in the language's or country's own language, and in a few others.
 */
export interface CodedReader {
  /** @returns the stored form, or null if the text has none. */
  read(text: string): string | null;
  /** @returns the name or code nearest to an invalid text, spelled as a person would write it. */
  nearest(text: string): string | null;
}

const NAMES_IN = ["en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr"] as const;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
/** The largest share of letters in which a name may differ from the text. */
const NEAR_ENOUGH = 0.34;

/** Names are equal without case, accents, punctuation and "and": `Cote d'Ivoire`, `Bosnia and Herzegovina`, `U.S.A.`. */
const folded = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(?:[\s\p{P}\p{S}]|\band\b)+/gu, " ")
    .trim();

/** Languages stored under another's code, because `detect-langs` and `qualify` do not distinguish them. */
const STORED_AS: Readonly<Record<string, string>> = {
  nb: "no",
  nn: "no",
  gsw: "de",
  bar: "de",
  yue: "zh",
  fil: "tl",
};

/** Common names that CLDR does not list. */
const OTHER_LANGUAGES: Readonly<Record<string, string>> = {
  bavarian: "DE",
  bairisch: "DE",
  "swiss german": "DE",
  schweizerdeutsch: "DE",
  schwyzerdutsch: "DE",
  mandarin: "ZH",
  cantonese: "ZH",
  "simplified chinese": "ZH",
  "traditional chinese": "ZH",
  farsi: "FA",
  flemish: "NL",
  vlaams: "NL",
  castellano: "ES",
  castilian: "ES",
  "brazilian portuguese": "PT",
  "portuguese brazil": "PT",
  brasileiro: "PT",
  tagalog: "TL",
  filipino: "TL",
  bokmal: "NO",
  nynorsk: "NO",
  moldovan: "RO",
  gaelic: "GA",
};
const OTHER_COUNTRIES: Readonly<Record<string, string>> = {
  "u s": "US",
  "u s a": "US",
  america: "US",
  "united states of america": "US",
  "u k": "GB",
  "great britain": "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "northern ireland": "GB",
  holland: "NL",
  "the netherlands": "NL",
  oesterreich: "AT",
  turkey: "TR",
  uae: "AE",
  emirates: "AE",
  ksa: "SA",
  "czech republic": "CZ",
  korea: "KR",
  macedonia: "MK",
  "hong kong": "HK",
  "ivory coast": "CI",
  burma: "MM",
  palestine: "PS",
  bosnia: "BA",
};

/** Languages: `de`, `DE`, `deu`, `ger`, `de-AT`, `German`, `Deutsch` are DE. */
export const languages: CodedReader = readerOf({
  otherNames: OTHER_LANGUAGES,
  namesOf: () =>
    namesBy("language", PAIRS, (code) => [...NAMES_IN, code])
      // Leaves out the old form of another code, such as iw.
      .filter(({ code }) => Intl.getCanonicalLocales(code)[0] === code),
  codeOf(text) {
    // A tag of one language, perhaps with region and script; ICU knows the three-letter codes.
    if (!/^[a-z]{2,3}(?: [a-z0-9]{2,8})*$/.test(text)) return null;
    const tagged = localeOf(text.replaceAll(" ", "-"))?.language;
    const language = (tagged !== undefined && STORED_AS[tagged]) || tagged;
    return language !== undefined && language.length === 2 && isNamed("language", language) ? language : null;
  },
});

/** Countries: `de`, `DE`, `DEU`, `Germany`, `Deutschland` are DE; `UK` is GB. */
export const countries: CodedReader = readerOf({
  otherNames: OTHER_COUNTRIES,
  namesOf: () => [...isoNames(), ...namesBy("region", PAIRS, (code) => [...NAMES_IN, ownLanguageOf(code)])],
  codeOf(text) {
    if (/^[a-z]{3}$/.test(text)) return alpha2Of(text.toUpperCase());
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
  girl: "female",
  girls: "female",
  weiblich: "female",
  frau: "female",
  frauen: "female",
  male: "male",
  m: "male",
  man: "male",
  men: "male",
  boy: "male",
  boys: "male",
  mannlich: "male",
  mann: "male",
  manner: "male",
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

/** Reads a closed set of lower-case words, each of which is its own stored form; also accepts their plurals. */
export function readerOfWords(words: readonly string[]): CodedReader {
  const read = (text: string) =>
    words.find((word) => [word, `${word}s`, `${word}es`].includes(folded(text))) ?? null;
  return { read, nearest: (text) => nearestAmong(folded(text), words) };
}

function readerOf({
  otherNames,
  namesOf,
  codeOf,
}: {
  otherNames: Readonly<Record<string, string>>;
  namesOf(): { code: string; name: string }[];
  codeOf(folded: string): string | null;
}): CodedReader {
  // Thousands of names, built when first needed.
  let known: Map<string, string> | null = null;
  const names = () => {
    known ??= new Map(namesOf().map(({ code, name }) => [folded(name), code.toUpperCase()]));
    return known;
  };
  return {
    read: (text) =>
      codeOf(folded(text))?.toUpperCase() ?? names().get(folded(text)) ?? otherNames[folded(text)] ?? null,
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
/** CLDR's own regions that are not countries of ISO 3166-1. */
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
  // Leaves out a code that stands for another one, such as the Soviet Union's for Russia.
  const isCurrent = localeOf(`und-${region}`)?.region === region;
  return isCurrent && !NO_COUNTRIES.has(region) && ENGLISH.region.of(region) !== undefined;
}

/** @returns the two-letter code for a three-letter one (ISO 3166-1 alpha-3), or null. */
function alpha2Of(alpha3: string): string | null {
  codes ??= new Map(
    (createRequire(import.meta.url)("i18n-iso-countries/codes.json") as [string, string][]).map(
      ([two, three]) => [three, two],
    ),
  );
  return codes.get(alpha3) ?? null;
}
let codes: Map<string, string> | null = null;

/** The official names of ISO 3166-1, such as `Russian Federation`, which CLDR does not list. */
function isoNames(): { code: string; name: string }[] {
  const { countries } = createRequire(import.meta.url)("i18n-iso-countries/langs/en.json") as {
    countries: Record<string, string | string[]>;
  };
  return Object.entries(countries).flatMap(([code, names]) => [names].flat().map((name) => ({ code, name })));
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

/** @returns the first name that begins with a text: "ger" means Germany rather than Niger. */
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
