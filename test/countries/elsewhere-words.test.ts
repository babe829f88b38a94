import { describe } from "vitest";
import { ELSEWHERE_ENTRIES } from "../../src/core/countries/elsewhere-words.js";
import { holdsEveryEntry } from "../support/word-lists.js";

describe("words that speak of somewhere else", () => {
  holdsEveryEntry(ELSEWHERE_ENTRIES, {
    "lover*": ["lovers of Rome", "clover"],
    "language*": ["languages: fr", "slang"],
    "nächste*": ["nächstes Ziel", "Nächte"],
    "prochain*": ["prochaine étape", "proche"],
  });
});
