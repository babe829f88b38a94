import * as z from "zod";
import type { Post, Profile } from "../../instagram/profile.js";
import { isUsername } from "../../instagram/username.js";
import {
  countOf,
  countShape,
  firstTold,
  flagShape,
  idShape,
  readAs,
  readEach,
  textShape,
  told,
  usernameOf,
} from "./values.js";

const edgesShape = z
  .object({ count: countShape, edges: z.array(z.object({ node: z.unknown() })).nullish() })
  .nullish();

const userShape = z.object({
  id: idShape,
  username: z.string(),
  full_name: textShape,
  biography: textShape,
  bio_links: z.array(z.object({ title: textShape, url: z.string() })).nullish(),
  external_url: textShape,
  edge_followed_by: z.object({ count: countShape }).nullish(),
  edge_follow: z.object({ count: countShape }).nullish(),
  edge_owner_to_timeline_media: edgesShape,
  edge_felix_video_timeline: edgesShape,
  edge_related_profiles: edgesShape,
  is_private: flagShape,
  is_verified: flagShape,
  is_business_account: flagShape,
  category_name: textShape,
  business_category_name: textShape,
  business_email: textShape,
  business_phone_number: textShape,
  business_address_json: textShape,
  profile_pic_url: textShape,
  profile_pic_url_hd: textShape,
});

const postShape = z.object({
  id: idShape,
  shortcode: z.string().min(1),
  taken_at_timestamp: z.number().positive(),
  __typename: textShape,
  is_video: flagShape,
  edge_media_to_caption: z
    .object({ edges: z.array(z.object({ node: z.object({ text: z.string() }) })) })
    .nullish(),
  edge_media_to_comment: z.object({ count: countShape }).nullish(),
  edge_liked_by: z.object({ count: countShape }).nullish(),
  edge_media_preview_like: z.object({ count: countShape }).nullish(),
  location: z.object({ name: textShape }).nullish(),
});

const relatedShape = z.object({ id: idShape.nullish(), username: z.string() });
const addressShape = z.object({ city_name: textShape });

/**
 * Reads the `data.user` of a web_profile_info answer (facts §1).
 * @throws SourceError "bad_response" when what makes an account (id, username) is odd; an odd post is left out.
 */
export function profileFromEdgeForm(json: unknown, observedAt: Date): Profile {
  const user = readAs(userShape, json, "The profile");
  const edges = user.edge_related_profiles?.edges;
  return {
    id: BigInt(user.id),
    username: usernameOf(user.username),
    fullName: told(user.full_name),
    biography: told(user.biography),
    followersCount: countOf(user.edge_followed_by?.count),
    followingCount: countOf(user.edge_follow?.count),
    postsCount: countOf(user.edge_owner_to_timeline_media?.count),
    isPrivate: user.is_private ?? null,
    isVerified: user.is_verified ?? null,
    isBusiness: user.is_business_account ?? null,
    category: firstTold(user.category_name, user.business_category_name),
    externalLink: told(user.external_url),
    bioLinks: user.bio_links?.map(({ title, url }) => ({ title: title ?? null, url })) ?? null,
    profilePicUrl: told(user.profile_pic_url_hd ?? user.profile_pic_url),
    publicEmail: told(user.business_email),
    publicPhone: told(user.business_phone_number),
    cityName: cityIn(user.business_address_json),
    countryCode: null,
    posts: postsIn(user.edge_owner_to_timeline_media, user.edge_felix_video_timeline),
    related: edges ? relatedIn(edges.map(({ node }) => node)) : null,
    observedAt,
  };
}

/** @returns the accounts among nodes of `edge_related_profiles`; one with an impossible name is left out. */
export function relatedIn(nodes: readonly unknown[]): { username: string; id: bigint | null }[] {
  return readEach(relatedShape, nodes)
    .map(({ id, username }) => ({
      id: id === null || id === undefined ? null : BigInt(id),
      username: username.toLowerCase(),
    }))
    .filter(({ username }) => isUsername(username));
}

/**
 * Reads one post by itself.
 * @throws SourceError "bad_response" when what makes a post (id, shortcode, time) is odd.
 */
export function postFromEdgeForm(json: unknown): Post {
  return postOf(readAs(postShape, json, "The post"));
}

function postsIn(...timelines: z.output<typeof edgesShape>[]): Post[] {
  const nodes = timelines.flatMap((timeline) => timeline?.edges?.map(({ node }) => node) ?? []);
  const posts = new Map<bigint, Post>();
  for (const node of readEach(postShape, nodes)) posts.set(BigInt(node.id), postOf(node));
  return [...posts.values()];
}

function postOf(node: z.output<typeof postShape>): Post {
  return {
    id: BigInt(node.id),
    shortcode: node.shortcode,
    takenAt: new Date(node.taken_at_timestamp * 1_000),
    // GraphSidecar, XDTGraphSidecar …: the newer names only have a prefix more.
    mediaType: node.__typename?.endsWith("Sidecar")
      ? "carousel"
      : node.is_video || node.__typename?.endsWith("Video")
        ? "video"
        : "image",
    caption: node.edge_media_to_caption?.edges[0]?.node.text ?? null,
    likeCount: countOf(node.edge_liked_by?.count ?? node.edge_media_preview_like?.count),
    commentCount: countOf(node.edge_media_to_comment?.count),
    locationName: node.location?.name || null,
  };
}

/** The address is JSON within a JSON text. One that cannot be read costs the city alone. */
function cityIn(addressJson: string | null | undefined): string | null {
  if (!addressJson) return null;
  try {
    return told(addressShape.parse(JSON.parse(addressJson)).city_name);
  } catch {
    return null;
  }
}
