import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { countCaptions } from "../../src/core/enrichment/count-captions.js";
import { detectLanguages } from "../../src/core/enrichment/detect-langs.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";
import { indexesUsedBy, swept } from "../support/sweeps.js";

const GERMAN = "Heute war ein wunderschöner Tag, wir sind lange spazieren gegangen #love";
const SPANISH = "Hoy cociné la receta de mi abuela y quedó increíble 😍";
const LATER = new Date("2026-02-01T00:00:00Z");

const count = (tx: Transaction<Schema>, limit: number) => countCaptions(tx, limit, "de");

async function languagesOf(db: Kysely<Schema>) {
  return (
    await db
      .selectFrom("CaptionLanguages")
      .select(["account_id", "lang", "captions"])
      .orderBy("account_id")
      .orderBy("lang")
      .execute()
  ).map(({ account_id, lang, captions }) => `${account_id} ${lang} ${captions}`);
}

describe.each(STORES)("the languages of captions on %s", (store) => {
  test("are told once; what has no words or no caption is not looked at again", async () => {
    const { kysely: db } = await migratedStore(store);
    const captions = [GERMAN, SPANISH, "🔥🔥 #love", "ok", null, ""];
    await observe(
      db,
      profileOf(1, { posts: captions.map((caption, index) => postOf(10 + index, { caption })) }),
    );
    expect((await swept(db, detectLanguages)).tallies).toEqual({ languages_told: 2, undetermined: 3 });
    const posts = await db.selectFrom("InstagramPost").select("caption_lang").orderBy("id").execute();
    expect(posts.map((post) => post.caption_lang)).toEqual(["de", "es", "und", "und", null, "und"]);
    expect((await swept(db, detectLanguages)).subjects).toEqual([]);
  });

  test("count Swiss German and Bavarian as German, with a mark that goes when the caption changes", async () => {
    const { kysely: db } = await migratedStore(store);
    const SWISS = "Hüt isch en schöne Tag gsi, mir händ vill glachet";
    const BAVARIAN = "Griaß eich, mia hom heid bis sechse offn";
    const posts = [GERMAN, SWISS, BAVARIAN].map((caption, index) => postOf(10 + index, { caption }));
    await observe(db, profileOf(1, { posts }));
    await swept(db, detectLanguages);
    await swept(db, count);
    const told = async () => {
      const rows = await db
        .selectFrom("InstagramPost")
        .select(["caption_lang", "caption_dialect"])
        .orderBy("id")
        .execute();
      return rows.map(({ caption_lang, caption_dialect }) => `${caption_lang} ${caption_dialect}`);
    };
    expect(await told()).toEqual(["de null", "de gsw", "de bar"]);
    expect(await languagesOf(db)).toEqual(["1 de 3"]);
    await observe(db, profileOf(1, { posts: [postOf(11, { caption: SPANISH })], observedAt: LATER }));
    await swept(db, detectLanguages);
    expect(await told()).toEqual(["de null", "es null", "de bar"]);
  });

  test("are told again when a caption changes, and the count follows", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { posts: [postOf(10, { caption: GERMAN }), postOf(11, { caption: GERMAN })] }),
    );
    await swept(db, detectLanguages);
    expect((await swept(db, count)).tallies).toEqual({ accounts_with_de: 1 });
    expect(await languagesOf(db)).toEqual(["1 de 2"]);

    await observe(db, profileOf(1, { posts: [postOf(11, { caption: SPANISH })], observedAt: LATER }));
    expect((await swept(db, detectLanguages)).subjects).toEqual(["code11"]);
    await swept(db, count);
    expect(await languagesOf(db)).toEqual(["1 de 1", "1 es 1"]);

    await observe(
      db,
      profileOf(1, {
        posts: [postOf(10, { caption: SPANISH })],
        observedAt: new Date(LATER.getTime() + 1_000),
      }),
    );
    await swept(db, detectLanguages);
    await swept(db, count);
    expect(await languagesOf(db)).toEqual(["1 es 2"]);
    const account = await db
      .selectFrom("InstagramAccountBase")
      .select("de_caption_count")
      .executeTakeFirstOrThrow();
    expect(account.de_caption_count).toBe(0);
  });

  test("are counted for the accounts that were read since the last count, and for no others", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { posts: [postOf(10, { caption: GERMAN })] }),
      profileOf(2, { posts: [postOf(20, { caption: SPANISH })] }),
      profileOf(3),
    );
    expect((await swept(db, count)).subjects).toEqual([]);
    await swept(db, detectLanguages);
    expect((await swept(db, count, 1)).subjects).toEqual(["user1"]);
    expect((await swept(db, count)).subjects).toEqual(["user2"]);
    expect((await swept(db, count)).subjects).toEqual([]);
    const { rows } = await sql`
      select id::int, de_caption_count from "InstagramAccountBase" order by id
    `.execute(db);
    expect(rows).toEqual([
      { id: 1, de_caption_count: 1 },
      { id: 2, de_caption_count: 0 },
      { id: 3, de_caption_count: null },
    ]);
  });

  test("work and result are found by index, whatever the number of posts", async () => {
    const { kysely: db } = await migratedStore(store);
    const used = (query: string) => indexesUsedBy(db, query);
    expect(
      await used(
        `select id from "InstagramPost" where caption_lang is null and caption is not null order by id limit 5`,
      ),
    ).toContain("InstagramPost_caption_due");
    expect(
      await used(
        `select id from "InstagramAccountBase" where de_caption_count >= 5 order by de_caption_count desc, id limit 5`,
      ),
    ).toContain("InstagramAccountBase_german");
    expect(
      await used(
        `select account_id from "CaptionLanguages" where lang = 'es' and captions >= 5 order by captions desc limit 5`,
      ),
    ).toContain("CaptionLanguages_lang");
  });
});

test("a caption that is read while its account is being counted is counted by the next run", async () => {
  const { kysely: db } = await migratedStore("postgres");
  await observe(db, profileOf(1, { posts: [postOf(10, { caption: GERMAN })] }));
  await swept(db, detectLanguages);
  await observe(db, profileOf(1, { posts: [postOf(11, { caption: GERMAN })] }));

  let reading: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (tx) => {
    await count(tx, 10);
    reading = swept(db, detectLanguages);
    // It waits for this count to end: its connection is seen waiting for a lock.
    for (;;) {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
      `.execute(db);
      if (rows[0]?.waiting) break;
      await sleep(5);
    }
  });
  await reading;
  await swept(db, count);
  expect(await languagesOf(db)).toEqual(["1 de 2"]);
});
