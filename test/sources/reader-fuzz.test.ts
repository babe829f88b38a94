import { describe, expect, test } from "vitest";
import { findingsIn } from "../../src/core/exchange/import/findings.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { SourceError } from "../../src/core/source-error.js";
import { parseJson } from "../../src/core/sources/json.js";
import { accountsIn, postsIn, profileIn } from "../../src/core/sources/shapes/asked.js";
import { commentsFromPage } from "../../src/core/sources/shapes/comments.js";
import { hitsFromSearch } from "../../src/core/sources/shapes/search.js";
import { webProfileInfo } from "../../src/sandbox/forms/edge-form.js";
import { flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountOf } from "../../src/sandbox/world/account.js";
import { apifyPost, apifyProfile } from "../support/exchange.js";

const SEEN = new Date("2026-06-01T00:00:00Z");
const MAX_ID = 2n ** 63n;

/** Numbers that follow from a seed (mulberry32), so that what was found once is found again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ODD: readonly unknown[] = [
  null,
  true,
  "",
  "x",
  "\u0000",
  "1.2M",
  "9".repeat(40),
  -1,
  0.5,
  1e300,
  -(2 ** 53),
  [],
  {},
  [null],
  [[[]]],
  { edges: null },
  { edges: [null, { node: null }, 3] },
  { count: {} },
  { url: null },
  { username: null },
  { __proto__: null, toString: 1 },
];

/** Replaces, removes, wraps or doubles some members of a value, however deep they stand. */
function mutated(value: unknown, random: () => number, rate: number): unknown {
  if (random() < rate) return ODD[Math.floor(random() * ODD.length)];
  if (Array.isArray(value)) {
    const all = value.map((entry) => mutated(entry, random, rate));
    return random() < rate ? [...all, ...all, all] : all;
  }
  if (typeof value !== "object" || value === null) return random() < rate / 2 ? [value] : value;
  const entries = Object.entries(value)
    .filter(() => random() >= rate)
    .map(([name, member]) => [name, mutated(member, random, rate)]);
  return random() < rate / 2 ? { wrapped: Object.fromEntries(entries) } : Object.fromEntries(entries);
}

const WORLD = { seed: 5, accounts: 500, postsPerAccount: 6, relatedPerAccount: 4, day: 0 };
const ACCOUNT = accountOf(WORLD, 41);
const SHAPES: readonly unknown[] = [
  {
    errors: [{ message: "x", path: ["user", "biography"] }],
    data: { user: { id: "3", username: "h", biography: null, edge_follow: { count: 1 } } },
  },
  parseJson(webProfileInfo(WORLD, ACCOUNT, "http://sandbox")),
  { user: parseJson(flatUser(ACCOUNT, "http://sandbox")), status: "ok" },
  apifyProfile(7, { latestPosts: [apifyPost(1n)] }),
  {
    business_discovery: {
      ig_id: "5",
      username: "a",
      followers_count: 3,
      media: { data: [{ permalink: "/p/Cab/", timestamp: "2026-01-02T03:04:05+0000", media_type: "IMAGE" }] },
    },
  },
  [
    [
      {
        pk: "1",
        code: "Ca",
        taken_at: 1_700_000_000,
        media_type: 8,
        user: { pk: 5, username: "a" },
        usertags: { in: [{ user: { username: "b" } }] },
      },
    ],
    "next",
  ],
  { response: { comments: [{ pk: "1", text: "t", user: { pk: "2", username: "c" } }] }, next_page_id: "n" },
  { users: [{ user: { pk: "1", username: "d" } }] },
  [
    {
      title: "e",
      string_list_data: [{ href: "https://www.instagram.com/e", value: "e" }],
      string_map_data: { A: { value: "b" } },
    },
  ],
  {
    recorded: { source: "web", at: "2026-01-01T00:00:00Z", asked: "x", status: 200, headers: {} },
    body: '{"user":{"pk":1,"username":"f","media_count":2}}',
  },
  {
    id: "1",
    username: "g",
    first_seen: "2026-01-01T00:00:00Z",
    last_updated: "2026-01-01T00:00:00Z",
    bio_links: "[]",
    topics: '["x"]',
  },
];

/** What the database takes: an id in its range, counts that are whole, times that are times. */
function check({ id, followersCount, followingCount, postsCount, posts }: Profile): void {
  expect(id > 0n && id < MAX_ID).toBe(true);
  for (const count of [followersCount, followingCount, postsCount])
    expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
  for (const post of posts) {
    expect(post.id > 0n && post.id < MAX_ID && post.shortcode !== "").toBe(true);
    expect(Number.isNaN(post.takenAt.getTime())).toBe(false);
    expect([post.likeCount, post.commentCount].every((count) => count === null || count >= 0)).toBe(true);
  }
}

describe("whatever an answer is, the reader gives a value or one of its own errors", () => {
  test.each([
    [1, 0.01],
    [2, 0.05],
    [3, 0.2],
  ])("seed %i, with %f of all members odd", (seed, rate) => {
    const random = randomFrom(seed);
    let values = 0;
    for (let round = 0; round < 600; round++) {
      const json = mutated(SHAPES[round % SHAPES.length], random, rate);
      const readers: (() => void)[] = [
        () => check(profileIn(structuredClone(json), SEEN)),
        () => void postsIn(structuredClone(json)),
        () => void accountsIn(structuredClone(json)),
        () => void commentsFromPage(structuredClone(json)),
        () => void hitsFromSearch(structuredClone(json)),
        () =>
          findingsIn(structuredClone(json), {
            observedAt: SEEN,
            now: SEEN,
            format: "auto",
            column: null,
          }).profiles.forEach(check),
      ];
      for (const read of readers) {
        try {
          read();
          values++;
        } catch (error) {
          if (!(error instanceof SourceError))
            throw new Error(`${JSON.stringify(json)?.slice(0, 500)}`, { cause: error });
        }
      }
    }
    expect(values).toBeGreaterThan(200);
  });
});
