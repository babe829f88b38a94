import { type Account, accountOf, idOf } from "../world/account.js";
import { usernameOf } from "../world/names.js";
import { numberOfPlace } from "../world/places.js";
import { commentersOf, type SandboxPost } from "../world/posts.js";
import type { World } from "../world/world.js";

/**
 * The flat form of HikerAPI (facts §2). Ids are numbers for even accounts and strings for odd ones, with every digit,
 * to expose readers that lose digits.
 */
export function flatUser(account: Account, baseUrl: string): string {
  const { business, number } = account;
  const text = JSON.stringify;
  const [, countryCode = "", phone = ""] = /^\+(\d{1,2})(5550\d+)$/.exec(business?.phone ?? "") ?? [];
  return `{"pk":${idText(number)},"pk_id":"${account.id}","username":"${account.username}","full_name":${text(account.fullName)},"biography":${text(account.biography)},"external_url":${text(account.link)},"bio_links":${account.link === null ? "[]" : `[{"title":"My page","url":${text(account.link)},"link_type":"external"}]`},"follower_count":${account.followers},"following_count":${account.following},"media_count":${account.posts},"is_private":${account.isPrivate},"is_verified":${account.isVerified},"is_business":${business !== null},"account_type":${business === null ? 1 : 2},"fbid_v2":"1784${account.id}","pronouns":[],"category":${text(business?.category ?? null)},"public_email":${text(business?.email ?? null)},"public_phone_country_code":${text(countryCode)},"public_phone_number":${text(phone)},"contact_phone_number":"","city_name":${text(business?.city ?? null)},"profile_pic_url":"${baseUrl}/pictures/${number}.png?size=150","profile_pic_url_hd":"${baseUrl}/pictures/${number}.png?size=320"}`;
}

/** A post in the flat form. */
export function flatPost(post: SandboxPost, account: Account): string {
  const types = { image: 1, video: 2, carousel: 8 };
  return `{"pk":${account.number % 2 === 0 ? post.id : `"${post.id}"`},"id":"${post.id}_${account.id}","code":"${post.shortcode}","taken_at":${post.takenAt},"media_type":${types[post.kind]},"timeline_pinned_user_ids":[],"product_type":"${post.kind === "video" ? "clips" : "feed"}","caption":${post.caption === null ? "null" : JSON.stringify({ text: post.caption })},"comment_count":${post.comments},"like_count":${post.likes},"location":${post.place === null ? "null" : JSON.stringify({ pk: numberOfPlace(post.place), name: post.place })},"user":{"pk":${idText(account.number)},"username":"${account.username}"}}`;
}

/** The short form for mentions of other accounts. */
export function flatMention(world: World, number: number): string {
  const { fullName, isPrivate, isVerified, username } = accountOf(world, number);
  return `{"pk":${idText(number)},"username":"${username}","full_name":${JSON.stringify(fullName)},"is_private":${isPrivate},"is_verified":${isVerified}}`;
}

/** A page of comments in the flat form. */
export function flatComments(
  world: World,
  account: Account,
  index: number,
  from: number,
  count: number,
): string {
  return commentersOf(world, account, index, from, count)
    .map(
      (number, step) =>
        `{"pk":"17${String(account.number).padStart(9, "0")}${String(index).padStart(5, "0")}${String(from + step).padStart(5, "0")}","text":"👏","user":{"pk":${idText(number)},"username":"${usernameOf(world, number)}"}}`,
    )
    .join(",");
}

function idText(number: number): string {
  return number % 2 === 0 ? idOf(number) : `"${idOf(number)}"`;
}
