import { distance } from "fastest-levenshtein";
import { cleanText, stripNoise } from "../text/clean-text.js";
import { displayNameSimilarity, skeletonOf, usernameSimilarity, usernameSkeleton } from "./names.js";
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

/** One thing that speaks for or against an imitation; the fitted weight keeps to that side. */
export interface PairFeature {
  name: string;
  speaks: "for" | "against";
  /** It is told wherever it is there, whatever its weight: what a reader wants to know first. */
  isAlwaysTold?: true;
  /** 0 to 1: how much of it there is. */
  measure(pair: Pair): number;
  /** What a person reads where it counted. */
  words(pair: Pair): string;
}

/** Up to so many bits pictures are nearly identical, above so many different (facts §7). */
const NEAR_BITS = 5;
const FAR_BITS = 10;
const FAN =
  /\bfan(s|page|club|account)?\b|fanpage|fan_|_fan|\.fans?\b|parody|tribute|not affiliated|not impersonat|we love|updates of|daily pictures/i;
const STAND_IN =
  /backup|back up|second|2nd|new account|hacked|old (one|account)|ignore fakes|private account|\breal\b|official|priv\b/i;
const LURE =
  /telegram|whatsapp|wa\.me|t\.me|crypto|bitcoin|forex|invest|earn from home|money|widow|god fearing|single (dad|mom)|military|offshore|dm (me|to)|message me|text me|write me|private channel|link below/i;

const flag = (isSo: boolean) => (isSo ? 1 : 0);
const picturesApart = ({ watched, other }: Pair) => pictureDistance(watched.picture, other.picture);
const texts = ({ username, fullName, biography, externalLink }: PairSide) =>
  `${username.replaceAll(/[._]/g, " ")} ${fullName} ${biography} ${externalLink}`;
const nameLikeness = ({ watched, other }: Pair) => displayNameSimilarity(watched.fullName, other.fullName);
const hasSameSkeleton = ({ watched, other }: Pair) =>
  skeletonOf(watched.fullName) !== "" && skeletonOf(watched.fullName) === skeletonOf(other.fullName);
const isDisguised = (pair: Pair) =>
  hasSameSkeleton(pair) && plainName(pair.watched.fullName) !== plainName(pair.other.fullName);
/** How much the accounts look alike at all, 0 to 1. */
const likeness = (pair: Pair) =>
  Math.max(
    scaled(usernameSimilarity(pair.watched.username, pair.other.username), 0.5),
    scaled(nameLikeness(pair), 0.5),
    flag(isLookingLike(pair)),
  );
const isLookingLike = (pair: Pair) => {
  const apart = picturesApart(pair);
  return apart !== null && apart <= FAR_BITS;
};
const isVouchedFor = ({ watched, other, isNamedInPosts }: Pair) =>
  isNamedInPosts || mentions(watched.biography, other.username);
/** In thousands: 1 where the watched account has a thousand times as many followers, -1 the other way round. */
const followerDistance = ({ watched, other }: Pair) =>
  watched.followers === null || other.followers === null
    ? 0
    : Math.log10((watched.followers + 1) / (other.followers + 1)) / 3;
/** Instagram gives numbers in the order of time, as long as they are of one length. */
const isNewer = ({ watched, other }: Pair) =>
  watched.id.toString().length === other.id.toString().length && other.id > watched.id;
const lettersIn = (username: string) => username.replaceAll(/[^a-z]/g, "");
const numberIn = (username: string) => /\d+/.exec(username)?.[0] ?? "";
const isSameName = (pair: Pair) => hasSameSkeleton(pair) || nameLikeness(pair) > 0.85;

/**
 * Every feature; what is told by the other account alone counts only as far as it looks like the watched one, so that a
 * stranger is never an imitator (Goga et al.: the pair tells). The weights of score-weights.ts go with them by name. */
export const PAIR_FEATURES: readonly PairFeature[] = [
  {
    name: "username alike",
    speaks: "for",
    isAlwaysTold: true,
    measure: ({ watched, other }) => scaled(usernameSimilarity(watched.username, other.username), 0.5),
    words: ({ watched, other }) => `the username ${other.username} reads like ${watched.username}`,
  },
  {
    name: "username contained",
    speaks: "for",
    measure: ({ watched, other }) =>
      flag(usernameSkeleton(other.username).includes(usernameSkeleton(watched.username))),
    words: ({ watched }) => `the username holds ${watched.username} whole`,
  },
  {
    name: "username misspelt",
    speaks: "for",
    measure: (pair) => {
      const [a, b] = [lettersIn(pair.watched.username), lettersIn(pair.other.username)];
      return flag(a !== b && distance(a, b) <= 2 && a.length > 5 && isSameName(pair));
    },
    words: ({ watched }) => `the name is the same, but its username is ${watched.username} misspelt`,
  },
  {
    name: "username decorated",
    speaks: "for",
    measure: ({ watched, other }) =>
      flag(
        other.username !== watched.username &&
          other.username.replaceAll(/^[_.]+|[_.]+$/g, "") ===
            watched.username.replaceAll(/^[_.]+|[_.]+$/g, ""),
      ),
    words: ({ watched }) => `the username is ${watched.username} with signs put around it`,
  },
  {
    name: "same number kept",
    speaks: "for",
    measure: ({ watched, other }) =>
      flag(
        numberIn(watched.username) !== "" &&
          numberIn(watched.username) === numberIn(other.username) &&
          usernameSimilarity(watched.username, other.username) > 0.7,
      ),
    words: ({ watched }) => `even the number ${numberIn(watched.username)} of the username was kept`,
  },
  {
    name: "display name alike",
    speaks: "for",
    isAlwaysTold: true,
    measure: (pair) => scaled(nameLikeness(pair), 0.5),
    words: ({ watched }) => `the display name reads like "${cleanText(watched.fullName)}"`,
  },
  {
    name: "display name disguised",
    speaks: "for",
    measure: (pair) => flag(isDisguised(pair)),
    words: () => "the display name is spelt with letters that only look the same",
  },
  {
    name: "picture nearly identical",
    speaks: "for",
    isAlwaysTold: true,
    measure: (pair) => flag((picturesApart(pair) ?? 99) <= NEAR_BITS),
    words: (pair) => `the pictures are nearly identical (${picturesApart(pair)} of 64 bits differ)`,
  },
  {
    name: "picture different",
    speaks: "against",
    measure: (pair) => flag((picturesApart(pair) ?? 0) > FAR_BITS),
    words: (pair) => `the picture is another one (${picturesApart(pair)} of 64 bits differ)`,
  },
  {
    name: "picture taken over",
    speaks: "for",
    measure: (pair) => flag(isLookingLike(pair) && !isFanOf(pair) && !isVouchedFor(pair)),
    words: (pair) =>
      `it shows the watched account's picture (${picturesApart(pair)} of 64 bits differ) and does not say whose it is`,
  },
  {
    name: "bio taken over",
    speaks: "for",
    measure: ({ watched, other }) => scaled(bioOverlap(watched.biography, other.biography), 0.4),
    words: ({ watched, other }) =>
      `${Math.round(100 * bioOverlap(watched.biography, other.biography))} % of the bio is the same`,
  },
  {
    name: "bio of its own",
    speaks: "against",
    measure: ({ watched, other }) =>
      flag(
        wordsIn(other.biography).size >= 3 &&
          wordsIn(watched.biography).size > 0 &&
          bioOverlap(watched.biography, other.biography) < 0.6,
      ),
    words: () => "the bio is another one",
  },
  {
    name: "same link",
    speaks: "for",
    measure: ({ watched, other }) =>
      flag(
        other.externalLink !== "" && hostAndPath(other.externalLink) === hostAndPath(watched.externalLink),
      ),
    words: ({ other }) => `it links to the same page, ${other.externalLink}`,
  },
  {
    name: "names the watched account",
    speaks: "against",
    measure: ({ watched, other }) => flag(mentions(other.biography, watched.username)),
    words: ({ watched }) => `the bio names @${watched.username}`,
  },
  {
    name: "named by the watched account",
    speaks: "against",
    measure: (pair) => flag(isVouchedFor(pair)),
    words: ({ watched, other }) => `@${watched.username} itself names @${other.username}`,
  },
  {
    name: "says it is a fan's",
    speaks: "against",
    measure: (pair) => flag(isFanOf(pair)),
    words: () => "it says that it is a fan's, or a parody",
  },
  {
    name: "claims to be the person",
    speaks: "for",
    measure: (pair) => likeness(pair) * flag(STAND_IN.test(texts(pair.other)) && !isFanOf(pair)),
    words: () => "it calls itself a backup, a new, real or private account",
  },
  {
    name: "lures away",
    speaks: "for",
    measure: (pair) => likeness(pair) * flag(LURE.test(texts(pair.other))),
    words: () => "it asks to write elsewhere, or speaks of money",
  },
  {
    name: "verified",
    speaks: "against",
    measure: ({ other }) => flag(other.isVerified === true),
    words: () => "it is verified by Instagram",
  },
  {
    name: "few followers beside the watched",
    speaks: "for",
    measure: (pair) => likeness(pair) * scaled(followerDistance(pair), 0),
    words: ({ other }) => `it has few followers (${other.followers})`,
  },
  {
    name: "more followers than the watched",
    speaks: "against",
    measure: (pair) => scaled(-followerDistance(pair), 0),
    words: ({ other }) => `it has more followers (${other.followers})`,
  },
  {
    name: "follows many",
    speaks: "for",
    measure: (pair) =>
      likeness(pair) * flag((pair.other.following ?? 0) > 5 * ((pair.other.followers ?? 0) + 50)),
    words: ({ other }) =>
      `it follows ${other.following} accounts and has ${other.followers ?? "few"} followers`,
  },
  {
    name: "few posts",
    speaks: "for",
    measure: (pair) =>
      pair.other.posts === null ? 0 : likeness(pair) * (1 - Math.min(1, pair.other.posts / 15)),
    words: ({ other }) => `it has ${other.posts === 0 ? "no" : "only a few"} posts (${other.posts})`,
  },
  {
    name: "empty shell",
    speaks: "for",
    measure: (pair) =>
      likeness(pair) *
      flag(
        pair.other.biography === "" && (pair.other.followers ?? 999) < 200 && (pair.other.posts ?? 99) < 15,
      ),
    words: () => "it has no bio, few posts and few followers",
  },
  {
    name: "newer",
    speaks: "for",
    measure: (pair) => likeness(pair) * flag(isNewer(pair)),
    words: () => "it was made later (its number is higher)",
  },
  {
    name: "private",
    speaks: "for",
    measure: (pair) => likeness(pair) * flag(pair.other.isPrivate === true),
    words: () => "it is private",
  },
];

/** @returns whether the other account says that it is a fan's or a parody of the watched one. */
export function isFanOf({ watched, other }: Pair): boolean {
  const isAbout =
    usernameSkeleton(other.username).includes(usernameSkeleton(watched.username)) ||
    mentions(other.biography, watched.username) ||
    displayNameSimilarity(watched.fullName, other.fullName) > 0.5;
  return isAbout && FAN.test(`${other.username} ${texts(other)}`);
}

/** @returns the share of the words of the shorter text that stand in both; 0 where one has none. */
function bioOverlap(one: string, other: string): number {
  const [a, b] = [wordsIn(one), wordsIn(other)];
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return 0;
  const shared = [...few].filter((word) => many.has(word)).length;
  // A bio of one or two words is soon alike by chance.
  return (shared / few.size) * Math.min(1, few.size / 3);
}

function wordsIn(text: string): Set<string> {
  return new Set(
    skeletonOf(stripNoise(text))
      .split(" ")
      .filter((word) => word.length > 1),
  );
}

function plainName(displayName: string): string {
  return displayName
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "");
}

function mentions(text: string, username: string): boolean {
  const at = text.toLowerCase().indexOf(`@${username}`);
  return at >= 0 && !/[a-z0-9._]/.test(text.charAt(at + username.length + 1).toLowerCase());
}

function hostAndPath(link: string): string {
  return link
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/[?#].*$|\/+$/g, "");
}

/** A share above a floor, stretched to 0 … 1. */
function scaled(value: number, floor: number): number {
  return Math.max(0, Math.min(1, (value - floor) / (1 - floor)));
}
