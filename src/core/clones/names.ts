import { remove as withoutConfusables } from "confusables";
import { distance } from "fastest-levenshtein";
import { EMOJI, ZERO_WIDTH } from "../text/clean-text.js";

/** Words that accounts put around a name and that make no other name of it. */
const FILLERS =
  /(?:official|offical|oficial|backup|real|private|priv|fanpage|fans|fan|support|team|iam|its|the|ig|tv|hq)/g;
const LEET: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "8": "b" };

/**
 * What a display name looks like to a reader: confusable letters of other scripts, styled letters, accents, emoji and
 * signs all gone (UTS #39 skeleton by way of the package confusables), words in lower case with one space between.
 */
export function skeletonOf(displayName: string): string {
  const plain = displayName
    .toWellFormed()
    .replace(EMOJI, " ")
    .replace(ZERO_WIDTH, "")
    .normalize("NFKC")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
  return withoutConfusables(plain)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** @returns how alike two display names look, 0 to 1; the order of their words does not count. 0 where one is empty. */
export function displayNameSimilarity(one: string, other: string): number {
  const [a, b] = [skeletonOf(one), skeletonOf(other)];
  if (a === "" || b === "") return 0;
  const sorted = (name: string) => name.split(" ").sort().join(" ");
  return Math.max(similarity(a, b), similarity(sorted(a), sorted(b)));
}

/** A username without separators, with digits as the letters they look like: what the eye keeps of it. */
export function usernameSkeleton(username: string): string {
  return username
    .replace(/[._]/g, "")
    .replace(/[013458](?=[a-z])|(?<=[a-z])[013458](?=[a-z])/g, (digit) => LEET[digit] ?? digit)
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("i", "l");
}

/** @returns how alike two usernames look, 0 to 1, whatever words such as "official" or numbers stand around them. */
export function usernameSimilarity(one: string, other: string): number {
  const cores = [one, other].map((name) => {
    const plain = name.replace(/[._]/g, "");
    const core = plain.replace(FILLERS, "").replace(/^\d+|\d+$/g, "");
    return usernameSkeleton(core.length >= 3 ? core : plain);
  }) as [string, string];
  return Math.max(similarity(...cores), similarity(usernameSkeleton(one), usernameSkeleton(other)));
}

function similarity(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length, 1);
}
