import { affiliationOf, hasSamePage, isVouchedFor } from "./affiliation.js";
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

/**
 * What an account has copied from the watched one or claims. With none of it, the account only has a similar name, as many
 * people do.
 */
export interface TakenOver {
  picture: boolean;
  bio: boolean;
  link: boolean;
  claim: boolean;
  lure: boolean;
}

/** From this share of common words on, the bio counts as the same. */
const SAME_BIO = 0.6;

/** Finds out what an account has copied from the watched one or claims. */
export function takenOver(pair: Pair): TakenOver {
  const isInName = hasSameName(pair) || usernameSimilarity(pair.watched.username, pair.other.username) > 0.8;
  const isAlike = isInName && likenessOf(pair) > 0.5;
  return {
    picture: hasAlikePictures(pair) && !isFanOf(pair) && !isVouchedFor(pair),
    bio: bioOverlap(pair) >= SAME_BIO,
    link: hasSamePage(pair) && affiliationOf(pair) === null,
    claim: isAlike && claimsToBe(pair) && !isFanOf(pair),
    lure: isAlike && lures(pair),
  };
}

/**
 * @returns whether anything was taken over or claimed. A claim does not count if the pictures differ: a namesake may make it
 * too ("the real Tim").
 */
export function hasTakenOver(pair: Pair): boolean {
  const { picture, bio, link, claim, lure } = takenOver(pair);
  const isOtherFace = (picturesApart(pair) ?? 0) > FAR_BITS;
  return picture || bio || link || ((claim || lure) && !isOtherFace);
}
