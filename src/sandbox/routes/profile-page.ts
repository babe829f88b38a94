import { flatPost, flatUser } from "../forms/flat-form.js";
import { accountNamed } from "../world/look-alikes.js";
import { numberOf } from "../world/names.js";
import { postsOf } from "../world/posts.js";
import { json, LOGIN_PAGE, type Reply, type Route } from "./route.js";

const html = (body: string): Reply => ({
  status: 200,
  body,
  headers: { "content-type": "text/html; charset=utf-8" },
});

/** It contains nothing of an account; as on Instagram, its script fetches the profile. */
const shell = (form: "older" | "newer") => `<!DOCTYPE html>
<html lang="en" data-form="${form}">
<head>
<meta charset="utf-8"><title>Sandbox</title>
<style>@font-face { font-family: F; src: url(/static/font.woff2) } body { font-family: F }</style>
</head>
<body><main>Loading …</main><script src="/static/profile.js"></script></body>
</html>`;

const SCRIPT = `
const name = location.pathname.split("/")[1];
const main = document.querySelector("main");
async function ask(url, headers) {
  const response = await fetch(url, { headers });
  if (response.redirected) location.href = response.url;
  return response.status === 404 ? null : response.json();
}
function query(doc) {
  const variables = JSON.stringify({ username: name });
  return ask("/graphql/query/?" + new URLSearchParams({ doc_id: doc, variables }), {});
}
async function profile() {
  if (document.documentElement.dataset.form === "older") {
    const answer = await ask("/api/v1/users/web_profile_info/?username=" + name, { "x-ig-app-id": "936619743392459" });
    return answer?.data?.user;
  }
  const { data } = await query("profile");
  if (data.user && !data.user.is_private) await query("timeline");
  return data.user;
}
profile().then((user) => {
  main.textContent = user ? user.full_name : "Sorry, this page isn't available.";
  document.title = user ? user.full_name + " (@" + name + ")" : "Page not found";
  if (!user) return;
  main.append(Object.assign(new Image(), { src: user.profile_pic_url }));
  main.append(Object.assign(document.createElement("video"), { src: "/static/reel.mp4", preload: "auto" }));
});
`;

/**
 * Instagram's pages for a browser. For one account in four it is the newer page, which requests profile and posts
 * separately.
 */
export const profilePageRoutes: readonly Route[] = [
  {
    path: /^\/graphql\/query\/$/,
    service: "web",
    answer({ query }, _match, { world, baseUrl }) {
      const { username = "" } = JSON.parse(query.get("variables") ?? "{}") as { username?: string };
      const account = accountNamed(world, username);
      if (account === null) return json(200, '{"data":{"user":null},"status":"ok"}');
      if (query.get("doc_id") !== "timeline")
        return json(200, `{"data":{"user":${flatUser(account, baseUrl)}},"status":"ok"}`, {
          profile: username,
        });
      const edges = account.isPrivate
        ? []
        : postsOf(world, account).map((post) => `{"node":${flatPost(post, account)},"cursor":"x"}`);
      return json(
        200,
        `{"data":{"xdt_api__v1__feed__user_timeline_graphql_connection":{"edges":[${edges.join(",")}]}},"status":"ok"}`,
      );
    },
  },
  {
    path: /^\/static\/profile\.js$/,
    service: "static",
    answer: () => ({
      status: 200,
      body: SCRIPT,
      headers: { "content-type": "text/javascript; charset=utf-8" },
    }),
  },
  {
    path: /^\/static\/(font\.woff2|reel\.mp4)$/,
    service: "static",
    answer: () => ({ status: 200, body: "" }),
  },
  { path: /^\/accounts\/login\/$/, service: "static", answer: () => html(LOGIN_PAGE) },
  {
    path: /^\/([a-z0-9._]{1,30})\/$/,
    service: "web",
    answer: (_request, [, username], { world }) =>
      html(shell((numberOf(world, username as string) ?? 0) % 4 === 3 ? "newer" : "older")),
  },
];
