import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { claimFrontier } from "../../src/core/mining/claim-frontier.js";
import { saveMined } from "../../src/core/mining/save-mined.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore, STORES } from "../support/stores.js";

async function seedNames(db: Kysely<Schema>, ...usernames: string[]): Promise<void> {
  await addToFrontier(
    db,
    usernames.map((username) => ({ username, source: "SEED", sourceTag: null })),
  );
}

/** Claims everything and saves it as the given profiles (by the requested name). */
async function mine(db: Kysely<Schema>, answers: Record<string, Profile>) {
  const runId = await newRun(db);
  const { items } = await claimFrontier(db, runId, 100);
  const done = items
    .filter(({ username }) => answers[username])
    .map((item) => ({ item, result: answers[item.username] as Profile }));
  return db.transaction().execute((tx) => saveMined(tx, done, { runId, rowIds: items.map(({ id }) => id) }));
}

const accountOf = (db: Kysely<Schema>, id: bigint) =>
  db.selectFrom("InstagramAccountBase").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const historyOf = (db: Kysely<Schema>, id: bigint) =>
  db.selectFrom("IGHistoryTable").selectAll().where("account_id", "=", id).orderBy("recorded_at").execute();

describe.each(STORES)("saving mined profiles on %s", (store) => {
  test("account, posts, first history, e-mail, discovered and linked accounts are stored, and the row is closed", async () => {
    const { kysely: db } = await migratedStore(store);
    await seedNames(db, "anna");
    const saved = await mine(db, {
      anna: profileOf(1, {
        username: "anna",
        biography: "Write to anna [at] mail.example.com",
        posts: [postOf(11), postOf(12, { caption: null, likeCount: null })],
        related: relatedTo("ben", "carla", "anna"),
      }),
    });
    expect(saved).toEqual({
      closed: 1,
      tallies: {
        accounts_new: 1,
        accounts_changed: 0,
        emails_found: 1,
        posts_new: 2,
        posts_changed: 0,
        discovered: 2,
      },
    });
    expect(await accountOf(db, 1n)).toMatchObject({
      username: "anna",
      ig_email: "anna@mail.example.com",
      ig_email_source: "bio",
      category: null,
    });
    expect(await historyOf(db, 1n)).toMatchObject([{ followers_count: 100n, username: "anna" }]);
    const posts = await db
      .selectFrom("InstagramPost")
      .select(["id", "hashtags", "mentions", "like_count"])
      .orderBy("id")
      .execute();
    expect(posts).toEqual([
      { id: 11n, hashtags: ["sea"], mentions: ["friend"], like_count: 10n },
      { id: 12n, hashtags: [], mentions: [], like_count: null },
    ]);
    const frontier = await db
      .selectFrom("InitialInstagramAccount")
      .select(["username", "source", "outcome", "account_id", "linked_count"])
      .orderBy("username")
      .execute();
    expect(frontier).toEqual([
      { username: "anna", source: "SEED", outcome: "ok", account_id: 1n, linked_count: 0 },
      { username: "ben", source: "RELATED", outcome: null, account_id: null, linked_count: 1 },
      { username: "carla", source: "RELATED", outcome: null, account_id: null, linked_count: 1 },
    ]);
    expect(await db.selectFrom("RelatedAccounts").select("position").orderBy("position").execute()).toEqual([
      { position: 0 },
      { position: 1 },
    ]);
  });

  test("saving the same answer again changes nothing: no row is rewritten, no link counted twice", async () => {
    const { kysely: db } = await migratedStore(store);
    await seedNames(db, "anna");
    const answer = profileOf(1, { username: "anna", posts: [postOf(11)], related: relatedTo("ben") });
    await mine(db, { anna: answer });
    const versions = () =>
      sql<{ versions: string }>`
      select string_agg(t || ':' || v, ' ' order by t) as versions from (
        select 'account' as t, xmin::text as v from "InstagramAccountBase"
        union all select 'post', xmin::text from "InstagramPost"
        union all select 'row' || id, xmin::text from "InitialInstagramAccount"
      ) as rows
    `.execute(db);
    const before = (await versions()).rows;
    const later = new Date(answer.observedAt.getTime() + 86_400_000);
    const again = await observe(db, {
      ...answer,
      observedAt: later,
      profilePicUrl: "https://other.example/pictures/1.jpg?signed=2",
    });
    expect(again.tallies).toEqual({
      accounts_new: 0,
      accounts_changed: 0,
      emails_found: 0,
      posts_new: 0,
      posts_changed: 0,
      discovered: 0,
    });
    expect((await versions()).rows).toEqual(before);
    expect(await historyOf(db, 1n)).toHaveLength(1);
  });

  test("the newest link to the same picture is kept, and is no change of the account", async () => {
    const { kysely: db } = await migratedStore(store);
    const at = (day: number, end: string) =>
      profileOf(1, {
        username: "anna",
        observedAt: new Date(Date.UTC(2026, 5, day)),
        profilePicUrl: `https://cdn.example/1.jpg?oe=${end}&signed=${day}`,
      });
    await observe(db, at(1, "6a1c0000"));
    const { tallies } = await observe(db, at(8, "6a250000"));
    expect(tallies).toMatchObject({ accounts_changed: 0 });
    await observe(db, at(3, "6a1f0000"));
    expect(
      await db.selectFrom("InstagramAccountBase").select(["profile_pic_url", "last_updated"]).execute(),
    ).toEqual([
      {
        profile_pic_url: "https://cdn.example/1.jpg?oe=6a250000&signed=8",
        last_updated: new Date(Date.UTC(2026, 5, 1)),
      },
    ]);
    expect(await historyOf(db, 1n)).toHaveLength(1);
  });

  test("linked_count is the number of mined accounts that lead to a row, also within one chunk and for mined rows", async () => {
    const { kysely: db } = await migratedStore(store);
    await seedNames(db, "anna", "ben", "carla");
    await mine(db, {
      anna: profileOf(1, { username: "anna", related: relatedTo("ben", "dora") }),
      ben: profileOf(2, { username: "ben", related: relatedTo("anna", "dora") }),
      carla: profileOf(3, { username: "carla", related: relatedTo("ben") }),
    });
    await observe(
      db,
      profileOf(1, { username: "anna", related: relatedTo("ben", "dora", "eva"), observedAt: new Date() }),
      profileOf(1, { username: "anna", related: relatedTo("eva", "dora") }),
    );
    const counts = await sql`
      select username, linked_count, (select count(*)::int from "RelatedAccounts" where initial_id = frontier.id) as links
      from "InitialInstagramAccount" as frontier
      order by username
    `.execute(db);
    expect(counts.rows).toEqual([
      { username: "anna", linked_count: 1, links: 1 },
      { username: "ben", linked_count: 2, links: 2 },
      { username: "carla", linked_count: 0, links: 0 },
      { username: "dora", linked_count: 2, links: 2 },
      { username: "eva", linked_count: 1, links: 1 },
    ]);
  });

  test("the same links told by many at once are stored once", async () => {
    const { kysely: db } = await migratedStore(store);
    const answers = Array.from({ length: 6 }, (_, at) =>
      profileOf(at % 2, { username: `anna${at % 2}`, related: relatedTo("ben", "carla", `dora${at}`) }),
    );
    await Promise.all(answers.map((answer) => observe(db, answer)));
    const { rows } = await sql<{ counted: number; links: number }>`
      select sum(linked_count)::int as counted, (select count(*)::int from "RelatedAccounts") as links
      from "InitialInstagramAccount"
    `.execute(db);
    expect(rows).toEqual([{ counted: 10, links: 10 }]);
  });

  test("an older observation never overwrites a newer one", async () => {
    const { kysely: db } = await migratedStore(store);
    const newer = profileOf(1, {
      biography: "new",
      posts: [postOf(11, { caption: "new" })],
      observedAt: new Date("2026-05-02"),
    });
    await observe(db, newer);
    await observe(db, {
      ...newer,
      biography: "old",
      posts: [postOf(11, { caption: "old" })],
      observedAt: new Date("2026-05-01"),
    });
    expect(await accountOf(db, 1n)).toMatchObject({ biography: "new", last_updated: new Date("2026-05-02") });
    expect(await db.selectFrom("InstagramPost").select("caption").execute()).toEqual([{ caption: "new" }]);
  });

  test("what was seen before an account was last seen does not overwrite it, though nothing had changed then", async () => {
    const { kysely: db } = await migratedStore(store);
    const first = profileOf(1, { posts: [postOf(11)], observedAt: new Date("2026-05-01") });
    await observe(db, first);
    await observe(db, { ...first, observedAt: new Date("2026-05-03") });
    await observe(db, {
      ...first,
      biography: "between",
      posts: [postOf(11, { caption: "between" })],
      observedAt: new Date("2026-05-02"),
    });
    expect((await accountOf(db, 1n)).biography).toBe(first.biography);
    expect((await db.selectFrom("InstagramPost").select("caption").executeTakeFirst())?.caption).not.toBe(
      "between",
    );
  });

  test("what a source did not tell never overwrites what is known; what it told to be empty does", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { biography: "bio", fullName: "Anna", followersCount: 5, publicEmail: "a@b.example.com" }),
    );
    await observe(
      db,
      profileOf(1, { biography: "", fullName: null, followersCount: null, observedAt: new Date() }),
    );
    expect(await accountOf(db, 1n)).toMatchObject({
      biography: null,
      full_name: "Anna",
      followers_count: 5n,
      ig_email: "a@b.example.com",
      ig_email_source: "contact",
    });
  });

  test("a renamed account keeps its row and its old name in history, also when the name was somebody else's", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { username: "anna" }), profileOf(2, { username: "ben" }));
    await observe(db, profileOf(2, { username: "anna", observedAt: new Date("2026-03-01") }));
    expect(await accountOf(db, 2n)).toMatchObject({ username: "anna" });
    expect((await historyOf(db, 2n)).map(({ username }) => username)).toEqual(["ben", "anna"]);
    expect(await accountOf(db, 1n)).toMatchObject({ username: "anna" });
  });

  test("a change of counts adds a history row; an account that came without history keeps what it was before", async () => {
    const { kysely: db } = await migratedStore(store);
    await db
      .insertInto("InstagramAccountBase")
      .values({ id: 1n, username: "anna", followers_count: 10n, last_updated: new Date("2026-01-01") })
      .execute();
    await observe(
      db,
      profileOf(1, {
        username: "anna",
        followersCount: 12,
        followingCount: null,
        postsCount: null,
        biography: null,
      }),
    );
    expect(
      (await historyOf(db, 1n)).map(({ followers_count, username }) => [followers_count, username]),
    ).toEqual([
      [10n, "anna"],
      [12n, null],
    ]);
  });

  test("NUL bytes and lone surrogates are cleaned, ids over 2^53 and counts over 2^31 keep every digit", async () => {
    const { kysely: db } = await migratedStore(store);
    const id = 9_007_199_254_740_993n;
    await observe(
      db,
      profileOf(id, {
        biography: "a\u0000b \ud800 c",
        fullName: 'quote " back \\ brace {,}',
        bioLinks: [{ title: "x\u0000\udfff", url: "https://example.com" }],
        followersCount: 3_000_000_000,
        posts: [postOf(id + 2n, { caption: "caption \udc00 #tag" })],
      }),
    );
    const account = await accountOf(db, id);
    expect(account).toMatchObject({
      followers_count: 3_000_000_000n,
      full_name: 'quote " back \\ brace {,}',
    });
    expect(account.biography).toBe("ab \ufffd c");
    expect(await db.selectFrom("InstagramPost").select(["id", "hashtags"]).execute()).toEqual([
      { id: id + 2n, hashtags: ["tag"] },
    ]);
  });

  test("a name that is known already is closed at the claim, without being handed out", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { username: "anna" }));
    await seedNames(db, "anna", "ben");
    const { items, skipped } = await claimFrontier(db, await newRun(db), 10);
    expect(items.map(({ username }) => username)).toEqual(["ben"]);
    expect(skipped).toBe(1);
    const closed = await db
      .selectFrom("InitialInstagramAccount")
      .select(["account_id", "outcome"])
      .where("username", "=", "anna")
      .executeTakeFirst();
    expect(closed).toEqual({ account_id: 1n, outcome: "ok" });
  });

  test("a link leads between rows that exist, and goes with either of them, whoever writes", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`insert into "InstagramAccountBase" (id, username) values (1, 'anna'), (2, 'ben')`.execute(db);
    await sql`insert into "InitialInstagramAccount" (username, source) values ('c', 'SEED'), ('d', 'SEED')`.execute(
      db,
    );
    const link = (account: number, name: string) => sql`
      insert into "RelatedAccounts" (account_id, initial_id, position)
      values (${account}, coalesce((select id from "InitialInstagramAccount" where username = ${name}), 0), 0)
    `;
    await expect(link(9, "c").execute(db)).rejects.toThrow("does not exist");
    await expect(link(1, "nobody").execute(db)).rejects.toThrow("does not exist");
    await link(1, "c").execute(db);
    await link(1, "d").execute(db);
    await link(2, "d").execute(db);
    const linked = () => db.selectFrom("RelatedAccounts").select("account_id").execute();
    await sql`delete from "InitialInstagramAccount" where username = 'c'`.execute(db);
    expect(await linked()).toEqual([{ account_id: 1n }, { account_id: 2n }]);
    await sql`delete from "InstagramAccountBase" where id = 1`.execute(db);
    expect(await linked()).toEqual([{ account_id: 2n }]);
  });

  test("the claim takes due retries first, then those that most accounts lead to, then the oldest", async () => {
    const { kysely: db } = await migratedStore(store);
    await seedNames(db, "a", "b", "c", "d", "e");
    await sql`update "InitialInstagramAccount" set linked_count = 3 where username = 'd'`.execute(db);
    await sql`update "InitialInstagramAccount" set outcome = 'retry', next_attempt_at = now() - interval '1 minute' where username = 'c'`.execute(
      db,
    );
    await sql`update "InitialInstagramAccount" set outcome = 'retry', next_attempt_at = now() + interval '1 minute' where username = 'e'`.execute(
      db,
    );
    const { items } = await claimFrontier(db, await newRun(db), 10);
    expect(items.map(({ username }) => username)).toEqual(["c", "d", "a", "b"]);
  });

  test("a row that the run no longer holds is left alone", async () => {
    const { kysely: db } = await migratedStore(store);
    await seedNames(db, "anna");
    const [holder, other] = [await newRun(db), await newRun(db)];
    const { items } = await claimFrontier(db, holder, 10);
    const done = items.map((item) => ({ item, result: profileOf(1, { username: "anna" }) }));
    const { closed } = await db
      .transaction()
      .execute((tx) => saveMined(tx, done, { runId: other, rowIds: items.map(({ id }) => id) }));
    expect(closed).toBe(0);
    expect(
      await db.selectFrom("InitialInstagramAccount").select(["outcome", "claimed_by"]).execute(),
    ).toEqual([{ outcome: null, claimed_by: holder }]);
  });
});
