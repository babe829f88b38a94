import * as z from "zod";
import type { Post, Profile } from "../../instagram/profile.js";
import { idOfShortcode } from "../../instagram/shortcode.js";
import { countOf, countShape, idShape, readAs, readEach, textShape, told, usernameOf } from "./values.js";

const userShape = z.object({
  /** Instagram's own number; `id` is Facebook's, and of no use to us. */
  ig_id: idShape,
  username: z.string(),
  name: textShape,
  biography: textShape,
  website: textShape,
  followers_count: countShape,
  follows_count: countShape,
  media_count: countShape,
  profile_picture_url: textShape,
  media: z.object({ data: z.array(z.unknown()) }).nullish(),
});

const mediaShape = z.object({
  caption: textShape,
  media_type: z.string(),
  /** Holds the shortcode, and that the post's number: `id` is Facebook's. */
  permalink: z.string().regex(/\/(p|reel|tv)\/[\w-]+/),
  /** As 2026-01-02T03:04:05+0000. */
  timestamp: z.string(),
  like_count: countShape,
  comments_count: countShape,
});

/** What `profileFromGraphForm` reads, as the field list of the request. */
export const GRAPH_FIELDS =
  "ig_id,username,name,biography,website,followers_count,follows_count,media_count,profile_picture_url,media.limit(12){caption,media_type,permalink,timestamp,like_count,comments_count}";

const MEDIA_TYPES: Record<string, Post["mediaType"]> = {
  IMAGE: "image",
  VIDEO: "video",
  CAROUSEL_ALBUM: "carousel",
};

/**
 * Reads the `business_discovery` of the Graph API (facts §3). It tells of business and creator accounts only, and neither
 * their e-mail nor their category.
 * @throws SourceError "bad_response" when what makes an account (ig_id, username) is odd; an odd post is left out.
 */
export function profileFromGraphForm(json: unknown, observedAt: Date): Profile {
  const user = readAs(userShape, json, "The business discovery");
  return {
    id: BigInt(user.ig_id),
    username: usernameOf(user.username),
    fullName: told(user.name),
    biography: told(user.biography),
    followersCount: countOf(user.followers_count),
    followingCount: countOf(user.follows_count),
    postsCount: countOf(user.media_count),
    isPrivate: null,
    isVerified: null,
    isBusiness: true,
    category: null,
    externalLink: told(user.website),
    bioLinks: null,
    profilePicUrl: told(user.profile_picture_url),
    publicEmail: null,
    publicPhone: null,
    cityName: null,
    countryCode: null,
    posts: postsIn(user.media?.data ?? []),
    related: null,
    observedAt,
  };
}

function postsIn(media: readonly unknown[]): Post[] {
  const posts = new Map<bigint, Post>();
  for (const item of readEach(mediaShape, media)) {
    const shortcode = /\/(?:p|reel|tv)\/([\w-]+)/.exec(item.permalink)?.[1] ?? "";
    const id = idOfShortcode(shortcode);
    const takenAt = new Date(item.timestamp.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
    if (id === null || Number.isNaN(takenAt.getTime())) continue;
    posts.set(id, {
      id,
      shortcode,
      takenAt,
      mediaType: MEDIA_TYPES[item.media_type] ?? "image",
      caption: item.caption || null,
      likeCount: countOf(item.like_count),
      commentCount: countOf(item.comments_count),
      locationName: null,
    });
  }
  return [...posts.values()];
}
