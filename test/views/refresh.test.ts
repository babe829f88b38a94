import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { takeLock } from "../../src/core/db/locks.js";
import type { Schema } from "../../src/core/db/schema.js";
import { refreshViews } from "../../src/core/views/refresh.js";
import { migratedStore, opened, readyStore, STORES } from "../support/stores.js";

const signal = new AbortController().signal;
const refresh = (db: Kysely<Schema>, isForced = false) => refreshViews(db, { isForced, signal });

async function addAccounts(db: Kysely<Schema>, from: number, count: number): Promise<void> {
  await sql`
    insert into "InstagramAccountBase" (id, username, country)
    select id, 'user' || id, 'DE' from generate_series(${from}::int, ${from + count - 1}::int) as id
  `.execute(db);
}

async function accountsInView(db: Kysely<Schema>): Promise<bigint> {
  const { rows } = await sql<{ accounts: bigint }>`
    select coalesce(sum(accounts), 0)::bigint as accounts from "AccountsByCountry"
  `.execute(db);
  return rows[0]?.accounts ?? 0n;
}

const refreshedIn = (views: Awaited<ReturnType<typeof refreshViews>>) =>
  views?.filter(({ outcome }) => outcome === "refreshed").map(({ view }) => view);

describe.each(STORES)("refresh-views, on %s", (store) => {
  test("refreshes only the views whose table has changed", async () => {
    const { kysely: db } = await migratedStore(store);
    // A migration may have changed the tables.
    await refresh(db);
    expect(refreshedIn(await refresh(db))).toEqual([]);
    await addAccounts(db, 1, 3);
    expect(await accountsInView(db)).toBe(0n);
    expect(refreshedIn(await refresh(db))).toEqual([
      "AccountsByDay",
      "AccountsByCountry",
      "AccountsByLanguage",
    ]);
    expect(await accountsInView(db)).toBe(3n);
    expect(refreshedIn(await refresh(db))).toEqual([]);
    await sql`insert into "CaptionLanguages" (account_id, lang, captions) values (1, 'de', 5)`.execute(db);
    expect(refreshedIn(await refresh(db))).toEqual(["CaptionsByLanguage"]);
    await sql`insert into "CreatorMetrics" (id, posts_used, engagement_rate) values (1, 12, 0.03)`.execute(
      db,
    );
    expect(refreshedIn(await refresh(db))).toEqual(["AccountsByEngagement"]);
    await sql`update "InstagramAccountBase" set biography = 'not counted by any view'`.execute(db);
    expect(refreshedIn(await refresh(db))).toEqual([]);
    await sql`delete from "InstagramAccountBase" where id = 2`.execute(db);
    await refresh(db);
    expect(await accountsInView(db)).toBe(2n);
    expect(refreshedIn(await refresh(db, true))).toHaveLength(5);
  });

  test("many changes between two refreshes leave one mark", async () => {
    const { kysely: db } = await migratedStore(store);
    for (let from = 1; from < 20; from++) await addAccounts(db, from, 1);
    const { rows } = await sql<{ marks: number }>`
      select count(*)::int as marks from "ViewSourceChange"
    `.execute(db);
    expect(rows).toEqual([{ marks: 1 }]);
  });

  test("every view can be refreshed while it is read: it has a unique index over all its rows", async () => {
    const { kysely: db } = await migratedStore(store);
    const { rows } = await sql<{ view: string }>`
      select matviewname as view
      from pg_matviews
      where not exists (
        select from pg_index
        where indrelid = format('%I', matviewname)::regclass and indisunique and indpred is null
      )
    `.execute(db);
    expect(rows).toEqual([]);
  });
});

describe("refresh-views, on a PostgreSQL that others use", () => {
  test("a reader reads the former numbers during a refresh, and a writer writes; what he writes is in the next one", async () => {
    const settings = await readyStore("postgres");
    const [{ kysely: db }, { kysely: other }] = [await opened(settings), await opened(settings)];
    await addAccounts(db, 1, 5);
    await refresh(db);
    await addAccounts(db, 6, 5);

    await db.transaction().execute(async (refreshing) => {
      // Like refreshViews, paused before its commit: the moment at which a lock would block.
      await sql`delete from "ViewSourceChange"`.execute(refreshing);
      await sql`refresh materialized view concurrently "AccountsByCountry"`.execute(refreshing);
      await sql`set lock_timeout = '2s'`.execute(other);
      expect(await accountsInView(other)).toBe(5n);
      await addAccounts(other, 11, 5);
    });
    expect(await accountsInView(other)).toBe(10n);
    await refresh(db);
    expect(await accountsInView(db)).toBe(15n);
  });

  test("what a transaction writes that ends after a refresh is in the next one", async () => {
    const settings = await readyStore("postgres");
    const [{ kysely: db }, { kysely: other }] = [await opened(settings), await opened(settings)];
    await addAccounts(db, 1, 1);
    await other.transaction().execute(async (writing) => {
      await addAccounts(writing as unknown as Kysely<Schema>, 2, 1);
      await refresh(db);
      expect(await accountsInView(db)).toBe(1n);
    });
    await refresh(db);
    expect(await accountsInView(db)).toBe(2n);
  });

  test("two never refresh at once: the second leaves it to the first", async () => {
    const settings = await readyStore("postgres");
    const [{ kysely: db }, { kysely: other }] = [await opened(settings), await opened(settings)];
    await addAccounts(db, 1, 1);
    await other.transaction().execute(async (first) => {
      await takeLock(first, "refresh views");
      expect(await refresh(db)).toBeNull();
    });
    expect(refreshedIn(await refresh(db))).toHaveLength(3);
  });
});
