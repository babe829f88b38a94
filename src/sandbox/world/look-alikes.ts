import { isUsername } from "../../core/instagram/username.js";
import { WELL_KNOWN_USERNAMES } from "../../core/instagram/well-known.js";
import { hashOf, pick, shareOf } from "../random.js";
import { type Account, accountOf, idOf, isMissing } from "./account.js";
import {
  biographyLike,
  type Dice,
  fullNameLike,
  type LookAlikeKind,
  usernameLike,
} from "./look-alike-texts.js";
import { namesakes, numberOf } from "./names.js";
import type { World } from "./world.js";

/** How a look-alike changed the picture it copied, or that it has a picture of its own. */
export type PictureChange = "copy" | "recompressed" | "cropped" | "mirrored" | "reworked" | "own" | "flat";

/** An account that looks like another one. */
export interface LookAlike {
  account: Account;
  kind: LookAlikeKind;
  original: number;
  picture: PictureChange;
}

/** Slots for look-alikes beside an account, and the share of accounts in which each is filled. */
const PLACES: readonly [LookAlikeKind, number][] = [
  ["copy", 0.6],
  ["copy", 0.25],
  ["typo", 0.55],
  ["typo", 0.2],
  ["backup", 0.5],
  ["romance", 0.45],
  ["fan", 0.35],
  ["fan", 0.15],
  ["namesake", 0.6],
  ["namesake", 0.4],
  ["second account", 0.35],
  ["neighbour", 0.7],
];
/** How often each kind shows which picture, in percent. */
const PICTURES: Record<LookAlikeKind, Partial<Record<PictureChange, number>>> = {
  copy: { copy: 35, recompressed: 22, cropped: 18, mirrored: 8, reworked: 6, own: 6, flat: 5 },
  typo: { copy: 25, recompressed: 22, cropped: 18, mirrored: 8, reworked: 5, own: 10, flat: 12 },
  backup: { copy: 25, recompressed: 25, cropped: 15, mirrored: 5, own: 20, flat: 10 },
  romance: { copy: 10, recompressed: 30, cropped: 20, mirrored: 18, reworked: 12, own: 10 },
  fan: { copy: 20, recompressed: 20, cropped: 10, own: 45, flat: 5 },
  namesake: { own: 85, flat: 15 },
  "second account": { copy: 15, recompressed: 10, own: 70, flat: 5 },
  neighbour: { own: 85, flat: 15 },
};
/** Share of people with a second account who mention it on the first. */
const SECOND_ACCOUNT_TOLD = 0.6;
const TRAIT = { place: 100, dice: 101, told: 102, line: 103, order: 104 } as const;
const PETS = [
  "Bella 🐶",
  "Luna 🐱",
  "Balu",
  "Kira",
  "Oskar",
  "Nala",
  "Rocky",
  "Maja",
  "Leo",
  "Simba",
  "Emma",
  "Bruno",
];
const JOBS = [
  "nurse",
  "teacher",
  "baker",
  "student",
  "plumber",
  "vet",
  "florist",
  "law",
  "chef",
  "IT",
  "dentist",
  "pilot",
];
const SEARCH_MOST = 20;

interface Index {
  byUsername: ReadonlyMap<string, LookAlike>;
  byNumber: ReadonlyMap<number, LookAlike>;
  byOriginal: ReadonlyMap<number, readonly LookAlike[]>;
}
const indexes = new WeakMap<World, Index>();

/** @returns the look-alikes of an account, each under its own name; none for most of the world. */
export function lookAlikesOf(world: World, original: number): readonly LookAlike[] {
  return indexOf(world).byOriginal.get(original) ?? [];
}

/** @returns the ids of the accounts that have look-alikes. */
export function copiedAccounts(world: World): number[] {
  const from = WELL_KNOWN_USERNAMES.length;
  const count = Math.max(0, Math.min(world.copied ?? 0, world.accounts - from));
  return Array.from({ length: count }, (_, index) => from + index).filter(
    (number) => !isMissing(world, number),
  );
}

/** @returns the account with that username as others see it, or null if there is none (any more). */
export function accountNamed(world: World, username: string): Account | null {
  const number = numberOf(world, username);
  if (number !== null) return isMissing(world, number) ? null : asSeen(world, accountOf(world, number));
  return indexOf(world).byUsername.get(username)?.account ?? null;
}

/** @returns the account with a number, of the world or a look-alike, or null if there is none (any more). */
export function accountNumbered(world: World, number: number): Account | null {
  if (number >= world.accounts) return indexOf(world).byNumber.get(number)?.account ?? null;
  return isMissing(world, number) ? null : asSeen(world, accountOf(world, number));
}

/** @returns whose picture an account shows, and how it was changed. */
export function pictureShownBy(world: World, number: number): { painted: number; change: PictureChange } {
  const lookAlike = number < world.accounts ? undefined : indexOf(world).byNumber.get(number);
  if (lookAlike === undefined) return { painted: number, change: "own" };
  const { picture: change, original } = lookAlike;
  return { painted: change === "own" || change === "flat" ? number : original, change };
}

/** @returns up to 20 accounts whose display name contains all words of a query, as a search by name returns them. */
export function searchAccounts(world: World, query: string): Account[] {
  const words = wordsOf(query);
  const [first, last] = words;
  if (first === undefined) return [];
  const people = last === undefined ? [] : namesakes(world, first, last, SEARCH_MOST);
  const found = people.map((number) => accountNumbered(world, number)).filter((account) => account !== null);
  const lookAlikes = [...indexOf(world).byNumber.values()]
    .map(({ account }) => account)
    .filter((account) => {
      const names = new Set(wordsOf(account.fullName));
      return words.every((word) => names.has(word));
    });
  // Sorted so that the order does not reveal the look-alikes.
  return [...lookAlikes, ...found]
    .sort((a, b) => hashOf(world.seed, TRAIT.order, a.number) - hashOf(world.seed, TRAIT.order, b.number))
    .slice(0, SEARCH_MOST);
}

function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The world has few bios, so those of strangers are often alike. Accounts with look-alikes get a line of their own, as
 * real people have.
 */
function withOwnLine(world: World, account: Account): Account {
  if (!isCopied(world, account.number) || account.biography === "") return account;
  const hash = (part: number) => hashOf(world.seed, TRAIT.line, account.number, part);
  const line = `${20 + (hash(0) % 40)} • ${pick(PETS, hash(1))} • ${pick(JOBS, hash(2))}`;
  return { ...account, biography: `${account.biography}\n${line}` };
}

function isCopied(world: World, number: number): boolean {
  const index = number - WELL_KNOWN_USERNAMES.length;
  return index >= 0 && index < (world.copied ?? 0);
}

/** The owner of a second account may mention it on the first. */
function asSeen(world: World, seen: Account): Account {
  const account = withOwnLine(world, seen);
  const second = lookAlikesOf(world, account.number).find(({ kind }) => kind === "second account");
  if (second === undefined || shareOf(hashOf(world.seed, TRAIT.told, account.number)) >= SECOND_ACCOUNT_TOLD)
    return account;
  return { ...account, biography: `${account.biography}\n2nd: @${second.account.username}`.trim() };
}

function indexOf(world: World): Index {
  let index = indexes.get(world);
  if (index === undefined) {
    index = newIndex(world);
    indexes.set(world, index);
  }
  return index;
}

/** Look-alikes are created on day 0 and never change. */
function newIndex(today: World): Index {
  const world = { ...today, day: 0 };
  const byUsername = new Map<string, LookAlike>();
  const byNumber = new Map<number, LookAlike>();
  const byOriginal = new Map<number, LookAlike[]>();
  for (const original of copiedAccounts(world)) {
    const beside: LookAlike[] = [];
    byOriginal.set(original, beside);
    PLACES.forEach(([kind, share], place) => {
      if (shareOf(hashOf(world.seed, TRAIT.place, original, place)) >= share) return;
      const lookAlike = newLookAlike(world, original, place, kind);
      const { username, number } = lookAlike.account;
      const isTaken = byUsername.has(username) || numberOf(world, username) !== null;
      if (!isUsername(username) || isTaken) return;
      byUsername.set(username, lookAlike);
      byNumber.set(number, lookAlike);
      beside.push(lookAlike);
    });
  }
  return { byUsername, byNumber, byOriginal };
}

function newLookAlike(world: World, original: number, place: number, kind: LookAlikeKind): LookAlike {
  let turn = 0;
  const dice: Dice = () => hashOf(world.seed, TRAIT.dice, original, place, turn++);
  const number = world.accounts + original * PLACES.length + place;
  const model = withOwnLine(world, accountOf(world, original));
  const isImitation = ["copy", "typo", "backup", "romance"].includes(kind);
  const isSmall = isImitation || kind === "second account";
  const linked = dice() % 100;
  const picture = weighed(PICTURES[kind], dice() % 100);
  const username = usernameLike(kind, model, dice);
  const fullName = fullNameLike(kind, model, dice);
  const biography = biographyLike(kind, model, dice);
  const followers = Math.floor(10 ** ((isSmall ? 0.5 : 1.3) + (isSmall ? 2 : 2.6) * shareOf(dice())));
  return {
    kind,
    original,
    picture,
    account: {
      number,
      id: idOf(number),
      username,
      person: model.person,
      fullName,
      biography,
      bioEmail: null,
      followers,
      firstFollowers: followers,
      following: dice() % (isImitation ? 3_000 : 1_200),
      posts: isImitation ? dice() % 14 : dice() % 200,
      newPosts: 0,
      daysBetweenPosts: 1 + (number % 9),
      isPrivate: dice() % 100 < (isSmall ? 35 : 12),
      isVerified: false,
      business: null,
      link: linkLike(kind, model, linked, number),
    },
  };
}

function linkLike(kind: LookAlikeKind, model: Account, percent: number, number: number): string | null {
  const own = `https://page${number}.example.net/`;
  switch (kind) {
    case "copy":
    case "typo":
      return percent < 15 ? model.link : percent < 25 ? own : null;
    case "romance":
      return percent < 30 ? `https://${pick(["t.me", "wa.me"], number)}/u${number}` : null;
    case "fan":
    case "second account":
      return percent < 20 ? model.link : null;
    default:
      return percent < 15 ? own : null;
  }
}

function weighed<Choice extends string>(shares: Partial<Record<Choice, number>>, percent: number): Choice {
  let left = percent;
  const choices = Object.entries(shares) as [Choice, number][];
  for (const [choice, share] of choices) {
    if (left < share) return choice;
    left -= share;
  }
  return (choices[0] as [Choice, number])[0];
}
