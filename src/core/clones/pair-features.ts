import { distance } from "fastest-levenshtein";
import { cleanText } from "../text/storable-text.js";
import { affiliationOf, hasSamePage, isVouchedFor, isWarnedOf } from "./affiliation.js";
import { usernameSimilarity, usernameSkeleton } from "./names.js";
import {
  bioOverlap,
  FAR_BITS,
  hasAlikePictures,
  hasSameName,
  isDisguised,
  likenessOf,
  mentions,
  NEAR_BITS,
  nameLikeness,
  type Pair,
  picturesApart,
  scaled,
  wordsIn,
} from "./pair.js";
import { claimsToBe, isFanOf, lures } from "./self-description.js";
import { hasTakenOver } from "./taken-over.js";

/** One feature that speaks for or against imitation; its fitted weight has that sign. */
export interface PairFeature {
  name: string;
  speaks: "for" | "against";
  /** Lower limit of the fitted weight (absolute), for features that too few accounts in the training worlds show. */
  leastWeight?: number;
  /** Always reported when present, whatever its weight, since readers look for it first. */
  isAlwaysTold?: true;
  /** 0 to 1: to what degree it is present. */
  measure(pair: Pair): number;
  /** How a report words it. */
  words(pair: Pair): string;
}

const flag = (isSo: boolean) => (isSo ? 1 : 0);
const lettersIn = (username: string) => username.replaceAll(/[^a-z]/g, "");
const numberIn = (username: string) => /\d+/.exec(username)?.[0] ?? "";
const withoutFrame = (username: string) => username.replaceAll(/^[_.]+|[_.]+$/g, "");
const WORDS_OF_AFFILIATION = {
  verified: "it is verified by Instagram",
  linked: "the watched account itself links to it",
  domain: "it links to the watched account's own domain",
} as const;
/** Features of the other account alone count only if something was taken over: many people are private and post little. */
const weightOf = (pair: Pair) => (hasTakenOver(pair) ? likenessOf(pair) : 0);
/** In powers of a thousand: 1 if the watched account has a thousand times as many followers, -1 if the other one has. */
const followerDistance = ({ watched, other }: Pair) =>
  watched.followers === null || other.followers === null
    ? 0
    : Math.log10((watched.followers + 1) / (other.followers + 1)) / 3;
/** Instagram assigns ids in order of time, as long as they have the same length. */
const isNewer = ({ watched, other }: Pair) =>
  watched.id.toString().length === other.id.toString().length && other.id > watched.id;

/**
 * @returns whether the username misspells the watched one while the display name is the same: people do not misspell their
 * own name.
 */
export function isMisspelt(pair: Pair): boolean {
  const [a, b] = [lettersIn(pair.watched.username), lettersIn(pair.other.username)];
  // "ostwerk.co" adds a word, "ostwerkk" is a misspelling.
  const addsWord = b.startsWith(a) && new RegExp(`[._]${b.slice(a.length)}$`).test(pair.other.username);
  return a !== b && !addsWord && distance(a, b) <= 2 && a.length > 5 && hasSameName(pair);
}

/**
 * All features. Those of the other account alone count only to the degree that it resembles the watched one, so that a
 * stranger never becomes an imitator (Goga et al.: compare the pair). Their weights are in score-weights.ts, by name.
 */
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
    measure: (pair) => flag(isMisspelt(pair)),
    words: ({ watched }) => `the name is the same, but its username is ${watched.username} misspelt`,
  },
  {
    name: "username decorated",
    speaks: "for",
    measure: ({ watched, other }) =>
      flag(
        other.username !== watched.username &&
          withoutFrame(other.username) === withoutFrame(watched.username),
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
    isAlwaysTold: true,
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
    leastWeight: 2,
    measure: (pair) => flag(hasAlikePictures(pair) && !isFanOf(pair) && !isVouchedFor(pair)),
    words: (pair) =>
      `it shows the watched account's picture (${picturesApart(pair)} of 64 bits differ) and does not say whose it is`,
  },
  {
    name: "bio taken over",
    speaks: "for",
    isAlwaysTold: true,
    leastWeight: 1.8,
    measure: (pair) => scaled(bioOverlap(pair), 0.4),
    words: (pair) => `${Math.round(100 * bioOverlap(pair))} % of the bio is the same`,
  },
  {
    name: "bio of its own",
    speaks: "against",
    measure: (pair) =>
      flag(
        wordsIn(pair.other.biography).size >= 3 &&
          wordsIn(pair.watched.biography).size > 0 &&
          bioOverlap(pair) < 0.6,
      ),
    words: () => "the bio is another one",
  },
  {
    name: "same link",
    speaks: "for",
    isAlwaysTold: true,
    measure: (pair) => flag(hasSamePage(pair)),
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
    isAlwaysTold: true,
    measure: (pair) => likenessOf(pair) * flag(claimsToBe(pair) && !isFanOf(pair)),
    words: () => "it calls itself a backup, a new, real or private account",
  },
  {
    name: "lures away",
    speaks: "for",
    isAlwaysTold: true,
    leastWeight: 2,
    measure: (pair) => likenessOf(pair) * flag(lures(pair)),
    words: () => "it asks to write elsewhere, or speaks of money",
  },
  {
    name: "of the same house",
    speaks: "against",
    isAlwaysTold: true,
    measure: (pair) => flag(affiliationOf(pair) !== null),
    words: (pair) => WORDS_OF_AFFILIATION[affiliationOf(pair) ?? "domain"],
  },
  {
    name: "warned of",
    speaks: "for",
    isAlwaysTold: true,
    measure: (pair) => flag(isWarnedOf(pair)),
    words: ({ watched }) => `@${watched.username} itself warns of it`,
  },
  {
    name: "nothing taken over",
    speaks: "against",
    isAlwaysTold: true,
    leastWeight: 2,
    measure: (pair) => flag(!hasTakenOver(pair)),
    words: () => "no picture, bio or link was taken over and nothing is claimed: it may be a namesake",
  },
  {
    name: "few followers beside the watched",
    speaks: "for",
    measure: (pair) => weightOf(pair) * scaled(followerDistance(pair), 0),
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
      weightOf(pair) * flag((pair.other.following ?? 0) > 5 * ((pair.other.followers ?? 0) + 50)),
    words: ({ other }) =>
      `it follows ${other.following} accounts and has ${other.followers ?? "few"} followers`,
  },
  {
    name: "few posts",
    speaks: "for",
    measure: (pair) =>
      pair.other.posts === null ? 0 : weightOf(pair) * (1 - Math.min(1, pair.other.posts / 15)),
    words: ({ other }) => `it has ${other.posts === 0 ? "no" : "only a few"} posts (${other.posts})`,
  },
  {
    name: "empty shell",
    speaks: "for",
    measure: (pair) =>
      weightOf(pair) *
      flag(
        pair.other.biography === "" && (pair.other.followers ?? 999) < 200 && (pair.other.posts ?? 99) < 15,
      ),
    words: () => "it has no bio, few posts and few followers",
  },
  {
    name: "newer",
    speaks: "for",
    measure: (pair) => weightOf(pair) * flag(isNewer(pair)),
    words: () => "it was made later (its number is higher)",
  },
  {
    name: "private",
    speaks: "for",
    measure: (pair) => weightOf(pair) * flag(pair.other.isPrivate === true),
    words: () => "it is private",
  },
];
