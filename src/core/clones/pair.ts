import { stripNoise } from "../text/clean-text.js";
import { displayNameSimilarity, plainName, skeletonOf, usernameSimilarity } from "./names.js";
import { type PictureTraits, pictureDistance } from "./picture.js";

/** What is known of one account of a pair. "" stands for "has none", null for "not known". */
export interface PairSide {
  /** Instagram's number. */
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

/** A watched account, one that may imitate it, and what only both together tell. */
export interface Pair {
  watched: PairSide;
  other: PairSide;
  /** A post of the watched account mentions the other one. */
  isNamedInPosts: boolean;
}

/** Up to so many bits pictures are nearly identical, above so many different (facts §7). */
export const NEAR_BITS = 5;
export const FAR_BITS = 10;

/** @returns how much the accounts look alike at all, 0 to 1. */
export function likenessOf(pair: Pair): number {
  return Math.max(
    scaled(usernameSimilarity(pair.watched.username, pair.other.username), 0.5),
    scaled(nameLikeness(pair), 0.5),
    hasAlikePictures(pair) ? 1 : 0,
  );
}

/** @returns how alike the display names look, 0 to 1. */
export function nameLikeness({ watched, other }: Pair): number {
  return displayNameSimilarity(watched.fullName, other.fullName);
}

/** @returns whether the display names look the same, or nearly so. */
export function hasSameName(pair: Pair): boolean {
  return hasSameSkeleton(pair) || nameLikeness(pair) > 0.85;
}

/** @returns whether the display names look the same and are spelt with other letters. */
export function isDisguised(pair: Pair): boolean {
  const letters = ({ fullName }: PairSide) => plainName(fullName).replace(/[^\p{L}]/gu, "");
  return hasSameSkeleton(pair) && letters(pair.watched) !== letters(pair.other);
}

function hasSameSkeleton({ watched, other }: Pair): boolean {
  const skeleton = skeletonOf(watched.fullName);
  return skeleton !== "" && skeleton === skeletonOf(other.fullName);
}

/** @returns how many of 64 bits differ between the pictures; null where they cannot be compared. */
export function picturesApart({ watched, other }: Pair): number | null {
  return pictureDistance(watched.picture, other.picture);
}

/** @returns whether the pictures can be compared and are not different. */
export function hasAlikePictures(pair: Pair): boolean {
  return (picturesApart(pair) ?? Number.POSITIVE_INFINITY) <= FAR_BITS;
}

/** @returns the share of the words of the shorter bio that stand in both; 0 where one has none. */
export function bioOverlap({ watched, other }: Pair): number {
  // A name in the bio is shared by everybody who has it.
  const names = new Set([watched, other].flatMap(({ fullName }) => [...wordsIn(fullName)]));
  const [a, b] = [watched, other].map(
    ({ biography }) => new Set([...wordsIn(biography)].filter((word) => !names.has(word))),
  ) as [Set<string>, Set<string>];
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return 0;
  const shared = [...few].filter((word) => many.has(word)).length;
  // A bio of one or two words is soon alike by chance.
  return (shared / few.size) * Math.min(1, few.size / 3);
}

/** @returns the words of a text as they look, each once; signs, links and single letters are none. */
export function wordsIn(text: string): Set<string> {
  return new Set(
    skeletonOf(stripNoise(text))
      .split(" ")
      .filter((word) => word.length > 1),
  );
}

/** @returns whether a text names `@username`, and not one that only begins so. */
export function mentions(text: string, username: string): boolean {
  const at = text.toLowerCase().indexOf(`@${username}`);
  return at >= 0 && !/^\.?[a-z0-9_]/i.test(text.slice(at + username.length + 1));
}

/** @returns a share above a floor, stretched to 0 … 1. */
export function scaled(share: number, floor: number): number {
  return Math.max(0, Math.min(1, (share - floor) / (1 - floor)));
}
