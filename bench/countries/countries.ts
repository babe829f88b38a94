/**
 * How often the country of an account is correct, on places that igminer's authors did not choose: the cities,
 * postcodes and phone numbers of @faker-js/faker (MIT) in its locales, each in the forms of bios and business
 * addresses, and the same cities where they are not a residence. Rules were tuned on every second city (`--first`); the
 * others measure. The baseline is the most populous city of that name in the text.
 */
import { allFakers, allLocales } from "@faker-js/faker";
import countries from "i18n-iso-countries";
import type { CountryClues } from "../../src/core/countries/evidence.js";
import { openGazetteer } from "../../src/core/countries/gazetteer.js";
import { guessFrom } from "../../test/support/countries.js";

const COUNTRY_OF: Readonly<Record<string, string>> = {
  cs_CZ: "CZ",
  da: "DK",
  de: "DE",
  de_AT: "AT",
  de_CH: "CH",
  el: "GR",
  en_AU: "AU",
  en_CA: "CA",
  en_GB: "GB",
  en_IE: "IE",
  en_IN: "IN",
  en: "US",
  en_ZA: "ZA",
  es: "ES",
  es_MX: "MX",
  fa: "IR",
  fi: "FI",
  fr: "FR",
  fr_BE: "BE",
  fr_CH: "CH",
  he: "IL",
  hr: "HR",
  hu: "HU",
  hy: "AM",
  id_ID: "ID",
  it: "IT",
  ja: "JP",
  ka_GE: "GE",
  ko: "KR",
  lv: "LV",
  mk: "MK",
  nb_NO: "NO",
  nl: "NL",
  nl_BE: "BE",
  pl: "PL",
  pt_BR: "BR",
  pt_PT: "PT",
  ro: "RO",
  ru: "RU",
  sk: "SK",
  sl_SI: "SI",
  sr_RS_latin: "RS",
  sv: "SE",
  th: "TH",
  tr: "TR",
  uk: "UA",
  vi: "VN",
  zh_CN: "CN",
  zh_TW: "TW",
};
/** Parts of the country with a code of their own. */
const OVERSEAS: Readonly<Record<string, readonly string[]>> = {
  FR: ["MQ", "GF", "GP", "RE", "YT"],
  US: ["PR"],
};
const PER_COUNTRY = 24;
const isFirstHalf = process.argv.includes("--first");

type Ways = Record<
  string,
  (city: string, country: string, zip: string, phone: string) => Partial<CountryClues>
>;
const HOME: Ways = {
  "address: city, country": (city, country) => ({ cityName: `${city}, ${countries.getName(country, "en")}` }),
  "address: city": (city) => ({ cityName: city }),
  "📍city | more": (city) => ({ biography: `Food & coffee ☕️ | 📍${city} | dm for collabs` }),
  "based in city": (city) => ({ biography: `Travel blogger based in ${city}` }),
  "city among lines": (city) => ({ biography: `Photographer\n${city}\n2 kids, 1 dog` }),
  "zip city": (city, _, zip) => ({ biography: `Mo–Fr 9–18, ${zip} ${city}` }),
  "phone in the bio": (_city, _country, _zip, phone) => ({ biography: `Appointments: ${phone}` }),
  "city, flag": (city, country) => ({
    biography: `${city} ${[...country].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65)).join("")}`,
  }),
};
const ELSEWHERE: Ways = {
  "next stop": (city) => ({ biography: `Always on the road ✈️ next stop: ${city}` }),
  "i love": (city) => ({ biography: `I love ${city} ❤️` }),
  "flag of a cause": (_, country) => ({
    biography: `${[...country].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65)).join("")} learning the language`,
  }),
};
const gazetteer = openGazetteer();
const baseline = (clues: Partial<CountryClues>) => {
  const text = clues.cityName ?? clues.biography ?? "";
  for (const word of text.match(/\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*/gu) ?? []) {
    if (word.length < 3) continue;
    const [best] = [...(gazetteer.find(word)?.shares ?? [])].sort((a, b) => b[1] - a[1]);
    if (best !== undefined) return best[0];
  }
  return null;
};

interface Item {
  way: string;
  truth: string | null;
  told: string | null;
  confidence: number;
  baseline: string | null;
  text: string;
}
const items: Item[] = [];
for (const [locale, country] of Object.entries(COUNTRY_OF)) {
  const faker = allFakers[locale as keyof typeof allFakers];
  const names = (allLocales[locale as keyof typeof allLocales].location?.city_name ?? []) as string[];
  faker.seed(7);
  const half = names.filter((_, at) => (at % 2 === 0) === isFirstHalf);
  for (const city of faker.helpers.arrayElements(half, Math.min(PER_COUNTRY, half.length))) {
    const zip = faker.location.zipCode();
    // For these locales the package's numbers are not the country's own.
    const hasPhone = !["it", "sl_SI", "en_CA", "en"].includes(locale);
    const phone = faker.phone.number({ style: "international" });
    for (const [ways, truth] of [
      [HOME, country],
      [ELSEWHERE, null],
    ] as const)
      for (const [way, clues] of Object.entries(ways)) {
        if (way === "phone in the bio" && !hasPhone) continue;
        const given = clues(city, country, zip, phone);
        const found = guessFrom(given);
        items.push({
          way,
          truth,
          told:
            found !== null && OVERSEAS[country]?.includes(found.country) ? country : (found?.country ?? null),
          confidence: found?.confidence ?? 0,
          baseline: baseline(given),
          text: given.cityName ?? given.biography ?? "",
        });
      }
  }
}
const percent = (part: number, whole: number) =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
const line = (name: string, some: readonly Item[]) => {
  const told = some.filter(({ told: t }) => t !== null);
  const right = told.filter((item) => item.told === item.truth);
  const home = some.filter(({ truth }) => truth !== null);
  const byBaseline = some.filter((item) => item.baseline !== null);
  const sure = told.filter(({ confidence }) => confidence >= 80);
  return `| ${name} | ${some.length} | ${percent(right.length, told.length)} | ${percent(right.length, home.length)} | ${sure.filter((item) => item.told !== item.truth).length} of ${sure.length} | ${percent(byBaseline.filter((item) => item.baseline === item.truth).length, byBaseline.length)} / ${percent(byBaseline.filter((item) => item.baseline === item.truth).length, home.length)} |`;
};
console.log(
  `${isFirstHalf ? "first" : "second"} half of the cities of ${Object.keys(COUNTRY_OF).length} locales`,
);
console.log(
  "| clue | texts | precision | recall | wrong at 80 % and more | baseline: precision / recall |\n|---|---:|---:|---:|---:|---:|",
);
for (const way of [...Object.keys(HOME), ...Object.keys(ELSEWHERE)])
  console.log(
    line(
      way,
      items.filter((item) => item.way === way),
    ),
  );
console.log(line("all", items));
console.log("\n| stated confidence | told | right |\n|---|---:|---:|");
for (const from of [50, 60, 70, 80, 90]) {
  // A flag of the country itself is right by construction.
  const band = items.filter(
    ({ way, told, confidence }) =>
      way !== "city, flag" && told !== null && confidence >= from && confidence < from + 10,
  );
  const mean = band.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, band.length);
  console.log(
    `| ${from}–${from + 9} (mean ${mean.toFixed(0)}) | ${band.length} | ${percent(band.filter((item) => item.told === item.truth).length, band.length)} |`,
  );
}
if (process.argv.includes("--show"))
  for (const item of items.filter((each) => each.told !== each.truth))
    console.log(
      [item.way, item.truth, item.told, item.confidence, item.text.replaceAll("\n", " / ")].join(" | "),
    );
