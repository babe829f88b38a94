import type { Kysely, Transaction } from "kysely";
import { describe, expect, test } from "vitest";
import { openCountryGuesser } from "../../src/core/countries/evidence.js";
import type { Schema } from "../../src/core/db/schema.js";
import { countCaptions } from "../../src/core/enrichment/count-captions.js";
import { detectLanguages } from "../../src/core/enrichment/detect-langs.js";
import { findCountries } from "../../src/core/enrichment/find-countries.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";
import { indexesUsedBy, swept } from "../support/sweeps.js";

const guesser = openCountryGuesser();
const find = (tx: Transaction<Schema>, limit: number) => findCountries(tx, limit, async () => guesser);
const at = (minute: number) => new Date(Date.UTC(2026, 1, 1, 0, minute));

const countriesIn = async (db: Kysely<Schema>) =>
  (
    await db
      .selectFrom("InstagramAccountBase")
      .select(["country", "country_source", "country_confidence"])
      .orderBy("id")
      .execute()
  ).map(({ country, country_source, country_confidence }) => [country, country_source, country_confidence]);

describe.each(STORES)("find-countries on %s", (store) => {
  test("guesses once, keeps what a source states, and leaves empty what it does not know", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { biography: "📍Berlin" }),
      profileOf(2, { biography: "📍Berlin", countryCode: "AT" }),
      profileOf(3, { biography: "Paris Hilton" }),
      profileOf(4, {
        biography: null,
        posts: [postOf(40, { locationName: "Roma" }), postOf(41, { locationName: "Milano, Italy" })],
      }),
    );
    expect(await swept(db, find)).toMatchObject({
      subjects: ["user1", "user3", "user4"],
      tallies: { countries_found: 2, undecided: 1 },
    });
    expect(await countriesIn(db)).toEqual([
      ["DE", "place", 95],
      ["AT", "source", 95],
      [null, null, null],
      ["IT", "location", 65],
    ]);
    expect((await swept(db, find)).subjects).toEqual([]);
  });

  test("looks again when a text that tells the country changes, and only then", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { biography: "📍Berlin", observedAt: at(0) }));
    await swept(db, find);
    await observe(db, profileOf(1, { biography: "📍Berlin", followersCount: 5_000, observedAt: at(1) }));
    expect((await swept(db, find)).subjects).toEqual([]);
    await observe(db, profileOf(1, { biography: "moved on", observedAt: at(2) }));
    expect((await swept(db, find)).subjects).toEqual(["user1"]);
    expect(await countriesIn(db)).toEqual([[null, null, null]]);
  });

  test("mining never takes a guess away by not telling a country; a country that is stated takes its place", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { biography: "📍Berlin", observedAt: at(0) }));
    await swept(db, find);
    await observe(db, profileOf(1, { biography: "📍Berlin", followersCount: 7, observedAt: at(1) }));
    expect(await countriesIn(db)).toEqual([["DE", "place", 95]]);
    await observe(db, profileOf(1, { biography: "📍Berlin", countryCode: "AT", observedAt: at(2) }));
    expect(await countriesIn(db)).toEqual([["AT", "source", 95]]);
    await observe(db, profileOf(1, { biography: "📍Hamburg", observedAt: at(3) }));
    expect((await swept(db, find)).subjects).toEqual([]);
    expect(await countriesIn(db)).toEqual([["AT", "source", 95]]);
  });

  test("uses the languages of captions as soon as they are counted", async () => {
    const { kysely: db } = await migratedStore(store);
    const caption = "Bugün annemin tarifiyle börek yaptım, çok güzel oldu";
    await observe(
      db,
      profileOf(1, {
        biography: null,
        posts: Array.from({ length: 6 }, (_, index) => postOf(10 + index, { caption })),
      }),
    );
    await swept(db, find);
    expect(await countriesIn(db)).toEqual([[null, null, null]]);
    await swept(db, detectLanguages);
    await swept(db, (tx, limit) => countCaptions(tx, limit, "de"));
    await swept(db, find);
    expect(await countriesIn(db)).toEqual([["TR", "captions", 63]]);
  });

  test("finds its work by an index that holds nothing else", async () => {
    const { kysely: db } = await migratedStore(store);
    expect(
      await indexesUsedBy(
        db,
        `select id from "InstagramAccountBase" where country_rules < 1 and country_source is distinct from 'source' order by id limit 5`,
      ),
    ).toContain("InstagramAccountBase_country_due");
  });
});
