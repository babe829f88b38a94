import * as z from "zod";
import type { Post, Profile, RelatedAccount } from "../../instagram/profile.js";
import { SourceError } from "../../source-error.js";
import { relatedIn } from "./edge-form.js";
import {
  countOf,
  countShape,
  firstTold,
  flagShape,
  idShape,
  phoneOf,
  readAs,
  readEach,
  textShape,
  told,
  usernameOf,
} from "./values.js";

const userShape = z
  .object({
    pk: idShape.nullish(),
    pk_id: idShape.nullish(),
    id: idShape.nullish(),
    username: z.string(),
    full_name: textShape,
    biography: textShape,
    bio_links: z.array(z.object({ title: textShape, url: z.string() })).nullish(),
    external_url: textShape,
    follower_count: countShape,
    following_count: countShape,
    media_count: countShape,
    is_private: flagShape,
    is_verified: flagShape,
    is_business: flagShape,
    account_type: z.number().nullish(),
    category: textShape,
    category_name: textShape,
    public_email: textShape,
    public_phone_number: textShape,
    public_phone_country_code: z.union([z.string(), z.number()]).nullish(),
    contact_phone_number: textShape,
    city_name: textShape,
    profile_pic_url: textShape,
    profile_pic_url_hd: textShape,
  })
  .refine((user) => (user.pk ?? user.pk_id ?? user.id) !== undefined, {
    message: "there is no id",
    path: ["pk"],
  });

const postShape = z.object({
  pk: idShape.nullish(),
  /** `PK_USERPK`. */
  id: z.union([z.string(), z.number()]).nullish(),
  code: z.string().min(1),
  /** Seconds, or a time in ISO 8601. */
  taken_at: z.union([z.number().positive(), z.string().min(10)]),
  media_type: z.number(),
  caption: z.object({ text: textShape }).nullish(),
  caption_text: textShape,
  comment_count: countShape,
  like_count: countShape,
  location: z.object({ name: textShape }).nullish(),
});

const MEDIA_TYPES: Record<number, Post["mediaType"]> = { 1: "image", 2: "video", 8: "carousel" };
const CREATOR_OR_BUSINESS = 2;

/**
 * Reads a user in the flat form of newer answers and of HikerAPI (facts §1, §2); its posts and related accounts come
 * apart from it.
 * @throws SourceError "bad_response" when what makes an account (id, username) is odd.
 */
export function profileFromFlatForm(json: unknown, observedAt: Date): Profile {
  const user = readAs(userShape, json, "The profile");
  const countryCode = user.public_phone_country_code;
  return {
    id: BigInt((user.pk ?? user.pk_id ?? user.id) as string | number),
    username: usernameOf(user.username),
    fullName: told(user.full_name),
    biography: told(user.biography),
    followersCount: countOf(user.follower_count),
    followingCount: countOf(user.following_count),
    postsCount: countOf(user.media_count),
    isPrivate: user.is_private ?? null,
    isVerified: user.is_verified ?? null,
    isBusiness:
      user.is_business ??
      (typeof user.account_type === "number" ? user.account_type >= CREATOR_OR_BUSINESS : null),
    category: firstTold(user.category, user.category_name),
    externalLink: told(user.external_url),
    bioLinks: user.bio_links?.map(({ title, url }) => ({ title: title ?? null, url })) ?? null,
    profilePicUrl: told(user.profile_pic_url_hd ?? user.profile_pic_url),
    publicEmail: told(user.public_email),
    publicPhone:
      user.contact_phone_number ||
      phoneOf(countryCode == null ? null : String(countryCode), user.public_phone_number),
    cityName: told(user.city_name),
    countryCode: null,
    posts: [],
    related: null,
    observedAt,
  };
}

/**
 * Reads one post by itself.
 * @throws SourceError "bad_response" when what makes a post (number, code, time) is odd.
 */
export function postFromFlatForm(json: unknown): Post {
  const [post] = postsFromFlatForm([readAs(postShape, json, "The post")]);
  if (post === undefined)
    throw new SourceError("bad_response", "The post has no number, or no time that is one");
  return post;
}

/** Reads posts in the flat form; an odd one is left out, none stands twice. */
function postsFromFlatForm(items: readonly unknown[]): Post[] {
  const posts = new Map<bigint, Post>();
  for (const item of readEach(postShape, items)) {
    const digits = String(item.pk ?? item.id ?? "").split("_", 1)[0] as string;
    const takenAt = new Date(typeof item.taken_at === "number" ? item.taken_at * 1_000 : item.taken_at);
    if (!/^\d+$/.test(digits) || Number.isNaN(takenAt.getTime())) continue;
    posts.set(BigInt(digits), {
      id: BigInt(digits),
      shortcode: item.code,
      takenAt,
      mediaType: MEDIA_TYPES[item.media_type] ?? "image",
      caption: (item.caption?.text ?? item.caption_text) || null,
      likeCount: countOf(item.like_count),
      commentCount: countOf(item.comment_count),
      locationName: item.location?.name || null,
    });
  }
  return [...posts.values()];
}

const chunkShape = z.tuple([z.array(z.unknown()), z.string().nullish()]);
const suggestedShape = z.union([
  z.array(z.unknown()),
  z.object({ users: z.array(z.unknown()) }).transform(({ users }) => users),
  z
    .object({ response: z.object({ users: z.array(z.unknown()) }) })
    .transform(({ response }) => response.users),
]);

/** Reads `[[media…], next_cursor]`. @throws SourceError "bad_response". */
export function postsFromChunk(json: unknown): Post[] {
  return postsFromFlatForm(readAs(chunkShape, json, "The list of posts")[0]);
}

/** Reads a list of suggested accounts: bare, or under `users`, each maybe under `user`. @throws SourceError "bad_response". */
export function relatedFromSuggested(json: unknown): RelatedAccount[] {
  const users = readAs(suggestedShape, json, "The list of suggested accounts");
  return relatedIn(
    users.map((entry) => {
      const user = (entry as { user?: unknown } | null)?.user ?? entry;
      const { pk, id, username } = (user ?? {}) as Record<string, unknown>;
      return { id: pk ?? id, username };
    }),
  );
}
