import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { SERVICES } from "../../src/core/schedule/services.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGES = Object.keys(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).dependencies);

/** Commands that use a package in every run, or nearly. */
const ALWAYS = {
  // Prints a table in any case.
  health: ["cli-table3", "string-width"],
  "refresh-views": ["cli-table3", "string-width"],
  "import-sequence": ["cli-table3", "d3-random", "string-width"],
  // Has to ask the mailbox.
  "label-gmail": ["@googleapis/gmail", "postal-mime", "smtp-address-parser"],
  // One small table.
  "vary-names": ["confusables"],
};

/** Packages that a built file loads before any of its own code runs: what it imports, and what those files import. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const imported = [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport) ?"([^"]+)"/g)].map(
    ([, path]) => path as string,
  );
  return new Set([
    ...PACKAGES.filter((name) => imported.some((path) => path === name || path.startsWith(`${name}/`))),
    ...imported
      .filter((path) => path.startsWith("."))
      .flatMap((path) => [...packagesOf(join(dirname(file), path), seen)]),
  ]);
}

test("a scheduled command loads no package before it knows whether there is anything to do", () => {
  const loaded = SERVICES.map(({ name }): [string, string[]] => [
    name,
    [...packagesOf(join(ROOT, `dist/commands/${name.replaceAll(" ", "-")}.js`))].sort(),
  ]).filter(([, packages]) => packages.length > 0);
  expect(Object.fromEntries(loaded)).toEqual(ALWAYS);
});
