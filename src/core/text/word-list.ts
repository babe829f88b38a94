/** Scripts without spaces between words: their entries are also found inside a run of letters. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]/u;

/**
 * Compiles a comma-separated list into one pattern that finds any of its entries, as whole words and in any case. In an
 * entry `*` stands for any letters (or none) and `#` for a digit; a space matches any white space, or none if the entry
 * has `~` instead ("fan~page" matches "fanpage", "fan page" and "fan-page").
 */
export function anyOf(entries: string, flags = "iu"): RegExp {
  const patterns = entriesOf(entries).map((entry) => ({ entry, pattern: patternOf(entry) }));
  const join = (inside: boolean) =>
    patterns
      .filter(({ entry }) => isUnspaced(entry) === inside)
      .map(({ pattern }) => pattern)
      .join("|");
  const [whole, inside] = [join(false), join(true)];
  const bounded = `(?<![\\p{L}\\p{M}\\p{N}])(?:${whole})(?![\\p{L}\\p{M}\\p{N}])`;
  return new RegExp([whole && bounded, inside].filter(Boolean).join("|"), flags);
}

/** @returns whether an entry is in a script without spaces between words. */
export function isUnspaced(entry: string): boolean {
  return UNSPACED.test(entry);
}

/** @returns the entries of a comma-separated list. */
export function entriesOf(list: string): string[] {
  return list
    .split(",")
    .map((entry) => entry.trim().replace(/\s+/g, " "))
    .filter((entry) => entry !== "");
}

function patternOf(entry: string): string {
  return (
    entry
      .replace(/[.()/+?$[\]]/g, "\\$&")
      // Turkish capitals: ı becomes I, and i becomes İ.
      .replace(/[ıi]/g, (letter) => (letter === "ı" ? "[ıIi]" : "[iİ]"))
      .replace(/['’]/g, "['’]")
      .replaceAll("*", "\\p{L}*")
      .replaceAll("#", "\\d")
      .replaceAll("~", "[\\s_-]?")
      .replaceAll(" ", "\\s+")
  );
}
