import stringWidth from "string-width";
import { afterEach, expect, test, vi } from "vitest";
import { paragraphText, tableText } from "../../src/cli/table.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const COLUMNS = [{ title: "command" }, { title: "what it says" }, { title: "address" }];
const ROWS = [
  [
    "validate-clones",
    "没有找到任何帐户 — no account was found and nothing is to be done about it",
    "a@example.com",
  ],
  ["mine-new", "short", "https://www.example.com/a/very/long/path/that/cannot/be/broken/anywhere"],
];

test.each([60, 100, 200])(
  "a table fits a terminal of %d columns, wide characters counted twice",
  (columns) => {
    vi.stubEnv("COLUMNS", String(columns));
    const lines = tableText(COLUMNS, ROWS).split("\n");
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
    // The words to type are not cut.
    expect(lines.some((line) => line.startsWith("validate-clones"))).toBe(true);
  },
);

test("a table that nobody reads on a terminal is not broken", () => {
  vi.stubEnv("COLUMNS", "");
  expect(tableText(COLUMNS, ROWS).split("\n")).toHaveLength(3);
});

test("a table of more columns than a terminal can hold shows each row as lines", () => {
  vi.stubEnv("COLUMNS", "60");
  const titles = [
    "name",
    "waiting",
    "sending",
    "active",
    "done",
    "answered",
    "bounced",
    "unsubscribed",
    "refused",
  ];
  const lines = tableText(
    titles.map((title) => ({ title })),
    [titles.map((_, at) => String(at)), titles.map((_, at) => String(10 * at))],
  ).split("\n");
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
  expect(lines).toHaveLength(2 * titles.length + 1);
  expect(lines).toContain("unsubscribed  70");
});

test("a paragraph is broken at its spaces, and a terminal that nobody reads breaks nothing", () => {
  vi.stubEnv("COLUMNS", "60");
  const text = `  never run: ${Array(30).fill("mine-new").join(", ")}`;
  const lines = paragraphText(text).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines.every((line) => line.startsWith("  "))).toBe(true);
  vi.stubEnv("COLUMNS", "");
  expect(paragraphText(text)).toBe(text);
});
