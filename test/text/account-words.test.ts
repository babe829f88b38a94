import { describe, expect, test } from "vitest";
import {
  BRANCH_ENTRIES,
  CLAIM_ENTRIES,
  CLAIM_WORDS,
  FAN_BESIDE_NAME_ENTRIES,
  FAN_ENTRIES,
  FAN_WORDS,
  LURE_ENTRIES,
  LURE_WORDS,
  TITLE_ENTRIES,
} from "../../src/core/text/account-words.js";
import { anyOf } from "../../src/core/text/word-list.js";
import { holdsEveryEntry } from "../support/word-lists.js";

describe("words of fans", () => {
  holdsEveryEntry(FAN_ENTRIES, {
    "fan~page*": ["Fanpages of the band", "fanatic pages"],
    "fan~account*": ["a fan-account", "fanned accounts"],
    "fan~club*": ["FanClubs", "a fancy club"],
    "fan~seite*": ["unsere Fanseiten", "Fantasie-Seite"],
    "inoffiziell*": ["Inoffizielle News", "offizielle News"],
    "nicht offiziell*": ["nicht offizieller Account", "nicht nur offiziell"],
    "parodie*": ["lauter Parodien", "Melodien"],
    "non officiel*": ["compte non officielle", "compte officiel"],
    "resmi değil*": ["resmi değildir", "resmi hesap"],
    "nieoficjaln*": ["nieoficjalny profil", "oficjalny profil"],
    "фан~клуб*": ["фан-клуба", "клуб"],
    "фан~страниц*": ["фан-страница", "страница"],
    "фан~аккаунт*": ["фан аккаунта", "аккаунт"],
    "неофициальн*": ["неофициальный", "официальный"],
  });
  test.each(["for my real fans", "a big fan of coffee", "fancy clubs", "Fantasy author"])(
    "are not in %j",
    (text) => expect(FAN_WORDS.test(text)).toBe(false),
  );
});

describe("words that claim to be the one", () => {
  holdsEveryEntry(CLAIM_ENTRIES, {
    "offiziell*": ["offizielle Seite", "inoffizielle Seite"],
    "zweit~account*": ["mein Zweit-Accounts", "zweite Wahl"],
    "officiel*": ["page officielle", "police officer"],
    "piraté*": ["compte piratée", "pirate"],
    "официальн*": ["официальный", "неофициальный"],
  });
  test.each(["real estate", "the real deal", "new in town", "accountant"])("are not in %j", (text) =>
    expect(CLAIM_WORDS.test(text)).toBe(false),
  );
});

describe("words that lure", () => {
  holdsEveryEntry(LURE_ENTRIES, {
    "wa.me*": ["wa.me/123", "wawme"],
    "t.me*": ["t.me/abc", "tame"],
    "giveaway*": ["Giveaways", "give away"],
    "giveaway winner*": ["giveaway winners", "award winner"],
    "lucky winner*": ["the lucky winners", "Olympic winner"],
    "gewinnspiel*": ["Gewinnspiele", "Gewinn"],
    "para kazan*": ["para kazanın", "para kasası"],
    "sorteo*": ["sorteos", "tesoro"],
    "sorteio*": ["sorteios", "passeio"],
    "çekiliş*": ["çekilişler", "çekirdek"],
    "linke tıkla*": ["linke tıklayın", "linke bak"],
    "розыгрыш*": ["розыгрыши", "выигрыш"],
  });
  test.each(["Investment banker", "award-winning chef", "Military history", "I love my widowbird"])(
    "are not in %j",
    (text) => expect(LURE_WORDS.test(text)).toBe(false),
  );
});

describe("words of a part of the house", () => {
  holdsEveryEntry(BRANCH_ENTRIES, {
    "carrière*": ["carrières", "barrière"],
    "emploi*": ["emplois", "exploit"],
  });
});

describe("words of fans beside a name", () => holdsEveryEntry(FAN_BESIDE_NAME_ENTRIES, {}));
describe("titles around a name", () => holdsEveryEntry(TITLE_ENTRIES, {}));

test("a # stands for a digit, a ~ for a space, a hyphen or nothing", () => {
  expect(anyOf("since 19##").test("Design since 1904")).toBe(true);
  expect(anyOf("since 19##").test("since 19")).toBe(false);
  expect(["fanpage", "fan page", "fan-page"].every((text) => anyOf("fan~page").test(text))).toBe(true);
});
