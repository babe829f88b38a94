// Writes the pages of docs/ that repeat what the code declares. A test fails when they are out of date.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readReference } from "../src/cli/reference.js";
import { commandPages, settingsPage, WRITTEN, withFloors } from "./docs-pages.js";
import { floorsPicture } from "./floors-picture.js";
import { jsonPages } from "./json-pages.js";

rmSync("docs/commands", { recursive: true, force: true });
mkdirSync("docs/commands");
rmSync("docs/json", { recursive: true, force: true });
mkdirSync("docs/json");
const reference = await readReference();
for (const { path, text } of [...commandPages(reference), ...jsonPages(reference, WRITTEN), settingsPage()]) {
  writeFileSync(`docs/${path}`, text);
}
const architecture = "docs/architecture.md";
writeFileSync(architecture, withFloors(readFileSync(architecture, "utf8"), await floorsPicture()));
