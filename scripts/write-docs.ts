// Writes the pages of docs/ that repeat declarations in the code. A test fails if they are out of date.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readReference } from "../src/cli/reference.js";
import { commandPages, settingsPages, WRITTEN, withFloors } from "./docs-pages.js";
import { floorsPicture } from "./floors-picture.js";
import { jsonPages } from "./json-pages.js";

for (const folder of ["docs/commands", "docs/json", "docs/settings"]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
}
const reference = await readReference();
for (const { path, text } of [
  ...commandPages(reference),
  ...jsonPages(reference, WRITTEN),
  ...settingsPages(),
]) {
  writeFileSync(`docs/${path}`, text);
}
const architecture = "docs/architecture.md";
writeFileSync(architecture, withFloors(readFileSync(architecture, "utf8"), await floorsPicture()));
