import { webProfileInfo } from "../forms/edge-form.js";
import { flatMention, flatPost } from "../forms/flat-form.js";
import { pictureOf } from "../picture.js";
import { accountNamed } from "../world/look-alikes.js";
import { postsOf } from "../world/posts.js";
import { json, LOGIN_PAGE, type Route } from "./route.js";

/** Instagram's public web without a login (facts §1). */
export const instagramWebRoutes: readonly Route[] = [
  {
    path: /^\/api\/v1\/users\/web_profile_info\/?$/,
    service: "web",
    answer({ query, headers }, _match, { world, baseUrl }) {
      const username = (query.get("username") ?? "").toLowerCase();
      if (headers["x-ig-app-id"] === undefined) {
        return { status: 200, body: LOGIN_PAGE, headers: { "content-type": "text/html; charset=utf-8" } };
      }
      const account = accountNamed(world, username);
      if (account === null)
        return json(404, '{"message":"User not found","status":"fail"}', { profile: username });
      return json(200, webProfileInfo(world, account, baseUrl), { profile: username });
    },
  },
  {
    path: /^\/api\/v1\/feed\/user\/([a-z0-9._]+)\/username\/?$/i,
    service: "web",
    answer(_request, [, name = ""], { world }) {
      const username = name.toLowerCase();
      const account = accountNamed(world, username);
      if (account === null)
        return json(404, '{"message":"User not found","status":"fail"}', { profile: username });
      const posts = account.isPrivate ? [] : postsOf(world, account);
      const items = posts.map((post) => flatPost(post, account)).join();
      const body = `{"items":[${items}],"num_results":${posts.length},"more_available":false,"user":${flatMention(world, account.number)},"status":"ok"}`;
      return json(200, body, { profile: username });
    },
  },
  {
    path: /^\/pictures\/(\d+)\.png$/,
    service: "pictures",
    answer(_request, [, number], { world }) {
      return {
        status: 200,
        body: pictureOf(world, Number(number)),
        headers: { "content-type": "image/png" },
      };
    },
  },
];
