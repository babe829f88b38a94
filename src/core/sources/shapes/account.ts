import type { AccountDetails, BioLink, Profile, RelatedAccount } from "../../instagram/profile.js";
import {
  asFlag,
  asId,
  asText,
  asUsername,
  countOf,
  edgeCountOf,
  flagOf,
  isObject,
  type JsonObject,
  listIn,
  phoneOf,
  type Skip,
  textOf,
} from "./values.js";

/** The account data in an answer, without posts, and maybe without Instagram's number. */
export type Account = Omit<Profile, "id" | "posts" | "observedAt" | "notRead"> & { id: bigint | null };

/**
 * The names of each field in the forms that are read: the web's edge form (`edge_followed_by`), the flat form of newer
 * answers and of HikerAPI (`pk`, `follower_count`; facts §1, §2), the Graph API (`ig_id`, `follows_count`; facts §3),
 * Apify's actors (`followersCount`), and tables of Phantombuster and Bright Data. The first that holds a value counts.
 */
const NAMES = {
  id: ["pk", "pk_id", "ig_id", "instagramID", "id", "user_id", "userId"],
  username: ["username", "userName"],
  fullName: ["full_name", "fullName", "fullname", "profile_name", "name"],
  biography: ["biography", "bio"],
  followers: ["follower_count", "followersCount", "followers_count", "followers"],
  following: [
    "following_count",
    "followsCount",
    "follows_count",
    "followingCount",
    "followings_count",
    "following",
  ],
  posts: ["media_count", "postsCount", "posts_count"],
  isPrivate: ["is_private", "private", "isPrivate"],
  isVerified: ["is_verified", "verified", "isVerified"],
  isBusiness: ["is_business_account", "is_business", "isBusinessAccount", "isBusiness"],
  category: [
    "category",
    "category_name",
    "business_category_name",
    "businessCategoryName",
    "businessCategory",
  ],
  externalLink: ["external_url", "externalUrl", "website", "external_link"],
  picture: [
    "profile_pic_url_hd",
    "profilePicUrlHD",
    "profile_picture_url",
    "profile_pic_url",
    "profilePicUrl",
    "profile_image_link",
  ],
  email: ["business_email", "public_email", "businessEmail", "publicEmail", "email", "email_address"],
  phone: ["contact_phone_number", "business_phone_number", "businessPhoneNumber", "phone"],
  publicPhone: ["public_phone_number", "publicPhoneNumber"],
} as const;

/** Whether an object describes an account: it has a username. */
export function hasUsername(object: JsonObject): boolean {
  return NAMES.username.some((name) => asUsername(object[name]) !== null);
}

/** Whether it holds more than the account's identity: a count or a biography. */
export function tellsMoreThanName({
  followersCount,
  followingCount,
  postsCount,
  biography,
}: Pick<Account, "followersCount" | "followingCount" | "postsCount" | "biography">): boolean {
  return (followersCount ?? followingCount ?? postsCount ?? biography) !== null;
}

/**
 * Reads an account in any of the known forms. A malformed field is reported to `skip` and left out; the others are
 * still read.
 * @returns null if there is no username. `id` is null if the number is missing or malformed.
 */
export function accountIn(user: JsonObject, skip: Skip): Account | null {
  const username = NAMES.username.map((name) => asUsername(user[name])).find((name) => name !== null);
  if (username === undefined) return null;
  const address = addressIn(user);
  const phone = textOf(user, NAMES.phone, skip);
  const code = textOf(user, ["public_phone_country_code"], skip);
  const isGraph = isGraphForm(user);
  const account: Account = {
    id: numberOf(user, isGraph),
    username,
    fullName: textOf(user, NAMES.fullName, skip),
    biography: textOf(user, NAMES.biography, skip),
    followersCount: edgeCountOf(user, "edge_followed_by", skip) ?? countOf(user, NAMES.followers, skip),
    followingCount: edgeCountOf(user, "edge_follow", skip) ?? countOf(user, NAMES.following, skip),
    postsCount: edgeCountOf(user, "edge_owner_to_timeline_media", skip) ?? countOf(user, NAMES.posts, skip),
    isPrivate: flagOf(user, NAMES.isPrivate, skip),
    isVerified: flagOf(user, NAMES.isVerified, skip),
    isBusiness: flagOf(user, NAMES.isBusiness, skip) ?? businessBy(user.account_type) ?? (isGraph || null),
    category: categoryOf(user, skip),
    externalLink: textOf(user, NAMES.externalLink, skip),
    bioLinks: bioLinksIn(user.bio_links ?? user.externalUrls, skip),
    profilePicUrl: pictureOf(user, skip),
    publicEmail: textOf(user, NAMES.email, skip),
    publicPhone: phone || (phoneOf(code, textOf(user, NAMES.publicPhone, skip)) ?? phone),
    cityName: textOf(user, ["city_name"], skip) || textOf(address, ["city_name"], skip),
    countryCode: null,
    related: relatedOf(user, skip),
    gate: gateOf(user),
    details: detailsOf(user, address, skip),
  };
  return account.gate === null ? account : withoutPlaceholders(account);
}

/** The Graph API's `id` is Facebook's number of the account; Instagram's own is `ig_id`, if present. */
function isGraphForm(user: JsonObject): boolean {
  return "ig_id" in user || ("follows_count" in user && !("pk" in user)) || "profile_picture_url" in user;
}

function numberOf(user: JsonObject, isGraph: boolean): bigint | null {
  if (isGraph && user.pk === undefined) return asId(user.ig_id);
  for (const name of NAMES.id) {
    const id = asId(user[name]);
    if (id !== null) return id;
  }
  return null;
}

/** 1 is a person, 2 a business, 3 a creator (facts §1). */
function businessBy(accountType: unknown): boolean | null {
  return typeof accountType === "number" ? accountType >= 2 : null;
}

/** Some actors write a missing first category as a word: "None", "None,Restaurant". gallery-dl's `category` is the site. */
function categoryOf(user: JsonObject, skip: Skip): string | null {
  const names = "subcategory" in user ? NAMES.category.slice(1) : NAMES.category;
  return textOf(user, names, skip)?.replace(/^None(,|$)/, "") ?? null;
}

function bioLinksIn(value: unknown, skip: Skip): BioLink[] | null {
  const links = typeof value === "string" ? jsonIn(value) : value;
  if (!Array.isArray(links)) {
    if (value !== undefined && value !== null) skip("bio_links", value);
    return null;
  }
  return links.flatMap((link, at) => {
    const url = isObject(link) ? link.url : link;
    if (typeof url === "string" && url !== "")
      return [{ title: (isObject(link) && textOf(link, ["title"], skip)) || null, url }];
    skip(`bio_links[${at}]`, link);
    return [];
  });
}

/** The largest picture: `profile_pic_url` alone has 150 pixels. */
function pictureOf(user: JsonObject, skip: Skip): string | null {
  const large = [
    user.hd_profile_pic_url_info,
    ...listIn(user.hd_profile_pic_versions).toSorted(
      (one, other) => Number(widthOf(other)) - Number(widthOf(one)),
    ),
  ]
    .map((version) => (isObject(version) ? version.url : undefined))
    .find((url) => typeof url === "string" && url !== "");
  return (large as string | undefined) ?? textOf(user, NAMES.picture, skip);
}

function widthOf(version: unknown): number {
  return isObject(version) && typeof version.width === "number" ? version.width : 0;
}

function relatedOf(user: JsonObject, skip: Skip): RelatedAccount[] | null {
  const told = user.edge_related_profiles ?? user.relatedProfiles;
  if (!Array.isArray(told) && !(isObject(told) && Array.isArray(told.edges))) return null;
  return relatedIn(listIn(told), skip);
}

/** @returns the accounts in a list, each maybe under `user` or `node`; malformed ones are skipped. */
export function relatedIn(entries: readonly unknown[], skip: Skip): RelatedAccount[] {
  return entries.flatMap((entry, at) => {
    const inside = isObject(entry) ? (entry.user ?? entry.node ?? entry) : entry;
    const username = isObject(inside) ? asUsername(inside.username) : null;
    if (!isObject(inside) || username === null) {
      skip(`related[${at}]`, entry);
      return [];
    }
    const fullName = asText(inside.full_name) || undefined;
    const [isPrivate, isVerified] = [asFlag(inside.is_private), asFlag(inside.is_verified)];
    return [
      {
        username,
        id: asId(inside.pk ?? inside.id),
        ...(fullName && { fullName }),
        ...(isPrivate != null && { isPrivate }),
        ...(isVerified != null && { isVerified }),
      },
    ];
  });
}

/** The address of a business: JSON within a JSON string, or an object. If it cannot be read, only the address is lost. */
function addressIn(user: JsonObject): JsonObject {
  const told = user.business_address_json ?? user.businessAddress;
  const address = typeof told === "string" ? jsonIn(told) : told;
  return isObject(address) ? address : {};
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function detailsOf(user: JsonObject, address: JsonObject, skip: Skip): AccountDetails | null {
  const facebooks = isGraphForm(user) ? user.id : undefined;
  const pronouns = Array.isArray(user.pronouns)
    ? user.pronouns.filter((word): word is string => typeof word === "string")
    : null;
  const details: AccountDetails = {
    fbid: asId(user.fbid) ?? asId(user.fbid_v2) ?? asId(facebooks),
    street: textOf(user, ["address_street"], skip) || textOf(address, ["street_address"], skip),
    zip: textOf(user, ["zip"], skip) || textOf(address, ["zip_code"], skip),
    pronouns,
  };
  return Object.values(details).every((value) => value === null) ? null : details;
}

/**
 * @returns the kind of gate between a visitor without a login and the account: Instagram's own word (such as
 * `appealable`), "country" or "blocked"; null if there is none.
 */
function gateOf(user: JsonObject): string | null {
  const { gating } = user;
  if (isObject(gating))
    return typeof gating.gating_type === "string" && gating.gating_type !== "" ? gating.gating_type : "gated";
  if (user.country_block === true) return "country";
  if (user.has_blocked_viewer === true) return "blocked";
  return user.is_age_gated === true || user.age_gated === true ? "age" : null;
}

/** Behind a gate, zeros and empty strings are placeholders (seen in mgp25/Instagram-API #3107), so they become unknown. */
function withoutPlaceholders(account: Account): Account {
  const kept = Object.entries(account).map(([name, value]) => {
    const isPlaceholder = value === 0 || value === "" || (Array.isArray(value) && value.length === 0);
    return [name, isPlaceholder ? null : value];
  });
  return Object.fromEntries(kept) as Account;
}
