import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandPages, settingsPages, WRITTEN, withFloors } from "../../scripts/docs-pages.js";
import { floorsPicture } from "../../scripts/floors-picture.js";
import { jsonPages } from "../../scripts/json-pages.js";
import { readReference } from "../../src/cli/reference.js";

const DOCS = new URL("../../docs/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, DOCS), "utf8");
const REMEDY = "out of date: npm run docs writes it again";

test("the pages of commands and settings say what the code declares", async () => {
  const reference = await readReference();
  const pages = [...commandPages(reference), ...jsonPages(reference, WRITTEN), ...settingsPages()];
  for (const { path, text } of pages) expect(read(path), `docs/${path} is ${REMEDY}`).toBe(text);
  const families = pages.map(({ path }) => path).filter((path) => path.startsWith("commands/"));
  expect(readdirSync(new URL("commands/", DOCS)).map((file) => `commands/${file}`)).toEqual(families.sort());
});

test("the picture of the floors in docs/architecture.md is that of the code", async () => {
  const page = read("architecture.md");
  expect(page, `docs/architecture.md is ${REMEDY}`).toBe(withFloors(page, await floorsPicture()));
});
