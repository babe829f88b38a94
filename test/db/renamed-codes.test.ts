import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrate } from "../../src/core/db/migrate.js";
import { countries, languages } from "../../src/core/text/coded-values.js";
import { MIGRATION_FILES, makeOldStore } from "../support/old-store.js";
import { emptyStore, opened } from "../support/stores.js";

/** The migrations before the one that rewrites codes. */
const BEFORE = MIGRATION_FILES.filter((file) => file < "000204");

test("codes that an earlier igminer stored are rewritten to those that are read for them today", async () => {
  const { kysely: db } = await opened(await emptyStore("postgres"));
  await makeOldStore(db, BEFORE);
  // As the earlier igminer wrote them; no current command would.
  await sql
    .raw(`
    update "InstagramAccountBase" set country = 'SU', country_source = 'source', ai_bio_lang = 'NB' where id = 1;
    update "InstagramAccountBase" set country = 'DE', ai_bio_lang = 'NN' where id = 2;
    insert into "CloneTask" (target_female, target_country, bio_lang) values (1, 'UK', 'NN');
    insert into "Audiences" (name, criteria, changed_at)
    values ('north', '{"languages": ["SV", "NB", "NN", "NO"], "countries": ["SU", "DE"], "hasEmail": true}', '2026-01-01'),
      ('south', '{"languages": ["IT"]}', '2026-01-01');
    insert into "EmailSequence" (name, campaign_id, daily_cap, filters)
    values ('spring', 'c1', 10, '{"countries": ["RU", "SU"], "languages": ["de", "nb"]}'), ('all', 'c2', 10, '{}')
  `)
    .execute(db);

  await migrate(db);

  expect(
    await rowsOf(`select country, ai_bio_lang from "InstagramAccountBase" where id <= 3 order by id`),
  ).toEqual([
    { country: countries.read("SU"), ai_bio_lang: languages.read("nb") },
    { country: "DE", ai_bio_lang: languages.read("nn") },
    { country: null, ai_bio_lang: null },
  ]);
  expect(await rowsOf(`select target_country, bio_lang from "CloneTask"`)).toEqual([
    { target_country: "GB", bio_lang: "NO" },
  ]);
  expect(
    await rowsOf(`select criteria, changed_at > '2026-01-02' as "isChanged" from "Audiences" order by name`),
  ).toEqual([
    { criteria: { languages: ["SV", "NO"], countries: ["RU", "DE"], hasEmail: true }, isChanged: true },
    { criteria: { languages: ["IT"] }, isChanged: false },
  ]);
  expect(await rowsOf(`select filters from "EmailSequence" order by name`)).toEqual([
    { filters: {} },
    { filters: { countries: ["RU"], languages: ["DE", "NO"] } },
  ]);

  async function rowsOf(query: string): Promise<unknown[]> {
    return (await sql.raw(query).execute(db)).rows;
  }
});
