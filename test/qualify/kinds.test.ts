import { describe, expect, test } from "vitest";
import { namesACountry } from "../../src/core/qualify/country-words.js";
import {
  DEVOTION_ENTRIES,
  FAN_CONTENT_ENTRIES,
  FAN_PAGE_NAME_ENTRIES,
} from "../../src/core/qualify/fan-words.js";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";
import { PERSON_CATEGORY_ENTRIES, SELF_ENTRIES } from "../../src/core/qualify/person-words.js";
import {
  ABOUT_ENTRIES,
  LIFE_ENTRIES,
  ORGANISATION_ENTRIES,
  PUBLISHER_ENTRIES,
  WE_ENTRIES,
  YOU_ENTRIES,
} from "../../src/core/qualify/speaker-words.js";
import { namesAPlace, namesATrade } from "../../src/core/qualify/trade-places.js";
import {
  FIRM_ENTRIES,
  isFirmName,
  isVenueName,
  sellsOrServes,
  TRADE_ENTRIES,
  VENUE_ENTRIES,
} from "../../src/core/qualify/trade-words.js";
import { isFanPage } from "../../src/core/text/account-words.js";
import { ROLE_ENTRIES } from "../../src/core/text/roles.js";
import { holdsEveryEntry } from "../support/word-lists.js";

const kindOf = (fullName: string, biography: string, category: string | null = null) =>
  qualifyLocally({ fullName, biography, category }).kind;

describe("words of trade", () => {
  holdsEveryEntry(TRADE_ENTRIES, {
    "closed mon*": ["Closed Mondays", "closed moon"],
    "open thu*": ["open Thursday", "open thing"],
    "open fri*": ["Open Fridays", "open frame"],
    "sprechstunde*": ["Sprechstunden Mo", "Sprechchor"],
    "bestellung*": ["Bestellungen per DM", "bestellt"],
    "réservation*": ["réservations", "réserve naturelle"],
    "ouvert 7*": ["ouvert 7/7", "ouvertement"],
    "beställning*": ["beställningar", "bestånd"],
    "bestilling*": ["bestillinger", "bestie"],
    "auf maß": ["Möbel auf Maß", "auf Masse"],
    maßanfertigung: ["Maßanfertigung", "Anfertigung"],
  });
});
describe("words in the names of venues", () => {
  holdsEveryEntry(VENUE_ENTRIES, {
    "makelaar*": ["Makelaardij Smit", "makerij"],
    "surdegsbageri*": ["Surdegsbageriet", "surdeg"],
  });
});
describe("legal forms", () => {
  holdsEveryEntry(FIRM_ENTRIES, {});
});
describe("what people say of themselves", () => {
  holdsEveryEntry(SELF_ENTRIES, {});
});
describe("what one is", () => {
  holdsEveryEntry(ROLE_ENTRIES, {});
  test.each([
    "writer | gamer",
    "graphic designer",
    "Tee, Katzen, Fotografin",
    "chainstay lover",
    "journalist & dad",
  ])("%s is a person", (biography) => expect(kindOf("Quillon Zabrek", biography)).toBe("person"));
  test.each(["designer shoes for you", "for every writer out there", "we print photos for artists"])(
    "%s is not",
    (biography) => expect(kindOf("Quillon Zabrek House", biography)).not.toBe("person"),
  );
});

describe("names of people and of firms", () => {
  test.each(["Орлова Настя Викторовна", "Петро Іванович Коваль"])("%s is a person", (name) =>
    expect(qualifyLocally({ fullName: name, biography: "кава, гори, книжки", category: null }).kind).toBe(
      "person",
    ),
  );
  test("a patronymic tells the gender", () => {
    const genderOf = (fullName: string) => qualifyLocally({ fullName, biography: "", category: null }).gender;
    expect(genderOf("Зябликова Ырка Олеговна")).toBe("female");
    expect(genderOf("Зябликов Ыр Олегович")).toBe("male");
  });
  test.each(["Bergström-Söderberg", "Gauthier et Lefèvre", "Kowalski – Nowak"])("%s is a firm", (name) =>
    expect(kindOf(name, "Solutions for modern offices")).toBe("business"),
  );
  test.each(["Lena Müller-Schmidt", "Anna & Ben"])("%s is none", (name) =>
    expect(kindOf(name, "coffee and long walks")).not.toBe("business"),
  );
});

describe.each(
  Object.entries({
    we: WE_ENTRIES,
    "the reader": YOU_ENTRIES,
    organisations: ORGANISATION_ENTRIES,
    "people who publish": PUBLISHER_ENTRIES,
    "one's life": LIFE_ENTRIES,
    "pages about somebody": ABOUT_ENTRIES,
    "what fans post": FAN_CONTENT_ENTRIES,
    devotion: DEVOTION_ENTRIES,
    "names of fan pages": FAN_PAGE_NAME_ENTRIES,
  }),
)("words of %s", (_, entries) => holdsEveryEntry(entries, {}));

describe("places and trades of 40 languages", () => {
  test.each(["Waldapotheke Olm", "Ferretería Lobo", "Магазин Радуга", "정미 미용실", "مخبز الحارة"])(
    "%s is a place",
    (name) => expect(namesAPlace(name)).toBe(true),
  );
  test.each(["Anna Baker", "Rosa Keller", "Jonas Winkelmann", "José Barbero", "food and music"])(
    "%s is none",
    (text) => expect(namesAPlace(text)).toBe(false),
  );
  test.each(["Hebamme in Kiel", "plombier à Nice", "logopedista, Torino"])("%s is a trade", (text) =>
    expect(namesATrade(text)).toBe(true),
  );
  test.each(["Anna Baker", "love and light"])("%s is none of them", (text) =>
    expect(namesATrade(text)).toBe(false),
  );
  test.each(["Zara Brasil", "Grupo Polska", "Team Deutschland"])("%s ends with a country", (name) =>
    expect(namesACountry(name)).toBe(true),
  );
  test.each(["Brasil Santos", "Anna Berg"])("%s does not", (name) => expect(namesACountry(name)).toBe(false));
});

describe("the signals together", () => {
  test.each([
    ["Marlo Quist Memories", "photos and lyrics of Marlo", "fan"],
    ["Team Yelva", "we love Yelva forever", "fan"],
    ["Bruna na Cozinha", "receitas rápidas toda semana", "person"],
    ["Sport mit Ulla", "Übungen für Anfänger, jede Woche neu", "person"],
    ["Oma Grete", "Garten, Enkel und Kreuzworträtsel", "person"],
    ["Hafenkino Brunsbüttel", "Filme, Konzerte, Lesungen", "business"],
    ["Escola de Música Tom", "Piano, violão e canto para todas as idades", "business"],
    ["Anton Reiter", "Shoes made to last", "business"],
  ])("%s (%s) is told as %s", (name, biography, kind) => expect(kindOf(name, biography)).toBe(kind));
});

describe("categories of people in other languages", () => {
  holdsEveryEntry(PERSON_CATEGORY_ENTRIES, {});
});

describe("opening hours", () => {
  test.each([
    "Mi–Sa 10–18 Uhr",
    "Tue-Sun 5pm till late",
    "vr–zo 9-17u",
    "mar.–sáb. 10:00-20:00",
    "8h30–19h",
    "11:00〜22:00",
    "пн–пт с 9 до 18",
    "lör–sön 10-15",
    "Sunday? Sat, Sun 9-12",
  ])("%s", (text) => expect(sellsOrServes(text)).toBe(true));

  test.each(["FC 3-2 gewonnen", "Mo & me", "1990–2024", "10-15 km", "So schön", "Psalm 23:4-6", "Do it"])(
    "%s are none",
    (text) => expect(sellsOrServes(text)).toBe(false),
  );
});

describe("the name", () => {
  test.each(["Ferretería Lobo", "Lodziarnia Mroźna", "Kornbageriet", "Dachdecker Olm", "Toko Roti Enak"])(
    "%s is a venue's",
    (name) => expect(isVenueName(name)).toBe(true),
  );
  test.each(["Valeria Ríos", "Rosemarie Kant", "Valerie Blum"])("%s is a person's", (name) => {
    expect(isVenueName(name)).toBe(false);
    expect(kindOf(name, "")).toBe("person");
  });
  test.each(["Ott, Kranz und Biel", "Larsson AB", "ООО Сокол", "Moretti e figli"])("%s is a firm's", (name) =>
    expect(isFirmName(name)).toBe(true),
  );
  test.each(["Juniper Fans", "solène updates", "Kraftklub Fanwelt"])("%s is a fan page's", (name) =>
    expect(isFanPage(name, "")).toBe(true),
  );
  test.each(["Fanny Lind", "Updates", "Fantasia Rossi"])("%s is none", (name) =>
    expect(isFanPage(name, "we love music")).toBe(false),
  );
});

describe("a page says that it is not the one it shows", () => {
  test.each([
    "we are not her",
    "fan-run and proud",
    "Comunidad de fans",
    "nicht die Band",
    "page gérée par des fans",
  ])("%s", (biography) => expect(kindOf("Ada Blum", biography)).toBe("fan"));
  test.each(["for my real fans", "not her first rodeo", "big fan of tea"])("but not with %s", (biography) =>
    expect(kindOf("Ada Blum", biography)).toBe("person"),
  );
});

test.each([
  ["Hollow Oak Carpentry", "Tables and stairs from reclaimed timber", "business"],
  ["Brückner Orgelbau", "Neubau und Stimmung von Orgeln", "business"],
  ["nightowl", "coding, ramen, rain", "person"],
  // Few lists have the first name, which is also a word.
  ["Ember Forge", "Axes and knives that outlive you", "business"],
  // "Stan" is a surname, unless the text says what fans say.
  ["Radu Stan", "inginer, Iași, drumeții", "person"],
  ["Rihanna Stan", "pictures and setlists", "fan"],
  ["喫茶あかり", "神戸 / 木曜定休", "business"],
  ["빵집 새벽", "8시부터 소진 시까지", "business"],
  ["Vexaloom", "for tomorrow", null],
] as const)("%s (%s) is told as %s", (name, biography, kind) => expect(kindOf(name, biography)).toBe(kind));

test("a category in another language counts, and one that everybody chooses does not", () => {
  expect(kindOf("Modrá Hodina", "Praha", "Osobní blog")).toBe("person");
  const [name, biography] = ["Nora Lind", "Math made easy"];
  expect(kindOf(name, biography, "Education")).toBe(kindOf(name, biography));
});
