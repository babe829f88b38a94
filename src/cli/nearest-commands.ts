import { distance } from "fastest-levenshtein";

/** A name may differ from what was typed in so large a share of its letters. */
const DIFFERENT_AT_MOST = 0.34;
const SUGGESTED = 3;

/**
 * @returns the commands that somebody may have meant, the likeliest first: those that are nearly what was typed, and those
 * that begin with it. A command of several words is compared with as many typed ones.
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
