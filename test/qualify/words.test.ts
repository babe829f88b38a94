import { describe, expect, test } from "vitest";
import {
  BUSINESS_ENTRIES,
  GENDERED_ENTRIES,
  GENDERED_WORDS,
  GERMAN_TRADE_OF_A_WOMAN,
  GOODS_ENTRIES,
  PERSON_ENTRIES,
  TOPIC_ENTRIES,
} from "../../src/core/qualify/words.js";
import { type ForAndAgainst, holdsEveryEntry } from "../support/word-lists.js";

/**
 * Every entry with a star, by topic: a text that it matches, and a word that begins like it and means something else.
 */
const TOPICS: Record<string, Record<string, ForAndAgainst>> = {
  animals: {
    "doglover*": ["doglovers", "dogma"],
    "hundemama*": ["Hundemamas", "hundert"],
    "hundeliebe*": ["Hundeliebe", "hundemüde"],
    "katze*": ["Katzen", "Kater"],
    "pferd*": ["Pferde", "Perl"],
    "perro*": ["perros", "pero"],
    "chien*": ["chiens", "chic"],
    "haustier*": ["Haustiere", "Haustür"],
  },
  art: {
    "künstler*": ["Künstlerin", "kunterbunt"],
    "illustration*": ["Illustrationen", "Illusion"],
    "illustrator*": ["Illustratorin", "illustrious"],
    "painting*": ["paintings", "paint shop"],
    "drawing*": ["drawings", "drawer"],
    "zeichnung*": ["Zeichnungen", "Zeichen"],
  },
  beauty: { "friseur*": ["Friseurin", "frisch"] },
  books: {
    "bookworm*": ["bookworms", "bookings"],
    "booklover*": ["booklovers", "Booking"],
    "bookstagram*": ["bookstagrammer", "bookmaker"],
  },
  business: {
    "entrepreneur*": ["entrepreneurs", "enterprise"],
    "unternehmer*": ["Unternehmerin", "unternehmen wir was"],
    "startup*": ["startups", "start"],
    "gründer*": ["Gründerin", "gründlich"],
    "investor*": ["investors", "investigative"],
    "investment*": ["investments", "investiture"],
  },
  cars: { "motorcycle*": ["motorcycles", "cycle"] },
  comedy: { "lustig*": ["lustige Sachen", "Lust"] },
  crafts: { "handgemacht*": ["Handgemachtes", "Handy"], "ceramic*": ["ceramics", "cerebral"] },
  dance: { "tänzer*": ["Tänzerin", "Tante"] },
  education: { "lehrer*": ["Lehrerin", "leer"], "profesor*": ["profesora", "profecía"] },
  fashion: { "modeblog*": ["Modebloggerin", "beast mode"], "outfit*": ["outfits", "outdoor"] },
  film: { "movie*": ["movies", "moving"], "schauspiel*": ["Schauspielerin", "Schau mal"] },
  fitness: { "workout*": ["workouts", "work"] },
  food: {
    "rezept*": ["Rezepte", "rezent"],
    "recipe*": ["recipes", "recital"],
    "vegan*": ["veganes", "Vegas"],
  },
  gardening: { "garden*": ["gardening", "guard"], "gärtner*": ["Gärtnerin", "gären"] },
  health: {
    "ernährung*": ["Ernährungsberatung", "ernten"],
    "heilpraktiker*": ["Heilpraktikerin", "heil"],
    "physio*": ["Physiotherapie", "physics"],
  },
  home: { "interior*": ["interiors", "internal"] },
  lifestyle: { "minimalis*": ["minimalism", "minimum"] },
  music: {
    "musiker*": ["Musikerin", "Museum"],
    "sänger*": ["Sängerin", "sanft"],
    "guitar*": ["guitarist", "guide"],
  },
  nature: { "outdoor*": ["outdoors", "outlet"] },
  news: { "journalist*": ["Journalistin", "journey"], "reporter*": ["reporters", "report card"] },
  photography: {
    "photograph*": ["photographer", "photosynthesis"],
    "fotograf*": ["Fotografin", "Fototapete"],
  },
  politics: {
    "politik*": ["Politikerin", "polite"],
    "aktivist*": ["Aktivistin", "aktiv"],
    "feminist*": ["feminists", "feminin"],
  },
  religion: { "christlich*": ["christliche Musik", "Christina"] },
  science: {
    "wissenschaft*": ["Wissenschaftlerin", "Wissen"],
    "chemiker*": ["Chemikerin", "Chemnitz"],
    "research*": ["researcher", "search"],
  },
  sports: {
    "sportler*": ["Sportlerin", "Sporttasche"],
    "sportlich*": ["sportliche", "Sportwagen"],
    "football*": ["footballer", "foot"],
    "fußball*": ["Fußballerin", "Fuß"],
    "surfer*": ["surfers", "surface"],
    "snowboard*": ["snowboarder", "snow"],
    "athlet*": ["Athletin", "atlas"],
  },
  technology: {
    "entwickler*": ["Entwicklerin", "entwirren"],
    "programmier*": ["Programmiererin", "Programm"],
    "web design*": ["web designer", "web"],
  },
  travel: {
    "travel*": ["travelling", "trave"],
    "reiseblog*": ["Reiseblogger", "Reis"],
    "voyage*": ["voyages", "voyeur"],
    "viaggi*": ["viaggio", "via"],
    "backpack*": ["backpacker", "backen"],
  },
  weddings: {
    "wedding*": ["weddings", "wedge"],
    "hochzeit*": ["Hochzeiten", "hoch"],
    "bride*": ["brides", "bridge"],
    "mariage*": ["mariages", "Maria"],
  },
};

describe.each(Object.entries(TOPIC_ENTRIES))("words of the topic %s", (topic, entries) =>
  holdsEveryEntry(entries, TOPICS[topic] ?? {}),
);

const inYear = (word: string, century: string): ForAndAgainst => [
  `${word} ${century}04`,
  `${word} ${century}`,
];
describe("words of a business", () =>
  holdsEveryEntry(BUSINESS_ENTRIES, {
    "open mon*": ["open Monday to Friday", "open minded"],
    "reservierung*": ["Reservierungen", "Reserve"],
    ...Object.fromEntries(
      [
        ...["since", "seit"].flatMap((word) =>
          ["17", "18", "19", "20"].map((century) => [word, century] as const),
        ),
        ...["est."].flatMap((word) => ["18", "19", "20"].map((century) => [word, century] as const)),
        ...["established", "gegründet", "desde", "depuis", "dal", "sinds"].flatMap((word) =>
          ["18", "19"].map((century) => [word, century] as const),
        ),
      ].map(([word, century]) => [`${word} ${century}##`, inYear(word, century)]),
    ),
  }));
describe("goods", () => holdsEveryEntry(GOODS_ENTRIES, {}));
describe("words of a person", () => holdsEveryEntry(PERSON_ENTRIES, {}));
describe.each(["female", "male"] as const)("words of a %s", (gender) => {
  holdsEveryEntry(GENDERED_ENTRIES[gender], {});
});

describe("a gendered word is somebody else's", () => {
  test.each([
    "I love my wife",
    "meine Mama ist die beste",
    "for every mom",
    "mama's boy",
    "mi esposa y yo",
    "girl dad",
    "mom squad",
  ])("in %j", (text) => expect(GENDERED_WORDS.female.test(text)).toBe(false));
  test.each(["wife & mom of 3", "Mama von zwei", "proud mother", "I am a mom", "esposa y madre"])(
    "but not in %j",
    (text) => expect(GENDERED_WORDS.female.test(text)).toBe(true),
  );
});

test("German trades of a woman are told by their ending, and places and names are none", () => {
  for (const trade of [
    "Fotografin",
    "Yogalehrerin",
    "Zahnärztin",
    "Hochzeitsfotografin",
    "Texterin, Autorin",
    "Rechtsanwältin",
  ])
    expect(GERMAN_TRADE_OF_A_WOMAN.test(trade), trade).toBe(true);
  for (const none of ["Berlin", "Benjamin", "Medizin", "Vitamin", "Catherin", "Magazin", "Termin"])
    expect(GERMAN_TRADE_OF_A_WOMAN.test(none), none).toBe(false);
});
