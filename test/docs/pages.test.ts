import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A page that takes longer to read should be several. */
const MOST_CHARACTERS = 12_000;

const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name.replaceAll("\\", "/")}`)
  .concat("README.md");

/** The heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

function anchorsIn(page: string): Set<string> {
  const text = readFileSync(join(ROOT, page), "utf8");
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading as string)));
}

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  test("leads only to pages and headings that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const dead = links.flatMap(([, path = "", anchor]) => {
      const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, target))) return [path];
      return anchor !== undefined && !anchorsIn(target).has(anchor) ? [`${path}#${anchor}`] : [];
    });
    expect(dead).toEqual([]);
  });

  test("is short enough to be read", () => {
    expect(text.length).toBeLessThanOrEqual(page === "README.md" ? 8_000 : MOST_CHARACTERS);
  });
});

test("every page is reached from the index", () => {
  const index = readFileSync(join(ROOT, "docs/README.md"), "utf8");
  const missing = pages.filter(
    (page) =>
      !/^(README|docs\/README|docs\/(commands|json|settings)\/)/.test(page) &&
      !index.includes(`(${page.slice("docs/".length)})`),
  );
  expect(missing).toEqual([]);
});
