import { describe } from "vitest";
import { ELSEWHERE_ENTRIES } from "../../src/core/countries/elsewhere-words.js";
import {
  HOBBY_ENTRIES,
  LEARN_OR_TEACH_ENTRIES,
  THING_ENTRIES,
} from "../../src/core/countries/flags-of-interests.js";
import { holdsEveryEntry } from "../support/word-lists.js";

describe("words that speak of somewhere else", () => {
  holdsEveryEntry(ELSEWHERE_ENTRIES, {
    "lover*": ["lovers of Rome", "clover"],
    "language*": ["languages: fr", "slang"],
    "nächste*": ["nächstes Ziel", "Nächte"],
    "prochain*": ["prochaine étape", "proche"],
  });
});

describe("words beside which a flag is not the writer's: of learning and teaching", () => {
  holdsEveryEntry(LEARN_OR_TEACH_ENTRIES, {});
});

describe("words beside which a flag is not the writer's: of hobbies", () => {
  holdsEveryEntry(HOBBY_ENTRIES, {});
});

describe("words beside which a flag is not the writer's: of things", () => {
  holdsEveryEntry(THING_ENTRIES, {});
});
