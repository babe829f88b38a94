// Writes the names, places and trades that `qualify` knows, because reading them from their packages takes seconds each time.
import { writeFileSync } from "node:fs";
import { collectNames } from "../src/core/qualify/collect-names.js";
import { collectTradePlaces } from "../src/core/qualify/collect-trade-places.js";
import { NAMES_FILE, openNameLists } from "../src/core/qualify/name-lists.js";
import { TRADE_PLACES_FILE } from "../src/core/qualify/trade-places.js";

writeFileSync(NAMES_FILE, JSON.stringify(collectNames()));
const names = openNameLists();
const isName = (word: string) => names.find(word).size > 0 || names.isSurname(word);
writeFileSync(TRADE_PLACES_FILE, JSON.stringify(collectTradePlaces(isName)));
