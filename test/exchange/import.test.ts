import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { minedData } from "../support/contents.js";
import {
  age,
  apifyPost,
  apifyProfile,
  folderOf,
  importInto,
  instaloaderPost,
  lines,
} from "../support/exchange.js";
import { migratedStore, STORES } from "../support/stores.js";

/** The version of every row of the mined tables, which changes if a row is rewritten. */
async function rowVersions(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ versions: string }>`
    select string_agg(what || xmin, ' ' order by what) as versions
    from (
      select 'account' || id as what, xmin::text from "InstagramAccountBase"
      union all select 'post' || id, xmin::text from "InstagramPost"
      union all select 'name' || id, xmin::text from "InitialInstagramAccount"
      union all select 'link' || account_id || '-' || initial_id, xmin::text from "RelatedAccounts"
      union all select 'history' || id, xmin::text from "IGHistoryTable"
    ) as rows
  `.execute(db);
  return rows[0]?.versions ?? "";
}

describe.each(STORES)("import on %s", (store) => {
  test("takes in what Apify, Instaloader, HikerAPI, saved answers and lists hold, packed or not, in one go", async () => {
    const database = await migratedStore(store);
    const folder = await folderOf({
      "profiles.json": JSON.stringify(
        [apifyProfile(1), apifyProfile(2, { latestPosts: [apifyPost(21n)] })],
        null,
        2,
      ),
      "posts.jsonl.gz": lines([apifyPost(31n), apifyPost(32n)]),
      "flat.csv": "id,username,followersCount,biography\n3,carla,30,hi\n",
      "answer.json": JSON.stringify({ data: { user: { id: "4", username: "web.four", biography: "b" } } }),
      "hiker.json": JSON.stringify([
        [{ pk: "41", id: "41_4", code: "Code41", taken_at: 1_767_323_045, media_type: 1 }],
        null,
      ]),
      "names.txt": "# mine\nnatgeo\n@NASA\n",
      "2026-01-01_00-00-00_UTC.json": JSON.stringify(instaloaderPost(11n, { id: "1" })),
      "2026-01-01_00-00-00_UTC.txt": "A caption",
      "iterator_abc.json": "{}",
    });
    const result = await importInto(database, [folder, join(folder, "names.txt")]);
    expect(result.bad).toEqual([]);
    expect(result).toMatchObject({ exitCode: 0, counts: { claimed: 10, ok: 10, failed: 0 } });
    const { kysely: db } = database;
    const accounts = await db
      .selectFrom("InstagramAccountBase")
      .select(["id", "username", "ig_email"])
      .orderBy("id")
      .execute();
    expect(accounts).toEqual([
      { id: 1n, username: "user1", ig_email: "user1@mail.example.com" },
      { id: 2n, username: "user2", ig_email: "user2@mail.example.com" },
      { id: 3n, username: "carla", ig_email: null },
      { id: 4n, username: "web.four", ig_email: null },
      { id: 900n, username: "author", ig_email: null },
    ]);
    const posts = await db
      .selectFrom("InstagramPost")
      .select(["id", "account_id", "observed_at"])
      .orderBy("id")
      .execute();
    expect(posts.map(({ id, account_id }) => [id, account_id])).toEqual([
      [11n, 1n],
      [21n, 2n],
      [31n, 900n],
      [32n, 900n],
      [41n, 4n],
    ]);
    expect(posts[1]?.observed_at).toEqual(new Date("2026-06-01T00:00:00Z"));
    const frontier = await db
      .selectFrom("InitialInstagramAccount")
      .select(["username", "source"])
      .orderBy("username")
      .execute();
    expect(frontier).toEqual([
      { username: "nasa", source: "SEED" },
      { username: "natgeo", source: "SEED" },
      { username: "neighbour", source: "RELATED" },
    ]);
  });

  test("of the same file again rewrites no row, also where an account stands in it twice", async () => {
    const database = await migratedStore(store);
    const twice = [apifyProfile(1, { biography: undefined }), apifyProfile(1, { followersCount: null })];
    const folder = await folderOf({ "a.jsonl": lines([...twice, apifyPost(31n), { username: "somebody" }]) });
    const first = await importInto(database, [folder]);
    expect(first.tallies).toMatchObject({ accounts_new: 2, posts_new: 1, discovered: 2 });
    const before = await rowVersions(database.kysely);
    const again = await importInto(database, [folder]);
    expect(again).toMatchObject({ exitCode: 0, counts: { ok: 4, failed: 0 } });
    expect(Object.entries(again.tallies).filter(([, value]) => value !== 0)).toEqual([]);
    expect(await rowVersions(database.kysely)).toEqual(before);
    const account = await database.kysely
      .selectFrom("InstagramAccountBase")
      .select(["followers_count", "biography"])
      .where("id", "=", 1n)
      .executeTakeFirst();
    expect(account).toEqual({ followers_count: 1_001n, biography: "Write to user1@mail.example.com" });
  });

  test("of an older file does not overwrite what is newer; a time in the item or --observed-at goes before the file's", async () => {
    const database = await migratedStore(store);
    const biography = async () =>
      (await database.kysely.selectFrom("InstagramAccountBase").select("biography").executeTakeFirst())
        ?.biography;
    const folder = await folderOf({
      "new.jsonl": lines([apifyProfile(1, { biography: "of June" })]),
      "old.jsonl": lines([apifyProfile(1, { biography: "of May" })]),
      "told.jsonl": lines([apifyProfile(1, { biography: "of April", scrapedAt: "2026-04-01T00:00:00Z" })]),
    });
    await age(join(folder, "old.jsonl"), new Date("2026-05-01T00:00:00Z"));
    for (const name of ["new", "old", "told"]) await importInto(database, [join(folder, `${name}.jsonl`)]);
    expect(await biography()).toBe("of June");
    await importInto(database, [join(folder, "old.jsonl")], { observedAt: new Date("2026-06-02T00:00:00Z") });
    expect(await biography()).toBe("of May");
  });

  test("keeps each look at an account in a file of many as history", async () => {
    const database = await migratedStore(store);
    const looks = [1, 2, 3].map((month) =>
      apifyProfile(1, { followersCount: 100 * month, scrapedAt: `2026-0${month}-01T00:00:00Z` }),
    );
    await importInto(database, [await folderOf({ "looks.jsonl": lines(looks) })]);
    const history = await database.kysely
      .selectFrom("IGHistoryTable")
      .select("followers_count")
      .orderBy("recorded_at")
      .execute();
    expect(history.map(({ followers_count }) => followers_count)).toEqual([100n, 200n, 300n]);
  });

  test("passes over bad items, tells each with its place and why, and takes the rest", async () => {
    const database = await migratedStore(store);
    const folder = await folderOf({
      "1.jsonl": `${lines([apifyProfile(1)])}{"cut": "of\n\n${lines([{ strange: 1 }, apifyProfile(2)])}`,
      "2.json": `[${JSON.stringify(apifyProfile(3))}, {"id": NaN}, ${JSON.stringify(apifyProfile(4))}, {"id": "5", "use`,
      "3.jsonl": lines([instaloaderPost(61n, { id: "6" }), instaloaderPost(71n, { id: "1" })]),
      "4.jsonl.gz": lines([apifyProfile(8)]),
      "5.json": lines([apifyProfile(9)]),
    });
    const packed = join(folder, "4.jsonl.gz");
    await writeFile(packed, (await readFile(packed)).subarray(0, 150));
    const { bad, counts, exitCode } = await importInto(database, [folder]);
    expect(
      bad.map(({ file, unit, number, error }) => [file.slice(folder.length + 1), unit, number, error]),
    ).toEqual([
      ["1.jsonl", "line", 2, "not JSON, or cut off"],
      ["1.jsonl", "line", 4, "not a known format: it has strange"],
      ["2.json", "item", 2, "not JSON, or cut off"],
      ["2.json", "item", 4, "not JSON, or cut off"],
      [
        "3.jsonl",
        "line",
        1,
        "a post of account 6, which is not stored: import the account first, then this file again",
      ],
      ["4.jsonl.gz", "item", 1, "the file cannot be read any further: unexpected end of file"],
    ]);
    expect(exitCode).toBe(3);
    expect(counts).toMatchObject({ claimed: 12, ok: 6, failed: 6 });
    const ids = await database.kysely.selectFrom("InstagramAccountBase").select("id").orderBy("id").execute();
    expect(ids.map(({ id }) => id)).toEqual([1n, 2n, 3n, 4n, 9n]);
    expect(await database.kysely.selectFrom("InstagramPost").select("id").execute()).toEqual([{ id: 71n }]);
    const logged = await database.kysely.selectFrom("ErrorLog").select(["subject", "kind"]).execute();
    expect(logged).toHaveLength(6);
    expect(logged[0]).toEqual({ subject: `${join(folder, "1.jsonl")}, line 2`, kind: "bad_response" });
  });

  test("lets one item that the database refuses take no other with it", async () => {
    const database = await migratedStore(store);
    await sql`alter table "InstagramAccountBase" add check (followers_count <> 1002)`.execute(
      database.kysely,
    );
    const folder = await folderOf({
      "a.jsonl": lines([apifyProfile(1), apifyProfile(2), apifyProfile(3)]),
    });
    const { bad, counts } = await importInto(database, [folder]);
    expect(bad).toMatchObject([{ number: 2, error: expect.stringContaining("check constraint") }]);
    expect(counts).toMatchObject({ ok: 2, failed: 1 });
  });

  test("brings the author of a post in by name, due for a refresh at once, unless more is known of him", async () => {
    const database = await migratedStore(store);
    const folder = await folderOf({
      "a.jsonl": lines([
        apifyPost(31n),
        apifyProfile(1),
        apifyPost(32n, { ownerId: "1", ownerUsername: "user1" }),
      ]),
    });
    await importInto(database, [folder]);
    const schedule = await database.kysely
      .selectFrom("RefreshSchedule")
      .select(["id", "next_attempt_at"])
      .orderBy("id")
      .execute();
    expect(schedule).toEqual([
      { id: 1n, next_attempt_at: null },
      { id: 900n, next_attempt_at: expect.any(Date) },
    ]);
    expect(
      await database.kysely
        .selectFrom("InstagramAccountBase")
        .select("followers_count")
        .where("id", "=", 1n)
        .execute(),
    ).toEqual([{ followers_count: 1_001n }]);
  });

  test("that is interrupted keeps whole chunks, and run again brings the same rows as one that nobody disturbed", async () => {
    const folder = await folderOf({
      "many.jsonl": lines(
        Array.from({ length: 3_000 }, (_, at) =>
          at % 3 === 0
            ? apifyProfile(1 + (at % 200), { biography: `${at}`.repeat(10) })
            : apifyPost(BigInt(at), {
                ownerId: String(1 + (at % 50)),
                ownerUsername: `user${1 + (at % 50)}`,
              }),
        ),
      ),
    });
    const whole = await migratedStore(store);
    await importInto(whole, [folder]);
    const interrupted = await migratedStore(store);
    const interruption = new AbortController();
    const stopped = await importInto(interrupted, [folder], {
      interruption: interruption.signal,
      onProgress: ({ items }) => items >= 2_000 && interruption.abort("SIGINT"),
    });
    expect(stopped).toMatchObject({
      exitCode: 130,
      status: "interrupted",
      counts: { failed: 0 },
    });
    expect(stopped.counts.ok).toBeGreaterThan(0);
    expect(stopped.counts.ok).toBeLessThan(2_000);
    await importInto(interrupted, [folder]);
    expect(await minedData(interrupted.kysely)).toEqual(await minedData(whole.kysely));
  });
});

/** A post in Instaloader's compressed format: the JSON of one, through Python's `lzma.open`. */
const PACKED_POST = Buffer.from(
  [
    "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AErAMldAD2IiSckOFYoxckHAqh04KWLzeXrg4vhtcM4qm2wHK5RlT7g8AsK6DsC",
    "kW+jHI5vzI6gUrV9nTKP3BJktN9KnTT4WsAPtg5zoRRPLtUiHWpvOYmGKpPJPMEx8wXZO87Ih1V7yyzsyxDr3NIiX5hFksLl",
    "eNSFCyiixu/YXjDz1/3l/aGFYO5U2JgJUE5e0SiqI+zNAWwurF/Bx92ZJPH92bdZaGmUaUsvYZV+4CvElt9lIw6wrvJd4uXI",
    "8ktNI/JW40dM055pVrwF4AAAAABQQXrmJZdKRwAB5QGsAgAAjwWFvLHEZ/sCAAAAAARZWg==",
  ].join(""),
  "base64",
);

test("a file that Instaloader packed with xz is unpacked; one that is cut off is told", async () => {
  const database = await migratedStore("embedded");
  const folder = await folderOf({ "a.json.xz": PACKED_POST, "b.json.xz": PACKED_POST.subarray(0, 120) });
  const { bad, tallies } = await importInto(database, [folder]);
  expect(tallies).toMatchObject({ accounts_new: 1, posts_new: 1 });
  expect(bad).toMatchObject([{ error: expect.stringContaining("its xz data is damaged or cut off") }]);
});
