import { type Account, accountOf } from "../world/account.js";
import { relatedTo } from "../world/graph.js";
import { numberOfPlace } from "../world/places.js";
import { postsOf, type SandboxPost } from "../world/posts.js";
import type { World } from "../world/world.js";

/** The data around the values we read, some 2 kB per post as in a real answer, so that parsing takes a realistic time. */
const RESOURCES = [150, 240, 320, 480, 640]
  .map(
    (size) =>
      `{"src":"BASE/pictures/NUMBER.png?size=${size}&_nc_ht=sandbox&_nc_cat=1&_nc_ohc=AbCdEfGhIjKlMnOpQrStUv&edm=ABmJApABAAAA&ccb=7-5&oh=00_AfAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef&oe=6612ABCD&_nc_sid=b41fef","config_width":${size},"config_height":${size}}`,
  )
  .join(",");
const POST_REST = [
  `"dimensions":{"height":1350,"width":1080},"display_url":"BASE/pictures/NUMBER.png?size=1080&_nc_ht=sandbox&oh=00_AfAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef&oe=6612ABCD","edge_media_to_tagged_user":{"edges":[]}`,
  `"fact_check_overall_rating":null,"fact_check_information":null,"gating_info":null,"sharing_friction_info":{"should_have_sharing_friction":false,"bloks_app_url":null},"media_overlay_info":null`,
  `"media_preview":"ACoqw8mmkmrVvbNcNsXj3PStqOxt4Bhhvb1PT8un51z7HZc5rJpQTW7NpqON0J2n0PQ/j1FYkkbRMUcYI6iiwXKmTSgml20bTRYLn","accessibility_caption":null,"has_upcoming_event":false,"nft_asset_info":null`,
  `"comments_disabled":false,"viewer_has_liked":false,"viewer_has_saved":false,"viewer_in_photo_of_you":false,"pinned_for_users":[],"coauthor_producers":[],"has_audio":null,"dash_info":{"is_dash_eligible":false,"video_dash_manifest":null,"number_of_qualities":0}`,
  `"thumbnail_src":"BASE/pictures/NUMBER.png?size=640&oh=00_AfAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef","thumbnail_resources":[${RESOURCES}]`,
].join(",");

const TYPE_NAMES = { image: "GraphImage", video: "GraphVideo", carousel: "GraphSidecar" } as const;

/** @returns the body of a web_profile_info answer for an account, in the form of facts §1. */
export function webProfileInfo(world: World, account: Account, baseUrl: string): string {
  const { id, username, business } = account;
  const text = JSON.stringify;
  const posts = account.isPrivate ? [] : postsOf(world, account);
  const rest = POST_REST.replaceAll("BASE", baseUrl).replaceAll("NUMBER", String(account.number));
  const nodes = posts.map((post) => `{"node":${postNode(post, account, rest)}}`);
  // Some videos are in both lists.
  const felix = posts.flatMap((post, index) =>
    post.kind === "video" && index % 3 === 0 ? [nodes[index]] : [],
  );
  const address =
    business &&
    JSON.stringify({
      city_name: business.city,
      city_id: null,
      latitude: null,
      longitude: null,
      street_address: null,
      zip_code: null,
    });
  return `{"data":{"user":{"ai_agent_type":null,"biography":${text(account.biography)},"bio_links":${bioLinks(account)},"fb_profile_biolink":null,"biography_with_entities":{"raw_text":${text(account.biography)},"entities":[]},"blocked_by_viewer":false,"restricted_by_viewer":null,"country_block":false,"eimu_id":"10${id}","external_url":${text(account.link)},"external_url_linkshimmed":null,"edge_followed_by":{"count":${account.followers}},"fbid":"1784${id}","followed_by_viewer":false,"edge_follow":{"count":${account.following}},"full_name":${text(account.fullName)},"highlight_reel_count":0,"id":"${id}","is_business_account":${business !== null},"is_professional_account":${business !== null},"business_address_json":${text(address)},"business_contact_method":"UNKNOWN","business_email":${text(business?.email ?? null)},"business_phone_number":${text(business?.phone ?? null)},"business_category_name":null,"category_enum":null,"category_name":${text(business?.category ?? null)},"is_private":${account.isPrivate},"is_verified":${account.isVerified},"profile_pic_url":"${baseUrl}/pictures/${account.number}.png?size=150","profile_pic_url_hd":"${baseUrl}/pictures/${account.number}.png?size=320","username":"${username}","pronouns":[],"edge_felix_video_timeline":{"count":${felix.length},"page_info":{"has_next_page":false,"end_cursor":null},"edges":[${felix.join(",")}]},"edge_owner_to_timeline_media":{"count":${account.posts},"page_info":{"has_next_page":${account.posts > posts.length},"end_cursor":null},"edges":[${nodes.join(",")}]},"edge_saved_media":{"count":0,"edges":[]},"edge_media_collections":{"count":0,"edges":[]},"edge_related_profiles":{"edges":[${relatedNodes(world, account, baseUrl)}]}}},"status":"ok"}`;
}

function postNode(post: SandboxPost, { id, username }: Account, rest: string): string {
  const caption = post.caption === null ? "" : `{"node":{"text":${JSON.stringify(post.caption)}}}`;
  const place =
    post.place === null
      ? "null"
      : `{"id":"${numberOfPlace(post.place)}","has_public_page":true,"name":${JSON.stringify(post.place)},"slug":"place"}`;
  const children =
    post.kind === "carousel"
      ? `,"edge_sidecar_to_children":{"edges":[{"node":{"__typename":"GraphImage","id":"${post.id}","shortcode":"${post.shortcode}",${rest}}}]}`
      : "";
  return `{"__typename":"${TYPE_NAMES[post.kind]}","id":"${post.id}","shortcode":"${post.shortcode}",${rest},"is_video":${post.kind === "video"},"product_type":"${post.kind === "video" ? "clips" : ""}","edge_media_to_caption":{"edges":[${caption}]},"edge_media_to_comment":{"count":${post.comments}},"taken_at_timestamp":${post.takenAt},"edge_liked_by":{"count":${post.likes}},"edge_media_preview_like":{"count":${post.likes}},"location":${place},"owner":{"id":"${id}","username":"${username}"}${children}}`;
}

function relatedNodes(world: World, account: Account, baseUrl: string): string {
  return relatedTo(world, account.number)
    .map((number) => {
      const other = accountOf(world, number);
      return `{"node":{"id":"${other.id}","full_name":${JSON.stringify(other.fullName)},"is_private":${other.isPrivate},"is_verified":${other.isVerified},"profile_pic_url":"${baseUrl}/pictures/${number}.png?size=150","username":"${other.username}"}}`;
    })
    .join(",");
}

function bioLinks({ link }: Account): string {
  return link === null
    ? "[]"
    : `[{"title":"My page","lynx_url":"","url":${JSON.stringify(link)},"link_type":"external"}]`;
}
