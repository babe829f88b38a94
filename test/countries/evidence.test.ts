import { describe, expect, test } from "vitest";
import type { CountryClues } from "../../src/core/countries/evidence.js";
import { guessFrom } from "../support/countries.js";

describe("a bio tells the country by", () => {
  test.each([
    ["📍Berlin", "DE"],
    ["📍 berlin", "DE"],
    ["📍\uFE0FBerlin", "DE"],
    ["Fotografin in Köln und Umgebung", "DE"],
    ["Mama von zwei Kindern aus Muenchen", "DE"],
    ["WIEN | Hochzeiten", "AT"],
    ["London based stylist", "GB"],
    ["Model • Milano", "IT"],
    ["Living in Lisbon", "PT"],
    ["Austin, TX", "US"],
    ["Amman, Jordan", "JO"],
    ["📍Jordan", "JO"],
    ["Nice, France", "FR"],
    ["Tbilisi, Georgia", "GE"],
    ["aus Essen", "DE"],
    ["Москва", "RU"],
    ["東京で働いています", "JP"],
    ["🇧🇷 dance", "BR"],
    ["3 Castle Road, Cardiff CF10 1AB", "GB"],
    ["Studio: Halifax, NS B3H 4R2", "CA"],
    ["Chester, Cheshire", "GB"],
    ["Bruneck", "IT"],
    ["Valencia 🇪🇸", "ES"],
  ])("%s: %s", (biography, country) => expect(guessFrom({ biography })?.country).toBe(country));
});

describe("a flag in a bio is the writer's", () => {
  test.each([
    ["Papa 🇦🇹", "AT"],
    ["Orgullosamente chilena 🇨🇱", "CL"],
    ["Ghanaian 🇬🇭 chef", "GH"],
    ["🇮🇪 Pilates teacher", "IE"],
    ["Hochzeiten in der Schweiz 🇨🇭", "CH"],
    ["Mode für Kinder 🇨🇭", "CH"],
    ["Sprachkurse für Erwachsene in Graz 🇦🇹", "AT"],
  ])("%s: %s", (biography, country) => expect(guessFrom({ biography })?.country).toBe(country));
});

describe("a flag in a bio is not the writer's beside", () => {
  test.each([
    ["a language that is learned", "Étudie l'espagnol 🇪🇸"],
    ["a language that is taught", "Lezioni di tedesco 🇩🇪"],
    ["a language that is taught, in one German word", "Schwedischkurs 🇸🇪"],
    ["a verb of teaching", "Tutoring 🇵🇹 online"],
    ["a cause", "Vi stöttar Ukraina 🇺🇦"],
    ["a cause abroad", "Gloire à l'Arménie 🇦🇲"],
    ["a country that it is about", "All you need to know about Vietnam 🇻🇳"],
    ["a country that something is for", "Spenden für Nepal 🇳🇵"],
    ["a country with its article", "Découvrir le Sénégal 🇸🇳"],
    ["a thing with the country's adjective", "Korean skincare 🇰🇷"],
    ["a thing with the adjective behind it", "Cucina messicana 🇲🇽"],
    ["a breed", "Two Irish terriers and an Akita 🇯🇵"],
    ["a stay", "Auslandssemester 🇫🇮"],
  ])("%s: %s", (_what, biography) => expect(guessFrom({ biography })).toBeNull());
});

describe("a journey or a time that is over is no home", () => {
  test.each([
    "Zurück aus Marrakesch",
    "De retour de Kyoto",
    "Di ritorno da Lisbona",
    "Lived in Prague, Oslo",
    "Un día en Roma",
    "Prochaine étape : Oslo",
    "Last seen in Jakarta",
  ])("%s", (biography) => expect(guessFrom({ biography })).toBeNull());
});

describe("a bio tells no country by", () => {
  test.each([
    "I love Paris Hilton",
    "Paris Hilton",
    "Jordan",
    "Hi, I am Jordan 🏀",
    "Jordan Peterson reader",
    "Air Jordan collector",
    "Austin Butler fan",
    "Sydney Sweeney daily",
    "Jack London books",
    "Chad",
    "Sofia, 24",
    "Georgia",
    "Essen & Trinken",
    "Nice to meet you",
    "Reading, knitting, baking",
    "Mobile app developer",
    "Turkey dinner",
    "Made in Germany",
    "Krimi im Vorderhaus Hamburg Dammtor",
    "Paris • London • New York • Tokyo",
    "✈️ next: Bali",
    "🇩🇪🇹🇷🇮🇹🇫🇷",
    "I visited Rome",
    "",
  ])("%s", (biography) => expect(guessFrom({ biography })).toBeNull());
});

describe("what stands behind a city narrows it down:", () => {
  test.each([
    ["Rome, Georgia", "US"],
    ["Kutaisi, Georgia", "GE"],
    ["Vienna, Virginia", "US"],
    ["Cambridge, Massachusetts", "US"],
    ["Cambridge, ON", "CA"],
    ["Perth, WA", "AU"],
    ["Santiago, Chile", "CL"],
    ["Córdoba, Andalucía", "ES"],
    ["Córdoba, Argentina", "AR"],
    ["Newcastle, NSW", "AU"],
    ["Freiburg, Baden-Württemberg", "DE"],
    ["Springfield, IL 62704", "US"],
    ["Campinas, SP", "BR"],
  ])("%s is in %s", (cityName, country) => {
    expect(guessFrom({ cityName })?.country).toBe(country);
    expect(guessFrom({ biography: `Coffee ☕ | ${cityName}` })?.country).toBe(country);
  });

  test.each(["Moscow, Bavaria", "Oslo, Texas, Ontario"])("%s is nowhere, so nothing is said", (cityName) =>
    expect(guessFrom({ cityName })).toBeNull(),
  );

  test("what narrows is not surer than what it narrows to", () => {
    expect(guessFrom({ cityName: "Dublin, Ohio" })).toMatchObject({ country: "US", source: "address" });
  });
});

describe("each part of a bio speaks for itself:", () => {
  test.each([
    ["📍Porto | in love with ceramics", "PT"],
    ["Food & travel blogger based in Rotterdam", "NL"],
    ["📍 Linz | next trip: Lisboa", "AT"],
    ["Turin - bald in Tokio", "IT"],
    ["🇵🇱 in 🇳🇴", "NO"],
    ["🇧🇷 ➡️ 🇮🇪", "IE"],
    ["BCN 📍", "ES"],
    ["Studio in Leipzig. I love Lyon", "DE"],
    ["Termine: 0043 660 1234567", "AT"],
    ["1060 Wien, Mo-Fr", "AT"],
    ["Shop: www.keramik-huber.at", "AT"],
    ["Melbourne", "AU"],
    ["Lyon | Photographe", "FR"],
  ])("%s: %s", (biography, country) => expect(guessFrom({ biography })?.country).toBe(country));

  test.each([
    "Pray for Türkiye 🇹🇷",
    "🇯🇵 language student",
    "Spreche 🇩🇪 🇮🇹",
    "I miss Napoli",
    "Nächster Halt: Oslo",
    "Visité Lima y Quito",
    "Viva México 🇲🇽",
    "bcn",
    "shop on www.example.io",
  ])("%s: none", (biography) => expect(guessFrom({ biography })).toBeNull());
});

describe("a language is written in several countries:", () => {
  test.each<[Partial<CountryClues>, string]>([
    [{ biography: "Salzburg", captions: { de: 12 } }, "AT"],
    [{ biography: "Zürich", captions: { de: 12 } }, "CH"],
    [{ biography: "Porto", captions: { pt: 12 } }, "PT"],
    [{ locations: ["Graz", "Linz", "Wien"], captions: { de: 12 } }, "AT"],
    [{ biography: "Gent", captions: { nl: 9 } }, "BE"],
    [{ biography: "Bremen", captions: { de: 12 } }, "DE"],
  ])("%j is in %s", (clues, country) => expect(guessFrom(clues)?.country).toBe(country));

  test("and speaks against a place where it is not", () => {
    const alone = guessFrom({ biography: "📍Graz" });
    const odd = guessFrom({ biography: "📍Graz", captions: { ja: 20 } });
    expect(odd?.confidence ?? 0).toBeLessThan(alone?.confidence ?? 0);
  });
});

describe("the clues of an account", () => {
  test("are trusted in this order: address, phone, flag, place, places of posts, languages of captions", () => {
    const guesses = [
      guessFrom({ cityName: "Berlin" }),
      guessFrom({ phone: "+49 30 1234567" }),
      guessFrom({ biography: "🇩🇪" }),
      guessFrom({ biography: "in Berlin" }),
      guessFrom({ locations: ["Berlin, Germany", "Köln", "Café Kranzler"] }),
      guessFrom({ captions: { de: 9, und: 4, en: 1 } }),
    ];
    expect(guesses.map((each) => each?.source)).toEqual([
      "address",
      "phone",
      "flag",
      "place",
      "location",
      "captions",
    ]);
    const confidences = guesses.map((each) => each?.confidence ?? 0);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(guesses.map((each) => each?.country)).toEqual(Array(6).fill("DE"));
  });

  test("are surer together, and name the most trusted one as the source", () => {
    const alone = guessFrom({ phone: "+49 30 1234567" });
    const together = guessFrom({ phone: "+49 30 1234567", biography: "🇩🇪 Berlin", captions: { de: 9 } });
    expect(together).toMatchObject({ country: "DE", source: "phone" });
    expect(together?.confidence).toBeGreaterThan(alone?.confidence ?? 100);
  });

  test("are less sure where they contradict; where they balance, nothing is guessed", () => {
    const alone = guessFrom({ phone: "+49 30 1234567" });
    const contradicted = guessFrom({ phone: "+49 30 1234567", biography: "🇮🇹" });
    expect(contradicted).toMatchObject({ country: "DE", source: "phone" });
    expect(contradicted?.confidence).toBeLessThan(alone?.confidence ?? 0);
    expect(guessFrom({ biography: "🇮🇹🇩🇪" })).toBeNull();
    expect(guessFrom({ biography: "🇮🇹", captions: { de: 20 } })).toBeNull();
  });

  test.each<[string, Partial<CountryClues>]>([
    ["a phone number without a country code", { phone: "030 1234567" }],
    ["a name", { fullName: "Paris Jackson" }],
    ["captions in a language of many countries", { captions: { en: 50 } }],
    ["too few captions", { captions: { ja: 4 } }],
    ["captions in several languages", { captions: { ja: 6, en: 6 } }],
    ["one place of a post", { locations: ["Berlin, Germany"] }],
    ["places all over the world", { locations: ["Berlin", "Roma", "Tokyo", "Lima, Peru"] }],
  ])("%s tells nothing", (_, clues) => expect(guessFrom(clues)).toBeNull());

  test("a place behind the name counts: Anna | Berlin", () => {
    expect(guessFrom({ fullName: "Anna | Berlin" })).toMatchObject({ country: "DE", source: "place" });
  });
});
