import type { MediaType, Post, PostDetails } from "../../instagram/profile.js";
import { idOfShortcode, shortcodeOf } from "../../instagram/shortcode.js";
import {
  asId,
  asText,
  asTime,
  asUsername,
  countOf,
  edgeCountOf,
  isObject,
  type JsonObject,
  listIn,
  type Skip,
  textOf,
} from "./values.js";

/** The owner of a post, as far as the post states it. */
export interface PostOwner {
  id: bigint | null;
  username: string | null;
  /** What the post states about the account. */
  user: JsonObject;
}

const SHORTCODES = ["shortcode", "code", "shortCode", "post_shortcode"];
const TIMES = [
  "taken_at_timestamp",
  "taken_at",
  "timestamp",
  "post_date",
  "date",
  "date_posted",
  "datetime",
  "iso_date",
];
/** A post has one of these beside its shortcode; the `code` of a comment or a product comes without them. */
const SIGNS = [...TIMES, "media_type", "__typename", "typename", "edge_media_to_caption", "display_url"];
const SHORTCODE = /^[\w-]+$/;
const LINK = /\/(?:p|reel|reels|tv)\/([\w-]+)/;

/** Whether an object is a post in any of the known forms. A story, which ends after a day, is not. */
export function isPost(object: JsonObject): boolean {
  if (object.expiring_at !== undefined || object.expiring_at_timestamp !== undefined) return false;
  return shortcodeIn(object) !== null && SIGNS.some((name) => object[name] !== undefined);
}

function shortcodeIn(object: JsonObject): string | null {
  for (const name of SHORTCODES) {
    const code = object[name];
    if (typeof code === "string" && SHORTCODE.test(code)) return code;
  }
  const link = [object.permalink, object.post_url, object.url].find((each) => typeof each === "string");
  return LINK.exec((link as string | undefined) ?? "")?.[1] ?? null;
}

/**
 * Reads a post: the web's node, the flat form (`code`, `taken_at`), the Graph API's media, or the output of Apify,
 * Instaloader or gallery-dl. A malformed field is reported to `skip` and left out; the others are still read.
 * @returns null if its number or its time is missing or malformed.
 */
export function postIn(given: JsonObject, skip: Skip): Post | null {
  // Instaloader keeps the flat form beside its own.
  const node = isObject(given.iphone_struct) && !hasTime(given) ? given.iphone_struct : given;
  const id = numberOf(node);
  const told = TIMES.find((name) => node[name] !== undefined && node[name] !== null);
  const takenAt = told === undefined ? null : asTime(node[told]);
  if (id === null || takenAt === null) return null;
  const caption = captionOf(node, skip);
  const location = isObject(node.location) ? node.location : {};
  const areLikesHidden = node.like_and_view_counts_disabled === true;
  return {
    id,
    shortcode: shortcodeIn(node) ?? shortcodeOf(id),
    takenAt,
    mediaType: mediaTypeOf(node),
    caption: caption || null,
    likeCount: areLikesHidden
      ? null
      : (edgeCountOf(node, "edge_liked_by", skip) ??
        edgeCountOf(node, "edge_media_preview_like", skip) ??
        countOf(node, ["like_count", "likesCount", "likes"], skip)),
    commentCount:
      edgeCountOf(node, "edge_media_to_comment", skip) ??
      edgeCountOf(node, "edge_media_to_parent_comment", skip) ??
      countOf(node, ["comment_count", "commentsCount", "comments_count", "num_comments", "comments"], skip),
    locationName:
      textOf(location, ["name"], skip) || textOf(node, ["locationName", "location_name"], skip) || null,
    details: detailsOf(node, location, skip),
  };
}

function hasTime({ taken_at_timestamp, taken_at, date }: JsonObject): boolean {
  return taken_at_timestamp !== undefined || taken_at !== undefined || (date !== undefined && date !== 1);
}

/**
 * Instagram's number: as stated, the first half of `PK_USERPK`, or decoded from the shortcode (a spreadsheet turns it
 * into 3.85E+18).
 */
function numberOf(node: JsonObject): bigint | null {
  for (const name of ["pk", "id", "post_id", "media_id"]) {
    const text = asText(node[name]);
    // The Graph API's `id` is Facebook's; its permalink leads to Instagram's.
    if (text === undefined || (name === "id" && node.permalink !== undefined)) continue;
    const id = asId(text.split("_", 1)[0]);
    if (id !== null) return id;
    if (/^\d+(_\d+)?$/.test(text)) return null;
  }
  const shortcode = shortcodeIn(node);
  return shortcode === null ? null : asId(idOfShortcode(shortcode));
}

const MEDIA_TYPES: Record<string, MediaType> = {
  "1": "image",
  "2": "video",
  "8": "carousel",
  image: "image",
  video: "video",
  carousel: "carousel",
  carousel_album: "carousel",
  sidecar: "carousel",
};

/** GraphSidecar, XDTGraphSidecar, Sidecar …: the newer names only differ by a prefix. */
function mediaTypeOf(node: JsonObject): MediaType {
  const named =
    asText(node.__typename ?? node.typename ?? node.media_type ?? node.content_type ?? node.type) ?? "";
  const word = named.toLowerCase().replace(/^(xdt)?(media|graph)(?=[a-z])/, "");
  const byNumber = MEDIA_TYPES[asText(node.media_type) ?? ""];
  return MEDIA_TYPES[word] ?? byNumber ?? (node.is_video === true ? "video" : "image");
}

function captionOf(node: JsonObject, skip: Skip): string | null {
  const { caption, edge_media_to_caption: edges } = node;
  const first = isObject(edges) ? listIn(edges)[0] : undefined;
  if (isObject(first)) return textOf(first, ["text"], skip);
  if (isObject(caption)) return textOf(caption, ["text"], skip);
  return textOf(node, ["caption", "caption_text", "description", "edge_caption"], skip);
}

/** @returns the rarely used details of a post, or null if it has none. */
function detailsOf(node: JsonObject, location: JsonObject, skip: Skip): PostDetails | null {
  const pinned = node.pinned_for_users ?? node.timeline_pinned_user_ids;
  const details: PostDetails = {
    videoViews: countOf(
      node,
      [
        "video_view_count",
        "video_play_count",
        "play_count",
        "view_count",
        "videoViewCount",
        "videoPlayCount",
      ],
      skip,
    ),
    productType: textOf(node, ["product_type", "productType"], skip) || null,
    isPinned: Array.isArray(pinned) ? pinned.length > 0 : ((node.isPinned as boolean | undefined) ?? null),
    coauthors: namesIn(node.coauthor_producers ?? node.coauthorProducers),
    taggedUsers: namesIn(node.edge_media_to_tagged_user ?? node.usertags ?? node.taggedUsers),
    locationId: asId(location.pk ?? location.id ?? node.locationId ?? node.location_id),
    isPaidPartnership: paidMarkOf(node),
    altText: textOf(node, ["accessibility_caption", "alt"], skip) || null,
  };
  if (typeof details.isPinned !== "boolean") details.isPinned = null;
  return Object.values(details).every((value) => value === null) ? null : details;
}

const PAID_MARKS = [
  "is_paid_partnership",
  "isPaidPartnership",
  "paidPartnership",
  "isSponsored",
  "is_sponsored",
];
/** Fields that name the sponsor, for answers without the mark itself. */
const SPONSORS = ["sponsor_tags", "edge_media_to_sponsor_user", "sponsor_users", "sponsors"];

/** @returns whether Instagram marks a post as a paid partnership, or null if the answer does not say. */
function paidMarkOf(node: JsonObject): boolean | null {
  if (SPONSORS.some((name) => listIn(node[name]).length > 0)) return true;
  const mark = PAID_MARKS.map((name) => node[name]).find((value) => typeof value === "boolean");
  return typeof mark === "boolean" ? mark : null;
}

/** @returns the usernames in a list of accounts, each maybe under `user`, or null if there are none. */
function namesIn(value: unknown): string[] | null {
  const names = listIn(value).flatMap((entry) => {
    const user = isObject(entry) ? (entry.user ?? entry) : null;
    return (isObject(user) ? asUsername(user.username) : null) ?? [];
  });
  return names.length === 0 ? null : [...new Set(names)];
}

/**
 * @returns the owner of a post: its `owner` or `user`, the fields that tools add beside it, or what follows the `_` in
 * its id.
 */
export function ownerOf(post: JsonObject): PostOwner {
  const user = [post.owner, post.user].find(isObject) ?? {};
  const beside = post.ownerId ?? post.owner_id ?? post.account_id;
  const inId = asText(post.id)?.split("_")[1];
  const name =
    user.username ?? post.ownerUsername ?? post.owner_username ?? post.user_posted ?? post.username;
  const fullName = user.full_name ?? post.ownerFullName ?? post.fullname ?? post.fullName;
  return {
    id: asId(user.pk) ?? asId(user.id) ?? asId(beside) ?? asId(inId),
    username: asUsername(name),
    user: { ...(typeof fullName === "string" && { full_name: fullName }), ...user },
  };
}
