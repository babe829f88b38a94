import { describe, expect, test } from "vitest";
import { WORDS_LIKE_TOWNS } from "../../src/core/countries/words-like-towns.js";
import { guessFrom } from "../support/countries.js";

describe("a place is known by its name in other languages and scripts:", () => {
  test.each([
    ["📍Θεσσαλονίκη", "GR"],
    ["📍Самара | фотограф", "RU"],
    ["Живу в Нижнем Новгороде 📍Нижний Новгород", "RU"],
    ["📍Одеса", "UA"],
    ["📍Битола", "MK"],
    ["📍Батуми", "GE"],
    ["📍חיפה", "IL"],
    ["📍شیراز", "IR"],
    ["📍الإسكندرية", "EG"],
    ["📍広島市", "JP"],
    ["📍강릉", "KR"],
    ["📍青岛", "CN"],
    ["📍เชียงราย", "TH"],
    ["📍Genf", "CH"],
    ["📍Mailand", "IT"],
    ["📍Lisbonne", "PT"],
  ])("%s: %s", (biography, country) => expect(guessFrom({ biography })?.country).toBe(country));

  test("a place that no list has is where alone people write in its letters", () => {
    expect(guessFrom({ cityName: "ჭარნალი" })?.country).toBe("GE");
    expect(guessFrom({ biography: "📍Κάτω Ζαχλωρού" })?.country).toBe("GR");
    expect(guessFrom({ biography: "📍Верхние Грибы" })).toBeNull();
  });

  test("a foreign name of a large city does not take a town's own", () => {
    expect(guessFrom({ cityName: "Victoria, BC" })?.country).toBe("CA");
    expect(guessFrom({ biography: "📍Geneva, Illinois" })?.country).toBe("US");
  });
});

describe("a postcode with a place behind it", () => {
  test.each([
    ["LV-3401 Liepāja", "LV"],
    ["K1A 0B1 Ottawa", "CA"],
    ["EH1 1YZ Edinburgh", "GB"],
    ["1012 AB Amsterdam", "NL"],
    ["31-042 Kraków", "PL"],
    ["01310-100 São Paulo", "BR"],
    ["4000-322 Porto", "PT"],
    ["603000 Нижний Новгород", "RU"],
    ["7000 Битола", "MK"],
    ["34527 חיפה", "IL"],
    ["0162 თბილისი", "GE"],
    ["D-99423 Kleinkleckersdorf", "DE"],
    ["H0H 0H0 Nowhereville", "CA"],
  ])("%s is in %s", (address, country) =>
    expect(guessFrom({ biography: `Mo–Fr 9–18 | ${address}` })?.country).toBe(country),
  );

  test.each(["100 000 Followers", "2024 Champion", "1 500 Kunden", "Seit 1998 Familie"])(
    "%s is none",
    (biography) => expect(guessFrom({ biography })).toBeNull(),
  );
});

describe("a town alone between separators is one,", () => {
  test.each([
    ["Fotografin\nDetmold\n2 Hunde", "DE"],
    ["Pasticceria | Pinerolo", "IT"],
    ["Kinésithérapeute • Cognac\n", "FR"],
    ["Szigetszentmiklós | kézműves", "HU"],
  ])("%s: %s", (biography, country) => expect(guessFrom({ biography })?.country).toBe(country));

  const words = [...WORDS_LIKE_TOWNS];
  const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
  test.each(words)("but not where its name is a word: %s", (word) =>
    expect(guessFrom({ biography: `Photographer\n${capital(word)}\n2 kids` })).toBeNull(),
  );
  test("which a pin makes a town again", () => {
    const pinned = words.filter((word) => guessFrom({ biography: `📍${capital(word)}` }) !== null);
    expect(pinned.length).toBeGreaterThan(0.9 * words.length);
  });
});

describe("a name that two countries have", () => {
  test("is never stated as sure by itself", () => {
    for (const city of ["London", "Freiburg", "Cartagena", "Hyderabad", "Valencia", "Córdoba"])
      expect(guessFrom({ biography: `📍${city}` })?.confidence ?? 0).toBeLessThan(80);
    for (const city of ["Hamburg", "Oslo", "Kraków"])
      expect(guessFrom({ biography: `📍${city}` })?.confidence).toBeGreaterThanOrEqual(90);
  });

  test.each([
    ["Barcelona", "ES"],
    ["Sydney", "AU"],
    ["Hamburg", "DE"],
    ["Birmingham", "GB"],
  ])("a large city passes alone although it has namesakes: %s", (biography, country) =>
    expect(guessFrom({ biography })?.country).toBe(country),
  );

  test.each(["Lille", "Sopot", "Kánó", "San Pedro", "Lo"])("%s alone is never sure", (cityName) =>
    expect(guessFrom({ cityName })?.confidence ?? 0).toBeLessThan(80),
  );

  test("is surer with what agrees", () => {
    expect(guessFrom({ biography: "📍London 🇬🇧" })?.confidence).toBeGreaterThanOrEqual(90);
    expect(guessFrom({ biography: "📍London", phone: "+1 519 555 0123" })?.country).toBe("CA");
  });

  test("goes on: Valle de México is no Valle, Kirkland Lake no Kirkland", () => {
    expect(guessFrom({ biography: "📍Valle de México" })?.country).not.toBe("NO");
    expect(guessFrom({ biography: "Kirkland Lake" })?.country).not.toBe("US");
  });
});
