import type { Account } from "../world/account.js";
import { accountNamed } from "../world/look-alikes.js";
import { postsOf } from "../world/posts.js";
import { type Grounds, json, type Reply, type Route, type SandboxRequest } from "./route.js";

const MEDIA_TYPES = { image: "IMAGE", video: "VIDEO", carousel: "CAROUSEL_ALBUM" } as const;

/** The official Graph API's business discovery (facts §3). */
export const graphApiRoutes: readonly Route[] = [
  {
    path: /^\/v\d+\.\d+\/\d+$/,
    service: "graph",
    answer(request, _match, grounds) {
      const percent = countCall(grounds);
      const reply = percent >= 100 ? graphTooMany() : discover(request, grounds);
      const usage = { call_count: percent, total_time: Math.floor(percent / 2), total_cputime: 0 };
      const regain = percent >= 100 ? 30 : 0;
      return {
        ...reply,
        headers: {
          ...reply.headers,
          "x-app-usage": JSON.stringify(usage),
          "x-business-use-case-usage": JSON.stringify({
            "1784": [{ type: "instagram", ...usage, estimated_time_to_regain_access: regain }],
          }),
        },
      };
    },
  },
];

/** @returns the Graph API's answer when its quota is used up. */
export const graphTooMany = (): Reply => graphError(403, 4, "(#4) Application request limit reached");

/** @returns the percentage of the quota used, including this call. */
function countCall(grounds: Grounds): number {
  grounds.graphCalls++;
  return grounds.graphAllowance === null
    ? 0
    : Math.floor((100 * grounds.graphCalls) / grounds.graphAllowance);
}

function discover({ query }: SandboxRequest, { world, baseUrl, graphToken }: Grounds): Reply {
  const token = query.get("access_token");
  if (token === null || (graphToken !== null && token !== graphToken))
    return graphError(400, 190, `Malformed access token ${token}`);
  const username = /business_discovery\.username\(([a-z0-9._]+)\)/.exec(query.get("fields") ?? "")?.[1];
  if (username === undefined) return graphError(400, 100, "(#100) Tried accessing nonexisting field");
  const account = accountNamed(world, username);
  // The answer is the same for an account that is not a business one and for one that does not exist.
  if (account === null || account.business === null)
    return graphError(400, 110, "Invalid user id", { error_subcode: 2207013 });
  const posts = postsOf(world, account).map((post) => ({
    id: `1790${post.id.slice(4)}`,
    ...(post.caption !== null && { caption: post.caption }),
    media_type: MEDIA_TYPES[post.kind],
    permalink: `https://www.instagram.com/${post.kind === "video" ? "reel" : "p"}/${post.shortcode}/`,
    timestamp: new Date(post.takenAt * 1_000).toISOString().replace(".000Z", "+0000"),
    ...(post.likes >= 0 && { like_count: post.likes }),
    comments_count: post.comments,
  }));
  const next = `${baseUrl}/next?access_token=${token}`;
  return json(
    200,
    JSON.stringify({
      business_discovery: { ...businessOf(account, baseUrl), media: { data: posts, paging: { next } } },
    }),
    { profile: username },
  );
}

/** Facebook omits empty fields. */
function businessOf(account: Account, baseUrl: string): Record<string, unknown> {
  return {
    id: `1784${account.id}`,
    ig_id: account.id,
    username: account.username,
    name: account.fullName,
    ...(account.biography !== "" && { biography: account.biography }),
    ...(account.link !== null && { website: account.link }),
    followers_count: account.followers,
    follows_count: account.following,
    media_count: account.posts,
    profile_picture_url: `${baseUrl}/pictures/${account.number}.png?size=320`,
  };
}

function graphError(
  status: number,
  code: number,
  message: string,
  more: Record<string, unknown> = {},
): Reply {
  return json(
    status,
    JSON.stringify({ error: { message, type: "OAuthException", code, ...more, fbtrace_id: "Sandbox" } }),
  );
}
