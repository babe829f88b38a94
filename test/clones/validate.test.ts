import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { dismissPair } from "../../src/core/clones/dismiss.js";
import { watchReports } from "../../src/core/clones/report.js";
import { ruleYields } from "../../src/core/clones/vary.js";
import { watchAccounts } from "../../src/core/clones/watch.js";
import type { Database } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { NO_RECORD } from "../../src/core/net/false-absences.js";
import { RateLimited, SourceError } from "../../src/core/source-error.js";
import { chainSources } from "../../src/core/sources/chain.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { mined, sourceOf, validate, vary } from "../support/clones.js";
import { profileOf } from "../support/profiles.js";
import { witnessesOf } from "../support/sources.js";
import { migratedStore, STORES, type Store } from "../support/stores.js";

const ANNA = profileOf(1, {
  username: "anna.schmidt",
  fullName: "Anna Schmidt",
  biography: "Teacher in Köln, two cats",
  followersCount: 400,
  postsCount: 60,
});
const IMITATOR = profileOf(2, {
  username: "anna_schmidt",
  fullName: "Anna Schmidt",
  biography: "Teacher in Köln, two cats",
  followersCount: 3,
  followingCount: 900,
  postsCount: 1,
});

/** Anna as a watched account, with candidate names. */
async function watching(store: Store, names = 12): Promise<Database> {
  const database = await migratedStore(store);
  await mined(database, [ANNA]);
  await watchAccounts(database.kysely, [ANNA.username]);
  await vary(database, names);
  return database;
}

const rowsIn = (db: Kysely<Schema>) => db.selectFrom("UsersToClone").selectAll().orderBy("id").execute();

describe.each(STORES)("validate-clones, on %s", (store) => {
  test("lets the next variation take the place of a name that does not exist, and keeps it nowhere", async () => {
    const database = await watching(store);
    const [before] = await rowsIn(database.kysely);
    const source = sourceOf([]);
    await validate(database, source, 1);
    const [after] = await rowsIn(database.kysely);
    expect(after).toMatchObject({
      id: before?.id,
      alt_username: before?.next_usernames[0],
      alt_name_unique: false,
      names_tried: 1,
      claimed_by: null,
      outcome: null,
    });
    expect(after?.next_usernames).toEqual(before?.next_usernames.slice(1));
    for (const table of [
      "UsersToClone",
      "InitialInstagramAccount",
      "ErrorLog",
      "Metrics",
      "Run",
      "CloneRuleYield",
    ]) {
      const { rows } = await sql<{
        text: string;
      }>`select t::text as text from ${sql.table(table)} as t`.execute(database.kysely);
      const words = rows.flatMap(({ text }) => text.match(/[a-z0-9._]+/g) ?? []);
      expect(words, table).not.toContain(before?.alt_username);
    }
  });

  test("lets no name go at the first absence: it waits in a row of its own, and an imitator that was denied is found later", async () => {
    const database = await watching(store);
    const db = database.kysely;
    let isDenied = true;
    const known = sourceOf([ANNA, IMITATOR]);
    const source = {
      ...known,
      profile: (username: string) =>
        username === IMITATOR.username && isDenied
          ? Promise.reject(new SourceError("not_found", "there is no such account"))
          : known.profile(username, new AbortController().signal),
    };
    const look = async () => {
      const witnesses = witnessesOf([source], { known: [ANNA.username] });
      await validate(database, chainSources([source], witnesses), 1_000, witnesses);
    };
    await look();
    const aside = (await rowsIn(db)).filter(({ alt_username }) => alt_username !== null);
    expect(aside).toHaveLength(12);
    expect(aside.every(({ outcome, is_watch }) => outcome === "unknown" && !is_watch)).toBe(true);
    expect(aside.map(({ alt_username }) => alt_username)).toContain("anna_schmidt");
    expect((await rowsIn(db)).filter(({ is_watch }) => is_watch)).toMatchObject([
      { alt_username: null, names_tried: 12 },
    ]);
    isDenied = false;
    await sql`update "UsersToClone" set next_attempt_at = now() where outcome = 'unknown'`.execute(db);
    await look();
    const found = (await rowsIn(db)).find(({ alt_username }) => alt_username === "anna_schmidt");
    expect(found).toMatchObject({ alt_name_unique: true, clone_id: 2n, outcome: "ok", absences: null });
  });

  test("calls a known look-alike gone only when that can be believed", async () => {
    const database = await watching(store);
    const db = database.kysely;
    await validate(database, sourceOf([ANNA, IMITATOR]));
    const source = sourceOf([ANNA]);
    const honest = { found: 9_000, absent: 900, refuted: 0, confirmed: 900 };
    const states: unknown[] = [];
    for (let again = 0; again < 2; again++) {
      await sql`update "UsersToClone" set next_attempt_at = now() where alt_name_unique`.execute(db);
      const witnesses = witnessesOf([source], {
        records: { hiker: { ...NO_RECORD, ...honest } },
        known: [ANNA.username],
      });
      await validate(database, chainSources([source], witnesses), 1, witnesses);
      const pair = (await rowsIn(db)).find(({ alt_name_unique }) => alt_name_unique);
      states.push([pair?.outcome, pair?.gone_at !== null]);
    }
    expect(states).toEqual([
      ["unknown", false],
      ["ok", true],
    ]);
  });

  test("asks for every name once, and rests until the next round", async () => {
    const database = await watching(store);
    const source = sourceOf([]);
    await validate(database, source);
    expect(source.asked).toHaveLength(12);
    expect(new Set(source.asked).size).toBe(12);
    const [row] = await rowsIn(database.kysely);
    expect(row).toMatchObject({ alt_username: null, next_usernames: [], names_tried: 12 });
    expect(row?.next_attempt_at?.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect((await vary(database, 12)).counts.claimed).toBe(0);
    await sql`update "UsersToClone" set next_attempt_at = now() - interval '1 second'`.execute(
      database.kysely,
    );
    await vary(database, 12);
    expect((await rowsIn(database.kysely))[0]?.alt_username).not.toBeNull();
  });

  test("marks a name that exists, mines the account by way of CLONE, scores the pair, and goes on", async () => {
    const database = await watching(store);
    const db = database.kysely;
    await validate(database, sourceOf([IMITATOR]));
    const [found, goesOn] = await rowsIn(db);
    expect(found).toMatchObject({
      account_id: 1n,
      alt_username: "anna_schmidt",
      alt_name_unique: true,
      clone_id: 2n,
      verdict: "clone",
      is_watch: false,
      next_usernames: [],
      outcome: "ok",
      gone_at: null,
    });
    expect(found?.first_seen).toBeInstanceOf(Date);
    expect(found?.reasons.length).toBeGreaterThan(2);
    expect(goesOn).toMatchObject({ is_watch: true, names_tried: 12, alt_username: null });
    const frontier = await db.selectFrom("InitialInstagramAccount").selectAll().execute();
    expect(frontier).toEqual([
      expect.objectContaining({ username: "anna_schmidt", account_id: 2n, source: "CLONE", outcome: "ok" }),
    ]);
    const account = await db
      .selectFrom("InstagramAccountBase")
      .select("username")
      .where("id", "=", 2n)
      .execute();
    expect(account).toEqual([{ username: "anna_schmidt" }]);
  });

  test("never marks a name either way when it could not be told whether it exists", async () => {
    for (const error of [
      new SourceError("unavailable", "private"),
      new SourceError("bad_response", "html"),
      new SourceError("transient", "time-out"),
      new SourceError("blocked", "login page"),
      new RateLimited("429", 1_000),
    ]) {
      const database = await watching(store);
      const [before] = await rowsIn(database.kysely);
      const source = { ...sourceOf([]), profile: () => Promise.reject(error) };
      await validate(database, source, 1);
      const [after] = await rowsIn(database.kysely);
      expect(after, error.kind).toMatchObject({
        alt_username: before?.alt_username,
        next_usernames: before?.next_usernames,
        alt_name_unique: false,
        names_tried: 0,
        claimed_by: null,
      });
      expect(["ok", "not_found"], error.kind).not.toContain(after?.outcome);
    }
  });

  test("asks again what could not be told, once its time has come", async () => {
    const database = await watching(store, 1);
    const failing = {
      ...sourceOf([]),
      profile: () => Promise.reject(new SourceError("bad_response", "html")),
    };
    await validate(database, failing);
    const source = sourceOf([]);
    await validate(database, source);
    expect(source.asked).toEqual([]);
    await sql`update "UsersToClone" set next_attempt_at = now() - interval '1 second'`.execute(
      database.kysely,
    );
    await validate(database, source);
    expect(source.asked).toHaveLength(1);
  });

  test("looks for the display name where the source can search, and asks for what that shows", async () => {
    const database = await watching(store, 3);
    const hidden = { ...IMITATOR, id: 3n, username: "schmidt.a.private" };
    const hit = (id: bigint, username: string, fullName: string) => ({
      id,
      username,
      fullName,
      isVerified: false,
    });
    const source = sourceOf(
      [hidden],
      [
        hit(3n, "schmidt.a.private", "Anna Schmidt"),
        hit(1n, "anna.schmidt", "Anna Schmidt"),
        hit(4n, "tom.b", "Tom Berger"),
        { ...hit(5n, "annaschmidt.official", "Anna Schmidt"), isVerified: true },
      ],
    );
    await validate(database, source);
    const found = (await rowsIn(database.kysely)).filter(({ alt_name_unique }) => alt_name_unique);
    expect(found).toEqual([
      expect.objectContaining({
        alt_username: "schmidt.a.private",
        rule: "display name search",
        verdict: "clone",
      }),
    ]);
    expect(source.asked).toHaveLength(4);
    expect(source.asked).not.toContain("tom.b");
    await validate(database, source);
    expect(source.asked).toHaveLength(4);
  });

  test("forgets a name that a search showed and that does not exist any more", async () => {
    const database = await watching(store, 1);
    await validate(
      database,
      sourceOf([], [{ id: 9n, username: "anna.schmidt.x9", fullName: "Anna Schmidt", isVerified: false }]),
    );
    expect((await rowsIn(database.kysely)).map(({ alt_username }) => alt_username)).toEqual([null]);
  });

  test("takes an account that is found under two names for one look-alike, and itself for none", async () => {
    const database = await watching(store, 12);
    const renamed = sourceOf([]);
    const source = {
      ...renamed,
      profile: async (username: string) => (username === "annaschmidt" ? { ...ANNA, username } : IMITATOR),
    };
    await validate(database, source);
    const found = (await rowsIn(database.kysely)).filter(({ clone_id }) => clone_id !== null);
    expect(found.map(({ clone_id }) => clone_id)).toEqual([2n]);
  });

  test("looks at known look-alikes again: whether they are there, gone, or back", async () => {
    const database = await watching(store, 12);
    const db = database.kysely;
    await validate(database, sourceOf([IMITATOR]));
    const dueAgain = () =>
      sql`update "UsersToClone" set next_attempt_at = now() - interval '1 second' where alt_name_unique`.execute(
        db,
      );
    const look = async (profiles: (typeof IMITATOR)[]) => {
      await dueAgain();
      await validate(database, sourceOf(profiles));
      return (await rowsIn(db)).find(({ alt_name_unique }) => alt_name_unique);
    };
    expect((await look([]))?.gone_at).toBeInstanceOf(Date);
    expect((await look([{ ...IMITATOR, id: 77n }]))?.gone_at).toBeInstanceOf(Date);
    expect((await look([IMITATOR]))?.gone_at).toBeNull();
  });

  test("finds a known look-alike again under its new name, or by its number, whoever has the old name", async () => {
    const database = await watching(store, 12);
    const db = database.kysely;
    await validate(database, sourceOf([IMITATOR]));
    const look = async (source: ProfileSource) => {
      await sql`update "UsersToClone" set next_attempt_at = now() where clone_id = ${IMITATOR.id}`.execute(
        db,
      );
      await validate(database, source);
      return (await rowsIn(db)).find(({ clone_id }) => clone_id === IMITATOR.id);
    };
    const told = { ...IMITATOR, username: "told.by.a.refresh" };
    await mined(database, [told]);
    expect(await look(sourceOf([told]))).toMatchObject({ gone_at: null, outcome: "ok" });

    const untold = { ...IMITATOR, username: "told.by.nobody" };
    const stranger = { ...IMITATOR, id: 77n, username: told.username };
    const numbered = { ...sourceOf([untold, stranger]), profileById: async () => untold };
    expect(await look(numbered)).toMatchObject({ gone_at: null, outcome: "ok" });
    expect(await look(sourceOf([untold]))).toMatchObject({ gone_at: null });
    expect((await look(sourceOf([])))?.gone_at).toBeInstanceOf(Date);
  });

  test("counts for each rule what it has yielded, and the next account's names come in that order", async () => {
    const database = await watching(store, 12);
    const db = database.kysely;
    const before = await ruleYields(db);
    await validate(database, sourceOf([IMITATOR]));
    const yields = await db.selectFrom("CloneRuleYield").selectAll().orderBy("rule").execute();
    expect(yields.reduce((sum, { tried }) => sum + tried, 0n)).toBe(12n);
    expect(yields.filter(({ found }) => found > 0n)).toEqual([
      expect.objectContaining({ rule: "separator exchanged", existing: 1n, found: 1n }),
    ]);
    const after = await ruleYields(db);
    expect(after.get("separator at an end")).toBeLessThan(before.get("separator at an end") as number);
    expect(after.get("separator exchanged")).toBeGreaterThan(before.get("separator exchanged") as number);
  });

  test("reports look-alikes with their reasons until somebody dismisses the pair, under whatever name", async () => {
    const database = await watching(store, 12);
    const db = database.kysely;
    await validate(database, sourceOf([IMITATOR]));
    const reports = async (watched: string | null = null) => {
      const all = [];
      for await (const report of watchReports(db, watched)) all.push(report);
      return all;
    };
    expect(await reports()).toEqual([
      {
        watched: expect.objectContaining({ username: "anna.schmidt" }),
        lookAlikes: [expect.objectContaining({ username: "anna_schmidt", verdict: "clone", gone_at: null })],
      },
    ]);
    expect(await reports("somebody")).toEqual([]);
    await mined(database, [{ ...IMITATOR, username: "other.name", observedAt: new Date("2026-02-01") }]);
    expect(await dismissPair(db, { watched: "anna.schmidt", other: "nobody", note: null })).toBe(false);
    expect(await dismissPair(db, { watched: "anna.schmidt", other: "other.name", note: "her own" })).toBe(
      true,
    );
    expect(await reports()).toEqual([]);
  });
});
