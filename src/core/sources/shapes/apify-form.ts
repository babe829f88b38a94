import * as z from "zod";
import type { Post, Profile } from "../../instagram/profile.js";
import { idOfShortcode } from "../../instagram/shortcode.js";
import { relatedIn } from "./edge-form.js";
import { countOf, firstTold, idShape, readAs, readEach, textShape, told, usernameOf } from "./values.js";

/** A cell of a CSV is a text, whatever it holds. */
const cellCountShape = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^-?\d+$/, "a count is digits")
      .transform(Number),
  ])
  .nullish();
const cellFlagShape = z.union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })]).nullish();

const userShape = z.object({
  id: idShape,
  username: z.string(),
  fullName: textShape,
  biography: textShape,
  externalUrl: textShape,
  externalUrls: z.array(z.object({ title: textShape, url: z.string() })).nullish(),
  followersCount: cellCountShape,
  followsCount: cellCountShape,
  postsCount: cellCountShape,
  private: cellFlagShape,
  verified: cellFlagShape,
  isBusinessAccount: cellFlagShape,
  businessCategoryName: textShape,
  businessEmail: textShape,
  publicEmail: textShape,
  businessPhoneNumber: textShape,
  publicPhoneNumber: textShape,
  profilePicUrl: textShape,
  profilePicUrlHD: textShape,
  relatedProfiles: z.array(z.unknown()).nullish(),
  latestPosts: z.array(z.unknown()).nullish(),
  latestIgtvVideos: z.array(z.unknown()).nullish(),
});

const postShape = z.object({
  /** A spreadsheet makes 3.85E+18 of it; the shortcode tells the same number. */
  id: z.union([z.string(), z.number()]).nullish(),
  shortCode: z
    .string()
    .refine((code) => idOfShortcode(code) !== null, "a shortcode is letters, digits, - and _"),
  type: textShape,
  timestamp: z.iso.datetime({ offset: true }),
  caption: textShape,
  likesCount: cellCountShape,
  commentsCount: cellCountShape,
  locationName: textShape,
});

const ownerShape = z.object({ ownerId: idShape, ownerUsername: textShape, ownerFullName: textShape });

/**
 * Reads an account as Apify's Instagram profile actors write it (apify/instagram-profile-scraper and
 * apify/instagram-scraper with details; seen in public datasets, November 2026), from JSON or from the cells of a CSV.
 * @throws SourceError "bad_response" when what makes an account (id, username) is odd; an odd post is left out.
 */
export function profileFromApify(json: unknown, observedAt: Date): Profile {
  const user = readAs(userShape, json, "The profile");
  return {
    id: BigInt(user.id),
    username: usernameOf(user.username),
    fullName: told(user.fullName),
    biography: told(user.biography),
    followersCount: countOf(user.followersCount),
    followingCount: countOf(user.followsCount),
    postsCount: countOf(user.postsCount),
    isPrivate: user.private ?? null,
    isVerified: user.verified ?? null,
    isBusiness: user.isBusinessAccount ?? null,
    category: categoryOf(user.businessCategoryName),
    externalLink: told(user.externalUrl),
    bioLinks: user.externalUrls?.map(({ title, url }) => ({ title: title ?? null, url })) ?? null,
    profilePicUrl: firstTold(user.profilePicUrlHD, user.profilePicUrl),
    publicEmail: firstTold(user.businessEmail, user.publicEmail),
    publicPhone: firstTold(user.businessPhoneNumber, user.publicPhoneNumber),
    cityName: null,
    countryCode: null,
    posts: postsIn([...(user.latestPosts ?? []), ...(user.latestIgtvVideos ?? [])]),
    related: user.relatedProfiles ? relatedIn(user.relatedProfiles) : null,
    observedAt,
  };
}

/** Reads a post as Apify's post, reel and hashtag actors write it. @throws SourceError "bad_response". */
export function postFromApify(json: unknown): Post {
  return postOf(readAs(postShape, json, "The post"));
}

/** @returns whose a post of Apify's is. @throws SourceError "bad_response" where it does not say. */
export function ownerOfApifyPost(json: unknown): {
  id: bigint;
  username: string | null;
  fullName: string | null;
} {
  const { ownerId, ownerUsername, ownerFullName } = readAs(ownerShape, json, "The post's author");
  return {
    id: BigInt(ownerId),
    username: ownerUsername ? usernameOf(ownerUsername) : null,
    fullName: ownerFullName || null,
  };
}

function postsIn(items: readonly unknown[]): Post[] {
  const posts = new Map<bigint, Post>();
  for (const item of readEach(postShape, items)) {
    const post = postOf(item);
    posts.set(post.id, post);
  }
  return [...posts.values()];
}

function postOf(item: z.output<typeof postShape>): Post {
  return {
    id: /^\d+$/.test(String(item.id)) ? BigInt(item.id as string) : (idOfShortcode(item.shortCode) as bigint),
    shortcode: item.shortCode,
    takenAt: new Date(item.timestamp),
    mediaType: item.type === "Sidecar" ? "carousel" : item.type === "Video" ? "video" : "image",
    caption: item.caption || null,
    likeCount: countOf(item.likesCount),
    commentCount: countOf(item.commentsCount),
    locationName: item.locationName || null,
  };
}

/** Some actors write a missing first category as the word: "None", "None,Restaurant". */
function categoryOf(name: string | null | undefined): string | null {
  return told(name?.replace(/^None(,|$)/, "") ?? name);
}
