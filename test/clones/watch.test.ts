import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addTask, type NewTask } from "../../src/core/clones/add-task.js";
import { fillTasks } from "../../src/core/clones/fill-tasks.js";
import { tieWatchedNames, watchAccounts } from "../../src/core/clones/watch.js";
import type { Schema } from "../../src/core/db/schema.js";
import { mined, vary } from "../support/clones.js";
import { profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";

const TASK: NewTask = {
  target_female: 4,
  target_male: 4,
  target_country: null,
  bio_lang: "DE",
  gender_conf_min: 4,
  has_link: false,
  posts: [5, 40],
  followers: [50, 1_000],
  following: [50, 1_000],
};

/** Qualified accounts that match the default task: odd numbers are women's, even ones men's. */
async function qualified(db: Kysely<Schema>, from: number, to: number, changes = ""): Promise<void> {
  await sql`
    insert into "InstagramAccountBase" (
      id, username, ai_bio_lang, gender, gender_conf, country, posts_count, followers_count, following_count
    )
    select number, 'user' || number, 'DE', case when number % 2 = 1 then 'female' else 'male' end, 5, 'DE', 20, 300, 300
    from generate_series(${from}::int, ${to}::int) as number
  `.execute(db);
  if (changes !== "")
    await sql`update "InstagramAccountBase" set ${sql.raw(changes)} where id between ${from} and ${to}`.execute(
      db,
    );
}

async function watchedIds(db: Kysely<Schema>): Promise<number[]> {
  const rows = await db
    .selectFrom("UsersToClone")
    .select("account_id")
    .where("account_id", "is not", null)
    .orderBy("account_id")
    .execute();
  return rows.map(({ account_id }) => Number(account_id));
}

const fill = (db: Kysely<Schema>, limit: number) => db.transaction().execute((tx) => fillTasks(tx, limit));

describe.each(STORES)("watching accounts, on %s", (store) => {
  test("watches mined accounts at once and others once they are mined, each only once", async () => {
    const database = await migratedStore(store);
    const db = database.kysely;
    await mined(database, [profileOf(1, { username: "anna.schmidt" })]);
    expect(await watchAccounts(db, ["anna.schmidt", "not.mined"])).toEqual({
      added: 2,
      unmined: ["not.mined"],
    });
    expect(await watchAccounts(db, ["anna.schmidt", "not.mined"])).toEqual({
      added: 0,
      unmined: ["not.mined"],
    });
    const queued = await db.selectFrom("ManualMiningQueue").select(["username", "requested_by"]).execute();
    expect(queued).toEqual([{ username: "not.mined", requested_by: "clones watch" }]);

    expect(await tieWatchedNames(db)).toBe(0);
    await mined(database, [profileOf(2, { username: "not.mined" })]);
    expect(await tieWatchedNames(db)).toBe(1);
    expect(await watchedIds(db)).toEqual([1, 2]);
    const pictures = await db.selectFrom("AccountPicture").select("id").orderBy("id").execute();
    expect(pictures.map(({ id }) => id)).toEqual([1n, 2n]);
  });

  test("gives each account its names, the first to be asked for, no more than allowed", async () => {
    const database = await migratedStore(store);
    await mined(database, [profileOf(1, { username: "anna.schmidt" })]);
    await watchAccounts(database.kysely, ["anna.schmidt"]);
    await vary(database, 10);
    const row = await database.kysely.selectFrom("UsersToClone").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ alt_name_unique: false, is_watch: true, claimed_by: null, outcome: null });
    expect([row.alt_username, ...row.next_usernames]).toHaveLength(10);
    expect([row.rule, ...row.next_rules]).toHaveLength(10);
    expect((await vary(database, 10)).counts.claimed).toBe(0);
  });
});

describe.each(STORES)("fill-clones, on %s", (store) => {
  test("takes only accounts within the bounds of the task", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 2);
    const misfits = [
      "ai_bio_lang = 'EN'",
      "gender_conf = 3",
      "posts_count = 4",
      "posts_count = 41",
      "followers_count = 1001",
      "following_count = 49",
      "external_link = 'https://page.example/'",
      "gender = null",
    ];
    for (const [index, misfit] of misfits.entries())
      await qualified(db, 10 * index + 11, 10 * index + 12, misfit);
    await addTask(db, TASK);
    await fill(db, 100);
    expect(await watchedIds(db)).toEqual([1, 2]);
  });

  test("keeps to a country, and takes accounts with a link, where the task says so", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 2, "country = 'AT', external_link = 'https://page.example/'");
    await qualified(db, 3, 4);
    await addTask(db, { ...TASK, target_country: "AT", has_link: null });
    await fill(db, 100);
    expect(await watchedIds(db)).toEqual([1, 2]);
  });

  test("fills women and men in step, whatever the size of the batches", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 60);
    await addTask(db, { ...TASK, target_female: 20, target_male: 10 });
    for (const limit of [3, 6, 9]) await fill(db, limit);
    expect(await db.selectFrom("CloneTask").select(["filled_female", "filled_male"]).execute()).toEqual([
      { filled_female: 12, filled_male: 6 },
    ]);
    await fill(db, 100);
    expect(await db.selectFrom("CloneTask").select(["filled_female", "filled_male"]).execute()).toEqual([
      { filled_female: 20, filled_male: 10 },
    ]);
    expect(new Set(await watchedIds(db)).size).toBe(30);
    expect(await fill(db, 100)).toMatchObject({ subjects: [] });
  });

  test("gives one gender's share of a batch to the other where there are no more, and looks again later", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 20);
    await sql`delete from "InstagramAccountBase" where id % 2 = 0 and id > 2`.execute(db);
    await addTask(db, TASK);
    await fill(db, 100);
    expect(await watchedIds(db)).toEqual([1, 2, 3, 5, 7]);
    await qualified(db, 30, 30);
    await fill(db, 100);
    expect(await watchedIds(db)).toHaveLength(5);
    await sql`update "CloneTask" set next_search_at = now() - interval '1 second'`.execute(db);
    await fill(db, 100);
    expect(await watchedIds(db)).toEqual([1, 2, 3, 5, 7, 30]);
  });

  test("serves tasks in turn and watches no account twice, whoever put it under watch", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 40);
    await watchAccounts(db, ["user1", "user2"]);
    await addTask(db, TASK);
    await addTask(db, TASK);
    await fill(db, 2);
    await fill(db, 2);
    const filled = await db
      .selectFrom("CloneTask")
      .select(["filled_female", "filled_male"])
      .orderBy("id")
      .execute();
    expect(filled).toEqual([
      { filled_female: 1, filled_male: 1 },
      { filled_female: 1, filled_male: 1 },
    ]);
    await fill(db, 100);
    const ids = await watchedIds(db);
    expect(ids).toHaveLength(18);
    expect(new Set(ids).size).toBe(18);
  });

  test("goes to accounts by the index, not through the table", async () => {
    const { kysely: db } = await migratedStore(store);
    await qualified(db, 1, 200);
    const { rows } = await sql<{ "QUERY PLAN": string }>`
      explain select id from "InstagramAccountBase"
      where ai_bio_lang = 'DE' and gender = 'female' and id > 5 and gender_conf >= 4 and posts_count between 5 and 40
      order by id limit 50
    `.execute(db);
    // All columns read are in the index; otherwise each account that does not match would cost a read of the table.
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain('Index Only Scan using "InstagramAccountBase_watchable"');
    expect(plan).not.toContain("Sort");
  });
});
