import { flatMention, flatPost } from "../forms/flat-form.js";
import { hashOf, hashOfText } from "../random.js";
import { type Account, accountOf, isMissing } from "../world/account.js";
import { peopleAround } from "../world/graph.js";
import { accountNumbered } from "../world/look-alikes.js";
import { personOf } from "../world/names.js";
import { placeNumbered } from "../world/places.js";
import { placeOfPost, postOf, postsOf, type SandboxPost } from "../world/posts.js";
import type { World } from "../world/world.js";
import { type Grounds, json, type Reply, type Route, type SandboxRequest } from "./route.js";

type Answer = (request: SandboxRequest, grounds: Grounds) => Reply;

const PAGE = 20;
/** Accounts searched for a page of posts. */
const LOOKED_THROUGH = 400;
/** The purpose numbers for drawing the people around an account. */
const AROUND = { followers: 1, following: 2, likers: 3, taggers: 4 } as const;

/** HikerAPI's paths that name accounts: posts of hashtags and places, people around accounts and posts. */
export function discoveryRoutes(
  paid: (path: RegExp, units: number, answer: Answer) => Route,
  byId: (
    parameter: string,
    answer: (account: Account, query: URLSearchParams, grounds: Grounds) => Reply,
  ) => Answer,
): Route[] {
  const people = (kind: number, countOf: (account: Account) => number) =>
    byId("user_id", (account, query, { world }) => {
      const from = Number(query.get("page_id") ?? 0);
      const count = Math.max(0, Math.min(PAGE, countOf(account) - from));
      const next = from + count < countOf(account) ? `"${from + count}"` : "null";
      const users = mentions(world, peopleAround(world, account.number, kind, from, count));
      return json(200, `{"response":{"users":[${users}]},"next_page_id":${next}}`);
    });
  return [
    paid(/^\/v2\/hashtag\/medias\/(?:top|recent)$/, 1, ({ query }, { world }) => {
      const tag = (query.get("name") ?? "").toLowerCase();
      const isUnder = ({ caption }: SandboxPost) => caption?.split(/[\s#]+/).includes(tag) === true;
      const page = postsWhere(
        world,
        [hashOfText(tag), Number(query.get("page_id") ?? 0)],
        (number) => personOf(world, number).language.hashtags.includes(tag),
        isUnder,
      );
      const next = page.length < PAGE ? "null" : `"${Number(query.get("page_id") ?? 0) + 1}"`;
      return json(200, `{"response":{"items":[${page.join(",")}]},"next_page_id":${next}}`);
    }),
    paid(/^\/v1\/location\/medias\/recent\/chunk$/, 1, ({ query }, { world }) => {
      const city = placeNumbered(query.get("location_pk") ?? "");
      if (city === null) return json(404, '{"detail":"Location not found","exc_type":"LocationNotFound"}');
      const from = Number(query.get("max_id") ?? 0);
      const page = postsWhere(
        world,
        [hashOfText(city), from],
        (number) => personOf(world, number).language.cities.includes(city),
        ({ place }) => place === city,
      );
      return json(200, `[[${page.join(",")}],${page.length < PAGE ? "null" : `"${from + 1}"`}]`);
    }),
    paid(
      /^\/g2\/user\/followers$/,
      1,
      people(AROUND.followers, ({ followers }) => followers),
    ),
    paid(
      /^\/g2\/user\/following$/,
      1,
      people(AROUND.following, ({ following }) => following),
    ),
    paid(
      /^\/v2\/user\/tag\/medias$/,
      1,
      byId("user_id", (account, _query, { world }) => {
        const taggers = peopleAround(world, account.number, AROUND.taggers, 0, account.number % 8);
        const posts = taggers.flatMap((number) => {
          const other = accountOf(world, number);
          return postsOf(world, other)
            .slice(0, 1)
            .map((post) => flatPost(post, other));
        });
        return json(200, `{"response":{"items":[${posts.join(",")}]},"next_page_id":null}`);
      }),
    ),
    paid(/^\/gql\/media\/likers$/, 1, ({ query }, { world }) => {
      const { number, index } = placeOfPost(query.get("media_id") ?? "");
      const account = accountNumbered(world, number);
      if (account === null) return json(404, '{"detail":"Media not found","exc_type":"MediaNotFound"}');
      const count = Math.max(0, Math.min(50, postOf(world, account, index).likes));
      return json(200, `[${mentions(world, peopleAround(world, number, AROUND.likers + index, 0, count))}]`);
    }),
  ];
}

/** The first post of each matching account that has one, as JSON. */
function postsWhere(
  world: World,
  seeds: readonly number[],
  isCandidate: (number: number) => boolean,
  isMeant: (post: SandboxPost) => boolean,
): string[] {
  const found: string[] = [];
  for (let turn = 0; turn < LOOKED_THROUGH && found.length < PAGE; turn++) {
    const number = hashOf(world.seed, 80, ...seeds, turn) % world.accounts;
    if (!isCandidate(number) || isMissing(world, number)) continue;
    const account = accountOf(world, number);
    if (account.isPrivate) continue;
    const post = postsOf(world, account).find(isMeant);
    if (post !== undefined) found.push(flatPost(post, account));
  }
  return found;
}

function mentions(world: World, numbers: readonly number[]): string {
  return [...new Set(numbers)].map((number) => flatMention(world, number)).join(",");
}
