import { affiliationOf, isVouchedFor } from "./affiliation.js";
import { usernameSimilarity } from "./names.js";
import {
  bioOverlap,
  FAR_BITS,
  hasAlikePictures,
  hasSameName,
  likenessOf,
  type Pair,
  picturesApart,
} from "./pair.js";
import { claimsToBe, isFanOf, lures } from "./self-description.js";

/** What an account has of the watched one, or claims; without any of it, it only has a like name, as many people have. */
export interface TakenOver {
  picture: boolean;
  bio: boolean;
  link: boolean;
  claim: boolean;
  lure: boolean;
}

/** From this share of the bio's words on it is the same bio. */
const SAME_BIO = 0.6;

export function takenOver(pair: Pair): TakenOver {
  const isInName = hasSameName(pair) || usernameSimilarity(pair.watched.username, pair.other.username) > 0.8;
  const isAlike = isInName && likenessOf(pair) > 0.5;
  return {
    picture: hasAlikePictures(pair) && !isFanOf(pair) && !isVouchedFor(pair),
    bio: bioOverlap(pair) >= SAME_BIO,
    link: hasSameLink(pair) && affiliationOf(pair) === null,
    claim: isAlike && claimsToBe(pair) && !isFanOf(pair),
    lure: isAlike && lures(pair),
  };
}

/** @returns whether anything was taken over or claimed. A claim beside a picture of its own is a namesake's too ("the real Tim"). */
export function hasTakenOver(pair: Pair): boolean {
  const { picture, bio, link, claim, lure } = takenOver(pair);
  const isOtherFace = (picturesApart(pair) ?? 0) > FAR_BITS;
  return picture || bio || link || ((claim || lure) && !isOtherFace);
}

const hostAndPath = (link: string) =>
  link
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/[?#].*$|\/+$/g, "");

export function hasSameLink({ watched, other }: Pair): boolean {
  return other.externalLink !== "" && hostAndPath(other.externalLink) === hostAndPath(watched.externalLink);
}
