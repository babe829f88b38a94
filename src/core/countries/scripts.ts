/**
 * The countries of scripts other than Latin (CLDR 48, territoryInfo and scripts of languages), the one with the most
 * users first. Arabic, Cyrillic and Han are used in many countries.
 */
const WRITTEN_IN: readonly (readonly [script: RegExp, countries: string])[] = [
  [/\p{Script=Greek}/u, "GR CY"],
  [/\p{Script=Hebrew}/u, "IL"],
  [/\p{Script=Georgian}/u, "GE"],
  [/\p{Script=Armenian}/u, "AM"],
  [/\p{Script=Thai}/u, "TH"],
  [/\p{Script=Hangul}/u, "KR KP"],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "JP"],
  [/\p{Script=Khmer}/u, "KH"],
  [/\p{Script=Lao}/u, "LA"],
  [/\p{Script=Myanmar}/u, "MM"],
  [/\p{Script=Sinhala}/u, "LK"],
  [/\p{Script=Ethiopic}/u, "ET ER"],
  [/\p{Script=Bengali}/u, "BD IN"],
  [/\p{Script=Devanagari}/u, "IN NP"],
  [/\p{Script=Tamil}/u, "IN LK SG"],
  [
    /[\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}]/u,
    "IN",
  ],
  [/\p{Script=Cyrillic}/u, "RU UA BY BG MK RS KZ KG MN TJ BA ME XK MD"],
  [/\p{Script=Arabic}/u, "EG IR SA DZ SD IQ YE MA SY PK AF JO TN AE LY PS LB MR OM KW QA BH KM SO DJ TD IL"],
  [/\p{Script=Han}/u, "CN TW HK MO SG JP MY"],
];
/**
 * Nearly all users of these scripts live in one country, so that a place in such a script is there, even if it is in no
 * list.
 */
const OF_ONE_COUNTRY = new Set(["GR", "IL", "GE", "AM", "TH", "KR", "JP", "KH", "LA", "MM", "LK"]);

/** @returns the countries that use the script of a name; null for Latin script, which is used everywhere. */
export function countriesOfScript(name: string): readonly string[] | null {
  return WRITTEN_IN.find(([script]) => script.test(name))?.[1].split(" ") ?? null;
}

/** @returns the only country that uses the script of a name; null if there is none, or several. */
export function countryOfScript(name: string): string | null {
  const [main] = countriesOfScript(name) ?? [];
  return main !== undefined && OF_ONE_COUNTRY.has(main) ? main : null;
}
