import { getDomain } from "tldts";
import { bioOverlap, hasAlikePictures, likenessOf, mentions, type Pair } from "./pair.js";
import { besideName, isBranchByName, lures } from "./self-description.js";

/** Anybody can have a page on these hosts: a link to one says nothing about who owns the account. */
const SHARED_HOSTS = new Set(
  `linktr.ee beacons.ai bio.link bio.site campsite.bio carrd.co taplink.cc lnk.bio linkin.bio later.com msha.ke solo.to allmylinks.com hoo.be komi.io
  stan.store snipfeed.co koji.to withkoji.com flow.page instagram.com facebook.com fb.com fb.me m.me threads.net youtube.com youtu.be tiktok.com
  twitter.com x.com twitch.tv pinterest.com snapchat.com linkedin.com discord.gg discord.com reddit.com telegram.me t.me wa.me whatsapp.com
  spotify.com apple.com soundcloud.com bandcamp.com amazon.com amazon.de amzn.to etsy.com ebay.com ebay.de vinted.de vinted.fr depop.com poshmark.com
  patreon.com onlyfans.com ko-fi.com buymeacoffee.com gofundme.com paypal.me paypal.com eventbrite.com calendly.com google.com goo.gl forms.gle bit.ly
  tinyurl.com cutt.ly rb.gy t.co medium.com substack.com wordpress.com blogspot.com wixsite.com weebly.com tumblr.com notion.site shopify.com`.split(
    /\s+/,
  ),
);
/** A line of a bio that warns of the accounts it names. */
const WARNS =
  /(?<!\p{L})(?:fakes?|impost[eo]rs?|impersonat\p{L}*|scam\p{L}*|not me|betrüg\p{L}*|falsch\p{L}*|falso|falsa|estafa|suplanta\p{L}*|faux|arnaque|usurp\p{L}*|truffa|sahte|dolandırıcı|фейк\p{L}*|мошенник\p{L}*|oszust\p{L}*|nep|palsu|penipu|احتيال|مزيف|偽物|なりすまし|사칭)(?!\p{L})/iu;
const INSTAGRAM_LINK = /^(?:https?:\/\/)?(?:www\.)?(?:instagram\.com|instagr\.am)\/([a-z0-9._]+)/i;

/** Why an account is known not to imitate. */
export type Affiliation = "verified" | "linked" | "domain";

/**
 * Finds out whether an account is known not to imitate: it is verified by Instagram, linked in the bio or link of the watched
 * account, or links to the watched account's own domain. Anybody can set a link, so it proves nothing for an account that
 * lures, nor for one that has copied picture and bio without saying which part of the organisation it is.
 */
export function affiliationOf(pair: Pair): Affiliation | null {
  const { watched, other } = pair;
  if (likenessOf(pair) === 0) return null;
  if (other.isVerified === true) return "verified";
  if (isLinkedBy(pair)) return "linked";
  // Who copies the link as well copies it as it is; a branch has its own page, and says which one it is.
  const isOnOwnPage = !hasSamePage(pair) && besideName(pair).trim() !== "";
  const isCopy = hasAlikePictures(pair) && bioOverlap(pair) > 0.8 && !isBranchByName(pair) && !isOnOwnPage;
  const domain = ownDomain(watched.externalLink);
  return domain !== null && domain === ownDomain(other.externalLink) && !lures(pair) && !isCopy
    ? "domain"
    : null;
}

/** @returns whether the bio or the link of the watched account leads to the other, without warning of it. */
function isLinkedBy({ watched, other }: Pair): boolean {
  const linked = INSTAGRAM_LINK.exec(watched.externalLink)?.[1]?.toLowerCase();
  if (linked === other.username) return true;
  return watched.biography.split("\n").some((line) => mentions(line, other.username) && !WARNS.test(line));
}

/** @returns whether the watched account names the other one as a fake. */
export function isWarnedOf({ watched, other }: Pair): boolean {
  return watched.biography.split("\n").some((line) => mentions(line, other.username) && WARNS.test(line));
}

/** @returns whether the watched account itself names the other one, in its bio or in a post. */
export function isVouchedFor(pair: Pair): boolean {
  return (pair.isNamedInPosts || isLinkedBy(pair)) && !isWarnedOf(pair);
}

const LIVELY = { posts: 9, followers: 200 };

/**
 * @returns whether it presents itself as a part of the watched organisation, is active, and does not lure. This is no proof:
 * the brand should check who runs such an account in its name.
 */
export function isBranchOf(pair: Pair): boolean {
  const { other } = pair;
  return (
    isBranchByName(pair) &&
    (other.posts ?? 0) >= LIVELY.posts &&
    (other.followers ?? 0) >= LIVELY.followers &&
    (other.following ?? 0) <= (other.followers ?? 0) &&
    !lures(pair) &&
    besideName(pair).trim() !== ""
  );
}

const hostAndPath = (link: string) =>
  link
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/[?#].*$|\/+$/g, "");

/** @returns whether both accounts link to the same page. */
export function hasSamePage({ watched, other }: Pair): boolean {
  return other.externalLink !== "" && hostAndPath(other.externalLink) === hostAndPath(watched.externalLink);
}

/**
 * @returns the registrable domain of a link (below a shared suffix the user's own, such as "x.github.io"). Null if the domain
 * is shared or there is no link.
 */
function ownDomain(link: string): string | null {
  const domain = link === "" ? null : getDomain(link, { allowPrivateDomains: true });
  return domain === null || SHARED_HOSTS.has(domain) ? null : domain;
}
