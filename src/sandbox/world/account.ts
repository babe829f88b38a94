import { WELL_KNOWN_USERNAMES } from "../../core/instagram/well-known.js";
import { hashOf, pick, shareOf } from "../random.js";
import { growthOf, hasVanished, newPostsOf } from "./changes.js";
import { FARMED_POSTS, isFarmed } from "./farms.js";
import { CATEGORIES } from "./languages.js";
import { type Person, personOf, usernameOf } from "./names.js";
import { sizeOf } from "./size.js";
import type { World } from "./world.js";

/** One account of the world with all its data. */
export interface Account {
  number: number;
  /** Digits; for one account in seven above 2^53. */
  id: string;
  username: string;
  person: Person;
  fullName: string;
  biography: string;
  /** The address shown in its bio, in any spelling, or null. */
  bioEmail: string | null;
  followers: number;
  /** On day 0; the likes of its posts depend on it. */
  firstFollowers: number;
  following: number;
  posts: number;
  /** How many of them were created after day 0. */
  newPosts: number;
  daysBetweenPosts: number;
  isPrivate: boolean;
  isVerified: boolean;
  business: { category: string; email: string | null; phone: string | null; city: string } | null;
  link: string | null;
}

/** One hash per trait of an account, so that traits are independent. */
const TRAIT = {
  missing: 2,
  private: 3,
  followers: 4,
  posts: 5,
  business: 6,
  email: 7,
  bio: 8,
  link: 9,
  odd: 10,
  flag: 11,
  city: 12,
  contact: 13,
} as const;
const LONG_ID_PREFIX = "17841";
const LONG_ID_LENGTH = 17;

/** Spellings of an address in a bio; the plain one is the most common. */
const SPELLINGS: readonly ((user: string, domain: string) => string)[] = [
  (user, domain) => `${user}@${domain}`,
  (user, domain) => `${user}@${domain}`,
  (user, domain) => `📧 ${user}@${domain}`,
  (user, domain) => `${user} [at] ${domain.replaceAll(".", " [dot] ")}`,
  (user, domain) => `${user}(at)${domain}`,
  (user, domain) => `${user} @ ${domain}`,
];
const MAIL_HOSTS = ["mail.example.com", "post.example.org", "studio.example.net", "kontakt.example.com"];

/** @returns whether the graph knows the name but the account is gone; never in a world with a fixed number of posts. */
export function isMissing(world: World, number: number): boolean {
  if (hasVanished(world, number)) return true;
  if (world.postsPerAccount !== null) return false;
  return number >= WELL_KNOWN_USERNAMES.length && shareOf(hashOf(world.seed, TRAIT.missing, number)) < 0.03;
}

/** Computes an account from its number. */
export function accountOf(world: World, number: number): Account {
  const account = realAccountOf(world, number);
  if (!isFarmed(world, number)) return account;
  return {
    ...account,
    biography: "",
    bioEmail: null,
    following: 1_500 + 3 * account.following,
    posts: Math.min(account.posts, FARMED_POSTS),
    newPosts: 0,
    isPrivate: false,
    isVerified: false,
    business: null,
    link: null,
  };
}

function realAccountOf(world: World, number: number): Account {
  const hash = (trait: number) => hashOf(world.seed, trait, number);
  const person = personOf(world, number);
  const isKnown = number < WELL_KNOWN_USERNAMES.length;
  const firstFollowers = sizeOf(world, number);
  const followers = Math.floor(firstFollowers * growthOf(world, number));
  const firstPosts =
    world.postsPerAccount ?? (shareOf(hash(TRAIT.posts)) < 0.08 ? 0 : hash(TRAIT.posts) % 400);
  const daysBetweenPosts = 1 + (number % 9);
  const newPosts = firstPosts === 0 ? 0 : newPostsOf(world, number, daysBetweenPosts);
  const isPrivate = !isKnown && world.postsPerAccount === null && shareOf(hash(TRAIT.private)) < 0.12;
  const domain = pick(MAIL_HOSTS, hash(TRAIT.contact));
  const user = `${person.first}.${person.last}`;
  const hasBioEmail = shareOf(hash(TRAIT.email)) < 0.15;
  const city = pick(person.language.cities, hash(TRAIT.city));
  const isBusiness = !isPrivate && shareOf(hash(TRAIT.business)) < 0.2;
  const hasContact = shareOf(hash(TRAIT.contact)) < 0.4;
  const username = usernameOf(world, number);
  const lines = [pick(person.language.bios, hash(TRAIT.bio)).replaceAll("{city}", city)];
  if (shareOf(hash(TRAIT.flag)) < 0.25) lines.push(`${person.language.flag} ${city}`);
  if (hasBioEmail) lines.push(pick(SPELLINGS, hash(TRAIT.email))(user, domain));
  // A few texts contain characters that databases reject.
  if (shareOf(hash(TRAIT.odd)) < 0.004) lines.push("odd \u0000 and \ud83d end");
  return {
    number,
    id: idOf(number),
    username,
    person,
    fullName: isKnown ? username : `${titled(person.first)} ${titled(person.last)}`,
    biography: shareOf(hash(TRAIT.bio)) < 0.06 && !hasBioEmail ? "" : lines.join("\n"),
    bioEmail: hasBioEmail ? `${user}@${domain}` : null,
    followers,
    firstFollowers,
    following: hash(TRAIT.followers) % 1_500,
    posts: firstPosts + newPosts,
    newPosts,
    daysBetweenPosts,
    isPrivate,
    isVerified: isKnown || (firstFollowers > 100_000 && hash(TRAIT.odd) % 3 === 0),
    business: isBusiness
      ? {
          category: pick(CATEGORIES, hash(TRAIT.business)),
          email: hasContact ? `${person.last}@${domain}` : null,
          phone: hasContact
            ? `+${person.language.callingCode}5550${String(number % 100_000).padStart(5, "0")}`
            : null,
          city,
        }
      : null,
    link: shareOf(hash(TRAIT.link)) < 0.2 ? `https://${person.first}-${person.last}.example.com/` : null,
  };
}

/** Instagram's number of an account. */
export function idOf(number: number): string {
  return number % 7 === 3
    ? `${LONG_ID_PREFIX}${String(number).padStart(LONG_ID_LENGTH - LONG_ID_PREFIX.length, "0")}`
    : String(1_000_000_007 + number * 37);
}

/** @returns the number of the account with that id, or null. */
export function numberOfId(id: string): number | null {
  const isLong = id.length === LONG_ID_LENGTH && id.startsWith(LONG_ID_PREFIX);
  const number = isLong ? Number(id.slice(LONG_ID_PREFIX.length)) : (Number(id) - 1_000_000_007) / 37;
  return Number.isInteger(number) && number >= 0 && idOf(number) === id ? number : null;
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
