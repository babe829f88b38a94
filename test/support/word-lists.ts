import { expect, test } from "vitest";
import { anyOf, entriesOf } from "../../src/core/text/word-list.js";

/** A text that an entry matches, and one that it must not match. */
export type ForAndAgainst = readonly [takes: string, leaves: string];

/**
 * Checks every entry of a list against a text that it matches and one that it must not match. For a plain entry these
 * are the entry in a sentence, and the entry within a longer word. An entry with `*` or `#` needs its own examples,
 * since a star is only right if every continuation means the same.
 */
export function holdsEveryEntry(entries: string, examples: Readonly<Record<string, ForAndAgainst>>): void {
  const all = entriesOf(entries);
  test("names no entry twice", () => {
    expect(all.filter((entry, at) => all.indexOf(entry) !== at)).toEqual([]);
  });
  test("has examples for every entry with a wildcard, and for no other entry that is gone", () => {
    const needing = all.filter((entry) => /[*#]/.test(entry));
    expect(needing.filter((entry) => examples[entry] === undefined)).toEqual([]);
    expect(Object.keys(examples).filter((entry) => !all.includes(entry))).toEqual([]);
  });
  test.each(all.map((entry) => [entry, ...(examples[entry] ?? ownExamples(entry))]))(
    "%s takes %j and leaves %j",
    (entry, takes, leaves) => {
      const pattern = anyOf(entry);
      expect(pattern.test(takes), takes).toBe(true);
      expect(pattern.test(leaves), leaves).toBe(false);
    },
  );
}

function ownExamples(entry: string): ForAndAgainst {
  const word = entry.replaceAll("~", " ");
  const isUnspaced =
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]/u.test(word);
  return isUnspaced ? [`x${word}y`, word.slice(1)] : [`- ${word.toUpperCase()}.`, `q${word}q`];
}
