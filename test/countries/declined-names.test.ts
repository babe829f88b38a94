import { describe, expect, test } from "vitest";
import { guessFrom } from "../support/countries.js";

const countryOf = (biography: string) => guessFrom({ biography })?.country ?? null;

describe("a town is known in the case that its sentence gives it:", () => {
  test.each([
    ["Fryzjerka w Krakowie", "PL"],
    ["mieszkam we Wrocławiu", "PL"],
    ["mama w Łodzi", "PL"],
    ["Kasia z Poznania", "PL"],
    ["dentysta w Katowicach", "PL"],
    ["bydlím v Praze", "CZ"],
    ["kavárna v Brně", "CZ"],
    ["žijem v Bratislave", "SK"],
    ["fotograf z Ostravy", "CZ"],
    ["živim u Zagrebu", "HR"],
    ["kafana u Nišu", "RS"],
    ["študentka v Ljubljani", "SI"],
    ["Кондитер в Самаре", "RU"],
    ["живу в Новосибирске", "RU"],
    ["из Екатеринбурга", "RU"],
    ["перукарка у Львові", "UA"],
    ["живу в Харкові", "UA"],
    ["Debrecenben dolgozom", "HU"],
    ["Asun Tampereella", "FI"],
    ["Helsingissä ja mökillä", "FI"],
    ["Olen nyt Berlinissa", "DE"],
    ["Elan Tallinnas", "EE"],
    ["Gyvenu Vilniuje", "LT"],
    ["İzmir'de yaşıyorum", "TR"],
    ["Bursa’dan", "TR"],
    ["Adanalı", "TR"],
    ["Kölnerin", "DE"],
    ["Dresdnerin mit Dackel", "DE"],
    ["locuiesc în Cluj-Napoca", "RO"],
    ["μένω στην Αθήνα", "GR"],
  ])("%s: %s", (biography, country) => expect(countryOf(biography)).toBe(country));
});

test.each([
  "Karsten spielt Bass",
  "Vanda & Vanessa",
  "Siegerin der Herzen",
  "Malerin und Lehrerin",
  "у Владимира дома хорошо",
  "Melissa loves dogs",
  "Severin, 22",
  "Szegedi Anna",
])("a word that ends alike is none: %s", (biography) => expect(countryOf(biography)).toBeNull());

describe("a flag", () => {
  const confidenceOf = (biography: string) => guessFrom({ biography })?.confidence ?? 0;
  test("tells more alone, beside what one is, or beside a place of its country, than beside other words", () => {
    const beside = confidenceOf("Kraftwerk 🇩🇪");
    expect(beside).toBeLessThan(60);
    for (const biography of ["🇩🇪", "26 | 🇩🇪", "Photographer 🇩🇪", "Erfurt 🇩🇪"])
      expect(confidenceOf(biography)).toBeGreaterThan(beside + 10);
  });
});
