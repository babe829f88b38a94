import { stripNoise } from "../text/clean-text.js";
import { displayNameSimilarity, plainName, skeletonOf, usernameSimilarity } from "./names.js";
import { type PictureTraits, pictureDistance } from "./picture.js";

/** What is known of one account of a pair. "" means "has none", null means "unknown". */
export interface PairSide {
  /** Instagram's account id. */
  id: bigint;
  username: string;
  fullName: string;
  biography: string;
  externalLink: string;
  followers: number | null;
  following: number | null;
  posts: number | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
  picture: PictureTraits | null;
}

/** A watched account, one that may imitate it, and what can only be known of both together. */
export interface Pair {
  watched: PairSide;
  other: PairSide;
  /** Whether a post of the watched account mentions the other one. */
  isNamedInPosts: boolean;
}

/** Pictures that differ in at most this many bits are nearly identical; above `FAR_BITS` they are different (facts §7). */
export const NEAR_BITS = 5;
export const FAR_BITS = 10;

/** @returns the overall similarity of the accounts, 0 to 1. */
export function likenessOf(pair: Pair): number {
  return Math.max(
    scaled(usernameSimilarity(pair.watched.username, pair.other.username), 0.5),
    scaled(nameLikeness(pair), 0.5),
    hasAlikePictures(pair) ? 1 : 0,
  );
}

/** @returns the similarity of the display names, 0 to 1. */
export function nameLikeness({ watched, other }: Pair): number {
  return displayNameSimilarity(watched.fullName, other.fullName);
}

/** @returns whether the display names look the same or nearly so. */
export function hasSameName(pair: Pair): boolean {
  return hasSameSkeleton(pair) || nameLikeness(pair) > 0.85;
}

/** @returns whether the display names look the same but are spelt with different letters. */
export function isDisguised(pair: Pair): boolean {
  const letters = ({ fullName }: PairSide) => plainName(fullName).replace(/[^\p{L}]/gu, "");
  return hasSameSkeleton(pair) && letters(pair.watched) !== letters(pair.other);
}

function hasSameSkeleton({ watched, other }: Pair): boolean {
  const skeleton = skeletonOf(watched.fullName);
  return skeleton !== "" && skeleton === skeletonOf(other.fullName);
}

/** @returns how many of 64 bits differ between the pictures, or null if they cannot be compared. */
export function picturesApart({ watched, other }: Pair): number | null {
  return pictureDistance(watched.picture, other.picture);
}

/** @returns whether the pictures can be compared and are not different. */
export function hasAlikePictures(pair: Pair): boolean {
  return (picturesApart(pair) ?? Number.POSITIVE_INFINITY) <= FAR_BITS;
}

/** @returns the share of the shorter bio's words that are in both; 0 if either has none. */
export function bioOverlap({ watched, other }: Pair): number {
  // Everybody with this name may have it in the bio.
  const names = new Set([watched, other].flatMap(({ fullName }) => [...wordsIn(fullName)]));
  const [a, b] = [watched, other].map(
    ({ biography }) => new Set([...wordsIn(biography)].filter((word) => !names.has(word))),
  ) as [Set<string>, Set<string>];
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return 0;
  const shared = [...few].filter((word) => many.has(word)).length;
  // A bio of one or two words easily matches by chance.
  return (shared / few.size) * (few.size < 3 ? few.size / 4 : 1);
}

/** @returns the words of a text by their looks, each once, without signs, links and single letters. */
export function wordsIn(text: string): Set<string> {
  return new Set(
    skeletonOf(stripNoise(text))
      .split(" ")
      .filter((word) => word.length > 1),
  );
}

/** @returns whether a text contains `@username`, and not just a longer name that begins so. */
export function mentions(text: string, username: string): boolean {
  const at = text.toLowerCase().indexOf(`@${username}`);
  return at >= 0 && !/^\.?[a-z0-9_]/i.test(text.slice(at + username.length + 1));
}

/** @returns how far a share is above a floor, scaled to 0 … 1. */
export function scaled(share: number, floor: number): number {
  return Math.max(0, Math.min(1, (share - floor) / (1 - floor)));
}
