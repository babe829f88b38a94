import { distance } from "fastest-levenshtein";

/** Maximum share of letters in which a suggested name may differ from the typed one. */
const DIFFERENT_AT_MOST = 0.34;
const SUGGESTED = 3;

/**
 * @returns the commands that may have been meant, best match first: similar names, and names that start with what was
 * typed. A command of several words is compared with as many typed words.
 */
export function nearestCommands(typed: readonly string[], names: readonly string[]): string[] {
  const likeness = names.flatMap((name) => {
    const words = typed.slice(0, name.split(" ").length).join(" ");
    const share = distance(words, name) / Math.max(words.length, name.length);
    const begins = words.length >= 3 && name.startsWith(words);
    return begins || share <= DIFFERENT_AT_MOST ? [{ name, share }] : [];
  });
  return likeness
    .sort((a, b) => a.share - b.share)
    .slice(0, SUGGESTED)
    .map(({ name }) => name);
}
