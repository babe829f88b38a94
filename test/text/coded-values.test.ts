import { expect, test } from "vitest";
import { countries, genders, languages } from "../../src/core/text/coded-values.js";

test.each([
  ["de", "DE"],
  ["DE", "DE"],
  ["de-AT", "DE"],
  ["pt_BR", "PT"],
  ["deu", "DE"],
  ["German", "DE"],
  ["deutsch", "DE"],
  ["Français", "FR"],
  ["Русский", "RU"],
  ["nb", "NO"],
  ["Nynorsk", "NO"],
  ["tl", "TL"],
  ["Filipino", "TL"],
  ["Mandarin", "ZH"],
  ["Farsi", "FA"],
  ["Castellano", "ES"],
  ["Schweizerdeutsch", "DE"],
  ["xx", null],
  ["Germna", null],
])("the language %s is stored as %s", (text, code) => {
  expect(languages.read(text)).toBe(code);
});

test.each([
  ["de", "DE"],
  ["UK", "GB"],
  ["usa", "US"],
  ["Österreich", "AT"],
  ["Osterreich", "AT"],
  ["Türkiye", "TR"],
  ["日本", "JP"],
  ["AUT", "AT"],
  ["Russia", "RU"],
  ["Россия", "RU"],
  ["Korea", "KR"],
  ["Hong Kong", "HK"],
  ["Scotland", "GB"],
  ["The Netherlands", "NL"],
  ["United States of America", "US"],
  ["Cote d'Ivoire", "CI"],
  ["Côte d’Ivoire", "CI"],
  ["Bosnia and Herzegovina", "BA"],
  ["Bosnia & Herzegovina", "BA"],
  ["Trinidad-Tobago", "TT"],
  ["U.S.A.", "US"],
  ["Congo-Kinshasa", "CD"],
  ["Russian Federation", "RU"],
  ["Lao People's Democratic Republic", "LA"],
  ["Viet Nam", "VN"],
  ["Berlin", null],
  ["EU", null],
  ["zz", null],
])("the country %s is stored as %s", (text, code) => {
  expect(countries.read(text)).toBe(code);
});

test("what is none is refused with the nearest", () => {
  expect([languages.nearest("Germna"), countries.nearest("Germny"), genders.nearest("femal")]).toEqual([
    "german",
    "germany",
    "female",
  ]);
  expect(countries.nearest("ger")).toBe("germany");
  expect(countries.nearest("Bavaria")).toBe(null);
  expect(["f", "Women", "weiblich", "divers"].map(genders.read)).toEqual([
    "female",
    "female",
    "female",
    "other",
  ]);
});
