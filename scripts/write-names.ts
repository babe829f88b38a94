// Writes the names that `qualify` knows, because reading them from their packages takes a second and 100 MB each time.
import { writeFileSync } from "node:fs";
import { collectNames } from "../src/core/qualify/collect-names.js";
import { NAMES_FILE } from "../src/core/qualify/name-lists.js";

writeFileSync(NAMES_FILE, JSON.stringify(collectNames()));
