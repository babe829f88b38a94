import { expect, test } from "vitest";
import { withoutTraces } from "../../src/core/keep-out/traces.js";

const KNOWN = {
  usernames: new Set<string>(),
  mailboxes: new Set(["joe@ries.example"]),
  phones: new Set<string>(),
  displayNames: new Set<string>(),
};
const words = (length: number) => "lorem ipsum dolor sit amet ".repeat(200).slice(0, length);

test.each(["joe@ries.example", "joe (at) ries (dot) example"])(
  "%j is taken out of a long text wherever it stands, and nothing else",
  (address) => {
    for (let at = 540; at < 2_100; at += 7) {
      const [before, after] = [words(at), words(1_500)];
      expect(withoutTraces(`${before} ${address} ${after}`, KNOWN)).toBe(`${before} … ${after}`);
    }
  },
);

test("addresses that only begin or end as one stay, wherever they stand", () => {
  for (let at = 540; at < 2_100; at += 7) {
    const text = `${words(at)} mary.joe@ries.example joe@ries.example.org ${words(1_500)}`;
    expect(withoutTraces(text, KNOWN)).toBe(text);
  }
});

test("an address in which the display name stands goes whole", () => {
  const known = { ...KNOWN, displayNames: new Set(["joe ries"]) };
  expect(withoutTraces("Joe Ries: joe@ries.example, @mia", known)).toBe("…: …, @mia");
});
