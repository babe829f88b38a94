import { flatComments, flatMention, flatPost, flatUser } from "../forms/flat-form.js";
import { type Account, numberOfId } from "../world/account.js";
import { relatedTo } from "../world/graph.js";
import { accountNamed, accountNumbered, searchAccounts } from "../world/look-alikes.js";
import { PAGE, placeOfPost, postOf, postsOf } from "../world/posts.js";
import type { World } from "../world/world.js";
import { discoveryRoutes } from "./hiker-discovery.js";
import { type Grounds, json, type Reply, type Route, type SandboxRequest } from "./route.js";

const COMMENTS_PER_CALL = 15;
const NOT_FOUND = '{"detail":"Target user not found","exc_type":"UserNotFound"}';
const PRIVATE = '{"detail":"Target user is private","exc_type":"PrivateAccount"}';

/** The paid HikerAPI (facts §2). */
export const hikerRoutes: readonly Route[] = [
  paid(
    /^\/v2\/user\/by\/username$/,
    1,
    byUsername((account, { baseUrl }) => `{"user":${flatUser(account, baseUrl)},"status":"ok"}`),
  ),
  paid(
    /^\/v1\/user\/by\/username$/,
    1,
    byUsername((account, { baseUrl }) => flatUser(account, baseUrl)),
  ),
  paid(
    /^\/v2\/user\/by\/id$/,
    1,
    byId("id", (account, _query, { baseUrl }) =>
      json(200, `{"user":${flatUser(account, baseUrl)},"status":"ok"}`),
    ),
  ),
  paid(
    /^\/v1\/user\/medias\/chunk$/,
    1,
    byId("user_id", (account, query, { world }) => {
      if (account.isPrivate) return json(403, PRIVATE);
      const page = Number(query.get("end_cursor") ?? 0);
      const next = account.posts > (page + 1) * PAGE ? `"${page + 1}"` : "null";
      return json(
        200,
        `[[${postsOf(world, account, page)
          .map((post) => flatPost(post, account))
          .join(",")}],${next}]`,
      );
    }),
  ),
  paid(
    /^\/v2\/user\/suggested\/profiles$/,
    2,
    byId("user_id", (account, _query, { world }) =>
      json(200, `{"users":[${mentions(world, account)}],"status":"ok"}`),
    ),
  ),
  paid(
    /^\/gql\/user\/related\/profiles$/,
    1,
    byId("id", (account, _query, { world }) => json(200, `[${mentions(world, account)}]`)),
  ),
  paid(/^\/v2\/media\/comments$/, 1, ({ query }, { world }) => {
    const { number, index } = placeOfPost(query.get("id") ?? "");
    const account = accountNumbered(world, number);
    if (account === null) return json(404, '{"detail":"Media not found","exc_type":"MediaNotFound"}');
    const { comments } = postOf(world, account, index);
    const from = Number(query.get("page_id") ?? 0);
    if (!(from >= 0)) return json(400, '{"detail":"Invalid page_id","exc_type":"InvalidParameters"}');
    const count = Math.max(0, Math.min(COMMENTS_PER_CALL, comments - from));
    const next = from + count < comments ? `"${from + count}"` : "null";
    return json(
      200,
      `{"response":{"comments":[${flatComments(world, account, index, from, count)}],"comment_count":${comments}},"next_page_id":${next}}`,
    );
  }),
  paid(/^\/v2\/fbsearch\/accounts$/, 1, ({ query }, { world, baseUrl }) => {
    const users = searchAccounts(world, query.get("query") ?? "").map((account) =>
      flatUser(account, baseUrl),
    );
    return json(200, `{"users":[${users.join(",")}],"has_more":false,"status":"ok"}`);
  }),
  ...discoveryRoutes(paid, byId),
  {
    path: /^\/sys\/balance$/,
    service: "hiker",
    answer: (request, _match, grounds) =>
      refusal(request, grounds) ??
      json(200, JSON.stringify({ requests: grounds.hikerBalance ?? 1_000_000, rate: 15 })),
  },
];

/** A route that costs `units`, states that in its header, and is refused without a key or a balance. */
function paid(
  path: RegExp,
  units: number,
  answer: (request: SandboxRequest, grounds: Grounds) => Reply,
): Route {
  return {
    path,
    service: "hiker",
    answer(request, _match, grounds) {
      const refused = refusal(request, grounds);
      if (refused !== null) return refused;
      if (grounds.hikerBalance !== null) {
        if (grounds.hikerBalance < units)
          return json(402, '{"detail":"Insufficient funds","exc_type":"InsufficientFunds"}');
        grounds.hikerBalance -= units;
      }
      const reply = answer(request, grounds);
      return { ...reply, headers: { ...reply.headers, "x-hiker-info": `reqs=${units}` } };
    },
  };
}

function refusal({ headers }: SandboxRequest, { hikerKey }: Grounds): Reply | null {
  if (headers["x-access-key"] === undefined) return json(401, '{"detail":"Not authenticated"}');
  return hikerKey !== null && headers["x-access-key"] !== hikerKey
    ? json(403, '{"detail":"Invalid access key"}')
    : null;
}

function byUsername(
  body: (account: Account, grounds: Grounds) => string,
): (request: SandboxRequest, grounds: Grounds) => Reply {
  return ({ query }, grounds) => {
    const username = (query.get("username") ?? "").toLowerCase();
    const account = accountNamed(grounds.world, username);
    if (account === null) return json(404, NOT_FOUND, { profile: username });
    return json(200, body(account, grounds), { profile: username });
  };
}

function byId(
  parameter: string,
  answer: (account: Account, query: URLSearchParams, grounds: Grounds) => Reply,
): (request: SandboxRequest, grounds: Grounds) => Reply {
  return ({ query }, grounds) => {
    const number = numberOfId(query.get(parameter) ?? "");
    const account = number === null ? null : accountNumbered(grounds.world, number);
    return account === null ? json(404, NOT_FOUND) : answer(account, query, grounds);
  };
}

function mentions(world: World, account: Account): string {
  return relatedTo(world, account.number)
    .map((number) => flatMention(world, number))
    .join(",");
}
