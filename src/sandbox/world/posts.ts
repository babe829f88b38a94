import { shortcodeOf } from "../../core/instagram/shortcode.js";
import { hashOf, pick, shareOf } from "../random.js";
import type { Account } from "./account.js";
import { peopleAround, relatedTo } from "./graph.js";
import { firstNameOf } from "./names.js";
import { topicOf } from "./topics.js";
import type { World } from "./world.js";

export interface SandboxPost {
  /** 19 digits, always above 2^53. */
  id: string;
  shortcode: string;
  /** Seconds since 1970. */
  takenAt: number;
  kind: "image" | "video" | "carousel";
  /** null if the post has none. */
  caption: string | null;
  /** −1 if hidden. */
  likes: number;
  comments: number;
  place: string | null;
}

/** The first purpose number for drawing the commenters of an account's posts. */
const COMMENTERS = 1_000;
/** Number of posts per page. */
export const PAGE = 12;
/** The default for day 0, so that answers do not depend on the current time. */
const DAY_0 = Date.UTC(2026, 0, 1) / 1_000;
const DAY = 86_400;
/** Posts up to day 0 are numbered backwards from the newest; later ones are numbered from here. */
const NEW_POSTS_FROM = 50_000;

/** @returns a page of an account's posts, newest first. */
export function postsOf(world: World, account: Account, page = 0): SandboxPost[] {
  const from = page * PAGE;
  const shown = Math.max(0, Math.min(account.posts - from, world.postsPerAccount ?? PAGE, PAGE));
  return Array.from({ length: shown }, (_, index) => postOf(world, account, indexOf(account, from + index)));
}

/** @returns the index of the post at a position in an account's list, newest first. */
function indexOf({ newPosts }: Account, place: number): number {
  return place < newPosts ? NEW_POSTS_FROM + newPosts - place : place - newPosts;
}

/** @returns the account's number and the post's index, for `postOf`. */
export function placeOfPost(id: string): { number: number; index: number } {
  return { number: Number(id.slice(4, 14)), index: Number(id.slice(14)) };
}

/** @returns the post of an account with this index. */
export function postOf(world: World, account: Account, index: number): SandboxPost {
  const { number, firstFollowers, daysBetweenPosts } = account;
  const hash = (trait: number) => hashOf(world.seed, trait, number, index);
  const engagement = 0.01 + 0.08 * shareOf(hash(31));
  const likes = Math.floor(firstFollowers * engagement);
  const kind = hash(32) % 10;
  const age = index < NEW_POSTS_FROM ? index : NEW_POSTS_FROM - index;
  const id = `3100${String(number).padStart(10, "0")}${String(index).padStart(5, "0")}`;
  return {
    id,
    shortcode: shortcodeOf(BigInt(id)),
    takenAt: (world.dayZero ?? DAY_0) - Math.floor(DAY * (3 + age * daysBetweenPosts + shareOf(hash(33)))),
    kind: kind < 6 ? "image" : kind < 8 ? "video" : "carousel",
    caption: shareOf(hash(34)) < 0.08 ? null : captionOf(world, account, hash),
    likes: hash(35) % 25 === 0 ? -1 : likes,
    comments: Math.min(5_000, Math.floor(likes * 0.04) + (hash(36) % 4)),
    place: hash(37) % 10 === 0 ? pick(account.person.language.cities, hash(37)) : null,
  };
}

function captionOf(world: World, { number, person }: Account, hash: (trait: number) => number): string {
  const { captions, hashtags, cities } = person.language;
  const sentences = [pick(captions, hash(41)), pick(captions, hash(42))].slice(0, 1 + (hash(43) % 2));
  const text = sentences.join(" ").replaceAll("{city}", pick(cities, hash(44)));
  const tags =
    hash(45) % 3 === 0
      ? ""
      : `\n#${hashtags[topicOf(world, number) % hashtags.length]} #${pick(hashtags, hash(47))}`;
  const friend = hash(48) % 8 === 0 ? ` @${firstNameOf(world, relatedTo(world, number)[0] ?? 0)}` : "";
  return `${text}${friend}${tags}`;
}

/** @returns the commenters of a post in the order of the comments; some occur more than once. */
export function commentersOf(
  world: World,
  account: Account,
  index: number,
  from: number,
  count: number,
): number[] {
  return peopleAround(world, account.number, COMMENTERS + index, from, count);
}
