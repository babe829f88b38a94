// Writes the pages of docs/ that repeat what the code declares. A test fails when they are out of date.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readReference } from "../src/cli/reference.js";
import { commandPages, settingsPage, withFloors } from "./docs-pages.js";
import { floorsPicture } from "./floors-picture.js";

rmSync("docs/commands", { recursive: true, force: true });
mkdirSync("docs/commands");
for (const { path, text } of [...commandPages(await readReference()), settingsPage()]) {
  writeFileSync(`docs/${path}`, text);
}
const architecture = "docs/architecture.md";
writeFileSync(architecture, withFloors(readFileSync(architecture, "utf8"), await floorsPicture()));
