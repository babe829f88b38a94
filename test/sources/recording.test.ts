import { appendFile, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openImportFile } from "../../src/core/exchange/import/open-file.js";
import { itemsOf } from "../../src/core/exchange/import/read-items.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import type { Gate } from "../../src/core/net/gate.js";
import type { HttpClient } from "../../src/core/net/http.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { archiveSource } from "../../src/core/sources/archive.js";
import { graphSource } from "../../src/core/sources/graph.js";
import { hikerSource } from "../../src/core/sources/hiker.js";
import { openRecorder } from "../../src/core/sources/recording.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { webSource } from "../../src/core/sources/web.js";
import { emptyFolder } from "../support/stores.js";

const signal = new AbortController().signal;
const gate: Gate = { run: (ask, given) => ask({ signal: given, charge: () => {} }) };
const SEEN = new Date("2026-03-01T10:00:07Z");

const post = (id: string) => ({
  pk: id,
  code: "Cabc",
  taken_at: 1_770_000_000,
  media_type: 2,
  like_count: 3,
  user: { pk: "41" },
});
/** The answers of the services, by path. */
const ANSWERS: Record<string, [number, unknown]> = {
  "/base/api/v1/users/web_profile_info/": [
    200,
    {
      data: {
        user: {
          id: "40",
          username: "web.one",
          edge_followed_by: { count: 12 },
          edge_follow: { count: "odd" },
          edge_related_profiles: { edges: [{ node: { id: "7", username: "next.one" } }] },
        },
      },
    },
  ],
  "/base/v2/user/by/username": [
    200,
    { user: { pk: "41", username: "hiker.one", follower_count: 9, media_count: 1 } },
  ],
  "/base/v1/user/medias/chunk": [200, [[post("3700000000000000001")], null]],
  "/base/v2/user/suggested/profiles": [200, { users: [{ pk: "8", username: "also.one" }] }],
  "/base/v2/fbsearch/accounts": [200, { users: [{ pk: "9", username: "found.one", full_name: "Found" }] }],
  "/base/v2/media/comments": [
    200,
    { response: { comments: [{ pk: "1", text: "nice", user: { pk: "6", username: "fan.one" } }] } },
  ],
  "/base/v9/5": [
    200,
    {
      business_discovery: {
        ig_id: "42",
        username: "graph.one",
        followers_count: 5,
        biography: "SECRET-TOKEN",
      },
    },
  ],
};

const http = {
  async get(url: URL) {
    const [status, body] = ANSWERS[url.pathname] ?? [404, { detail: "x", exc_type: "UserNotFound" }];
    return { status, headers: { "set-cookie": ["private"] }, body: JSON.stringify(body) };
  },
} as unknown as HttpClient;

/** Sends requests to three sources and records them. */
async function recorded(): Promise<{ folder: string; profiles: Profile[] }> {
  const folder = join(await emptyFolder(), "made", "here");
  const recorder = await openRecorder(folder, maskOf(["SECRET-TOKEN", "hiker-key-1"]), () => SEEN);
  const common = (name: "web" | "hiker" | "graph") => ({
    http: { ...http, ...recorder.watch(name, http, "http://127.0.0.1/base/") },
    gate,
    baseUrl: "http://127.0.0.1/base/",
    now: () => SEEN,
  });
  const web = webSource({ ...common("web"), headers: {}, controlUsername: "instagram" });
  const hiker = hikerSource({ ...common("hiker"), key: "hiker-key-1", parts: ["posts", "related"] });
  const graph = graphSource({ ...common("graph"), version: "v9", token: "SECRET-TOKEN", userId: "5" });
  const profiles = [
    await web.profile("web.one", signal),
    await hiker.profile("hiker.one", signal),
    await graph.profile("graph.one", signal),
  ];
  await expect(
    hikerSource({
      ...common("hiker"),
      http: {
        ...http,
        ...recorder.watch(
          "hiker",
          { get: async () => ({ status: 404, headers: {}, body: '{"exc_type":"UserNotFound"}' }) },
          "http://127.0.0.1/base/",
        ),
      },
      key: "hiker-key-1",
      parts: [],
    }).profile("no.one", signal),
  ).rejects.toMatchObject({ kind: "not_found" });
  return { folder, profiles };
}

const fileIn = async (folder: string) => join(folder, (await readdir(folder))[0] as string);

test("a recorded run is replayed by archive to the same profiles, posts, related names, times and refusals", async () => {
  const { folder, profiles } = await recorded();
  const archive = archiveSource(folder);
  for (const profile of profiles) {
    const again = await archive.profile(profile.username, signal);
    const biography = profile.biography?.replace("SECRET-TOKEN", "••••••") ?? null;
    expect({ ...again, partsSeen: undefined }).toEqual({ ...profile, biography, partsSeen: undefined });
  }
  expect(profiles[1]?.posts).toHaveLength(1);
  await expect(archive.profile("no.one", signal)).rejects.toMatchObject({ kind: "not_found" });
  await expect(archive.profile("never.asked", signal)).rejects.toMatchObject({ kind: "unavailable" });
});

test("searches, comments and parts are replayed as well; what was not asked is not known", async () => {
  const folder = await emptyFolder();
  const recorder = await openRecorder(folder, maskOf([]), () => SEEN);
  const hiker = hikerSource({
    http: { ...http, ...recorder.watch("hiker", http, "http://127.0.0.1/base/") },
    gate,
    baseUrl: "http://127.0.0.1/base/",
    now: () => SEEN,
    key: "",
    parts: ["posts", "related"],
  }) as Required<ProfileSource>;
  const archive = archiveSource(folder) as Required<ProfileSource>;
  const question = { path: "v2/fbsearch/accounts", query: { query: "Names" }, cursorName: "page_token" };
  const askAll = async (source: Required<ProfileSource>) => [
    await source.search("Found", signal),
    await source.comments({ id: 5n, shortcode: "Cabc" }, null, signal),
    await source.names(question, null, signal),
    (await source.parts({ id: 41n, username: "hiker.one" }, ["posts"], signal)).posts,
  ];
  const asked = await askAll(hiker);
  expect(asked).toMatchObject([[{ username: "found.one" }], {}, {}, [{ id: 3700000000000000001n }]]);
  expect(await askAll(archive)).toEqual(asked);
  await expect(archive.search("Nobody", signal)).rejects.toMatchObject({ kind: "unavailable" });
});

test("import reads a recording: accounts at their times, posts, names; refusals are no bad items", async () => {
  const { folder, profiles } = await recorded();
  const now = new Date("2026-11-01T00:00:00Z");
  const items = [];
  const file = await openImportFile(await fileIn(folder), Readable.from([]));
  for await (const item of itemsOf(file, { observedAt: now, now, format: "auto", column: null }))
    items.push(item);
  const found = items.flatMap(({ outcome }) => ("findings" in outcome ? [outcome.findings] : []));
  expect(found).toHaveLength(items.length);
  expect(found.flatMap((each) => each.profiles.map(({ id, observedAt }) => [id, observedAt]))).toEqual(
    profiles.map(({ id }) => [id, SEEN]),
  );
  expect(found.flatMap(({ posts }) => posts)).toMatchObject([
    { id: 41n, posts: [{ id: 3700000000000000001n }] },
  ]);
  expect(found.flatMap(({ names }) => names.map(({ username }) => username))).toEqual(["also.one"]);
  expect(found.flatMap(({ notRead }) => notRead)).toHaveLength(1);
});

test("a recording holds no key and no cookie, and is the user's alone; one that was cut off is read as far as it goes", async () => {
  const { folder, profiles } = await recorded();
  const file = await fileIn(folder);
  const text = gunzipSync(await readFile(file)).toString();
  expect(text).not.toMatch(/SECRET-TOKEN|hiker-key-1|private|access_token/);
  expect((await stat(file)).mode & 0o077).toBe(0);
  await appendFile(file, (await readFile(file)).subarray(0, 40));
  expect((await archiveSource(folder).profile("web.one", signal)).id).toBe(profiles[0]?.id);
});
