import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { claimPictures, type PictureItem } from "../../src/core/clones/claim-pictures.js";
import { type FetchedPicture, fetchPicture, type PictureTools } from "../../src/core/clones/fetch-picture.js";
import { pictureFiles } from "../../src/core/clones/picture-files.js";
import { savePictures } from "../../src/core/clones/save-pictures.js";
import { watchAccounts } from "../../src/core/clones/watch.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import type { HttpAnswer } from "../../src/core/net/http-answer.js";
import { mined, sourceOf, validate, vary } from "../support/clones.js";
import { profileOf } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { emptyFolder, migratedStore, STORES } from "../support/stores.js";

const CDN = "https://scontent.cdninstagram.com/v";
const NOW = new Date("2026-01-02T03:04:05Z");
const SIGNAL = new AbortController().signal;
const inHex = (at: Date) => Math.floor(at.getTime() / 1_000).toString(16);
const ENDED = `${CDN}/1_n.jpg?oe=${inHex(new Date("2026-01-01"))}`;
const FRESH = `${CDN}/1_n.jpg?oe=${inHex(new Date("2026-03-01"))}`;

const noise = (seed: number) =>
  sharp({
    create: { width: 160, height: 160, channels: 3, background: `hsl(${seed * 40}, 50%, 50%)` },
  })
    .composite([
      {
        input: Buffer.from(
          `<svg width="160" height="160"><circle cx="${30 + seed * 20}" cy="70" r="40"/><rect x="${120 - seed * 10}" y="20" width="25" height="${60 + seed * 8}" fill="white"/></svg>`,
        ),
      },
    ])
    .png()
    .toBuffer();

/** Tools that answer from a table of links, and record the requests. */
async function toolsOf(
  answers: Record<string, number | Buffer>,
  profiles: readonly Profile[] = [],
): Promise<PictureTools & { asked: string[] }> {
  const asked: string[] = [];
  return {
    asked,
    source: sourceOf(profiles),
    files: pictureFiles(await emptyFolder()),
    origins: [],
    now: () => NOW,
    gate: { run: (ask, signal) => ask({ signal, charge: () => {} }) },
    http: {
      async getBytes(url: URL): Promise<HttpAnswer<Buffer>> {
        asked.push(url.href);
        const answer = answers[url.href] ?? 404;
        return typeof answer === "number"
          ? { status: answer, headers: {}, body: Buffer.from("no") }
          : { status: 200, headers: { "content-type": "image/png" }, body: answer };
      },
      get: () => Promise.reject(new Error("not asked")),
      delete: () => Promise.reject(new Error("not asked")),
      post: () => Promise.reject(new Error("not asked")),
      async close() {},
    },
  };
}

const itemOf = (changes: Partial<PictureItem> = {}): PictureItem => ({
  id: 1n,
  username: "anna.schmidt",
  profile_pic_url: FRESH,
  link_key: null,
  sha256: null,
  ...changes,
});

describe("fetching a picture", () => {
  test("keeps its file under the hash of its content", async () => {
    const tools = await toolsOf({ [FRESH]: await noise(1) });
    const { picture, linkKey } = await fetchPicture(itemOf(), tools, SIGNAL);
    expect(linkKey).toBe("/v/1_n.jpg");
    expect(await tools.files.read(picture?.sha256 as string)).toEqual(picture?.bytes);
    expect(await tools.files.read("0".repeat(64))).toBeNull();
  });

  test("does not ask again for the picture it has, however its link is signed; one whose file was lost is fetched", async () => {
    const tools = await toolsOf({ [FRESH]: await noise(1) });
    const { picture, linkKey } = await fetchPicture(itemOf(), tools, SIGNAL);
    const sha256 = picture?.sha256 as string;
    const again = () => fetchPicture(itemOf({ link_key: linkKey, sha256 }), tools, SIGNAL);
    const asked = tools.asked.length;
    expect((await again()).picture).toBeNull();
    expect(tools.asked).toHaveLength(asked);
    await tools.files.remove(sha256);
    expect((await again()).picture?.sha256).toBe(sha256);
    expect(await tools.files.has(sha256)).toBe(true);
  });

  test.each<[string, Record<string, number>, number]>([
    ["whose time is over, without trying it", {}, 1],
    ["that the host refuses", { [ENDED.replace(/oe=.*/, "oe=99999999")]: 403 }, 2],
  ])("asks the source for a new link in place of one %s", async (_what, refused, requests) => {
    const link = Object.keys(refused)[0] ?? ENDED;
    const renewed = profileOf(1, { username: "anna.schmidt", profilePicUrl: FRESH });
    const tools = await toolsOf({ ...refused, [FRESH]: await noise(1) }, [renewed]);
    const fetched = await fetchPicture(itemOf({ profile_pic_url: link }), tools, SIGNAL);
    expect(fetched.renewed).toEqual(renewed);
    expect(fetched.picture).not.toBeNull();
    expect(tools.asked).toHaveLength(requests);
  });

  test("gives up for now when the new link leads nowhere either", async () => {
    const tools = await toolsOf({}, [profileOf(1, { username: "anna.schmidt", profilePicUrl: FRESH })]);
    await expect(fetchPicture(itemOf(), tools, SIGNAL)).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("follows no link that leads elsewhere", async () => {
    const tools = await toolsOf({});
    const item = itemOf({ profile_pic_url: "http://169.254.169.254/latest/meta-data" });
    await expect(fetchPicture(item, tools, SIGNAL)).rejects.toMatchObject({ kind: "unavailable" });
    expect(tools.asked).toEqual([]);
  });

  test.each([
    [429, "rate_limited"],
    [302, "blocked"],
    [503, "transient"],
    [418, "bad_response"],
  ])("calls a %i %s", async (status, kind) => {
    const tools = await toolsOf({ [FRESH]: status });
    await expect(fetchPicture(itemOf(), tools, SIGNAL)).rejects.toMatchObject({ kind });
  });
});

describe.each(STORES)("saving pictures, on %s", (store) => {
  test("scores the pairs anew with what is seen, and keeps one picture of two accounts once", async () => {
    const database = await migratedStore(store);
    const db = database.kysely;
    const anna = profileOf(1, {
      username: "anna.schmidt",
      fullName: "Anna Schmidt",
      biography: "Teacher in Köln",
    });
    const other = profileOf(2, {
      username: "anna_schmidt",
      fullName: "Anna Schmidt",
      biography: "Paints boats and old harbours",
      followersCount: 150,
      postsCount: 12,
    });
    await mined(database, [anna]);
    await watchAccounts(db, [anna.username]);
    await vary(database, 12);
    await validate(database, sourceOf([other]));
    const scoreOf = async () =>
      (
        await db.selectFrom("UsersToClone").select(["score", "reasons"]).where("clone_id", "=", 2n).execute()
      )[0];
    const before = await scoreOf();

    const bytes = await noise(3);
    const runId = await newRun(db);
    const { items } = await claimPictures(db, runId, 10);
    expect(items.map(({ id }) => id)).toEqual([1n, 2n]);
    const tools = await toolsOf({ [FRESH]: bytes });
    const done: { item: PictureItem; result: FetchedPicture }[] = [];
    for (const item of items)
      done.push({ item, result: await fetchPicture({ ...item, profile_pic_url: FRESH }, tools, SIGNAL) });
    const saved = await db
      .transaction()
      .execute((tx) => savePictures(tx, done, { runId, rowIds: items.map(({ id }) => id) }));
    expect(saved).toMatchObject({ closed: 2, tallies: { pictures: 2, pairs_rescored: 1 } });
    const after = await scoreOf();
    expect(after?.score).toBeGreaterThan(before?.score as number);
    expect(after?.reasons.join("\n")).toContain("0 of 64 bits differ");
    expect(await db.selectFrom("ProfilePicture").select("mark").execute()).toEqual([{ mark: null }]);
    expect((await claimPictures(db, await newRun(db), 10)).items).toEqual([]);
  });
});
