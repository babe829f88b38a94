import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { findEmails } from "../../src/core/enrichment/find-emails.js";
import { observe, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";
import { indexesUsedBy, swept } from "../support/sweeps.js";

const LATER = new Date("2026-02-01T00:00:00Z");

describe.each(STORES)("find-emails on %s", (store) => {
  test("finds what stands in bios, names and links of accounts that came in without it, and looks once", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`
      insert into "InstagramAccountBase" (id, username, full_name, biography, external_link, bio_links, ig_email, ig_email_source)
      values
        (1, 'bio', null, 'mail: jane [at] example [dot] com', null, null, null, null),
        (2, 'name', 'Jane | jane@example.org', 'hello', null, null, null, null),
        (3, 'link', null, null, 'mailto:shop@example.net', null, null, null),
        (4, 'links', null, null, null, '[{"title": "Mail", "url": "mailto:two@example.net"}]', null, null),
        (5, 'friend', null, 'follow @jane.doe at example.com', null, null, null, null),
        (6, 'known', null, 'new@example.com', null, null, 'old@example.com', 'contact')
    `.execute(db);
    const result = await swept(db, findEmails);
    expect(result).toMatchObject({
      subjects: ["bio", "name", "link", "links", "friend", "known"],
      tallies: { emails_found: 4, emails_corrected: 0 },
    });
    const { rows } = await sql`
      select username, ig_email, ig_email_source from "InstagramAccountBase" order by id
    `.execute(db);
    expect(rows).toEqual([
      { username: "bio", ig_email: "jane@example.com", ig_email_source: "bio" },
      { username: "name", ig_email: "jane@example.org", ig_email_source: "name" },
      { username: "link", ig_email: "shop@example.net", ig_email_source: "link" },
      { username: "links", ig_email: "two@example.net", ig_email_source: "link" },
      { username: "friend", ig_email: null, ig_email_source: null },
      { username: "known", ig_email: "old@example.com", ig_email_source: "contact" },
    ]);
    expect((await swept(db, findEmails)).subjects).toEqual([]);
  });

  test("an address that older rules cut short is read anew, and every further one is kept", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`
      insert into "InstagramAccountBase" (id, username, biography, ig_email, ig_email_source, email_rules)
      values
        (1, 'cut', 'pedidos@doces.com.brInsta', 'pedidos@doces.com', 'bio', 1),
        (2, 'sentence', 'my username at gmail.com', 'username@gmail.com', 'bio', 1),
        (3, 'two', 'office@hof.example / press@hof.example', 'office@hof.example', 'bio', 1),
        (4, 'contact', 'press@hof.example', 'me@hof.example', 'contact', 1)
    `.execute(db);
    expect((await swept(db, findEmails)).tallies).toEqual({ emails_found: 0, emails_corrected: 2 });
    const { rows } = await sql`
      select username, ig_email, ig_emails_other from "InstagramAccountBase" order by id
    `.execute(db);
    expect(rows).toEqual([
      { username: "cut", ig_email: "pedidos@doces.com.br", ig_emails_other: null },
      { username: "sentence", ig_email: null, ig_emails_other: null },
      { username: "two", ig_email: "office@hof.example", ig_emails_other: ["press@hof.example"] },
      { username: "contact", ig_email: "me@hof.example", ig_emails_other: ["press@hof.example"] },
    ]);
  });

  test("mine-new keeps the address it is surest of, how sure that is, and the others", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { biography: "one@hof.example or two [at] hof.example" }));
    const saved = () =>
      db
        .selectFrom("InstagramAccountBase")
        .select(["ig_email", "ig_email_confidence", "ig_emails_other"])
        .executeTakeFirstOrThrow();
    expect(await saved()).toEqual({
      ig_email: "one@hof.example",
      ig_email_confidence: 98,
      ig_emails_other: ["two@hof.example"],
    });
    await observe(db, profileOf(1, { publicEmail: "me@hof.example", observedAt: LATER }));
    expect(await saved()).toMatchObject({ ig_email: "me@hof.example", ig_email_confidence: 99 });
  });

  test("has nothing to do for what mine-new has saved: the same rules have looked at it", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { biography: "jane@example.com" }), profileOf(2));
    await observe(db, profileOf(2, { biography: "now with an address: two@example.com", observedAt: LATER }));
    expect((await swept(db, findEmails)).subjects).toEqual([]);
    const emails = await db.selectFrom("InstagramAccountBase").select("ig_email").orderBy("id").execute();
    expect(emails.map(({ ig_email }) => ig_email)).toEqual(["jane@example.com", "two@example.com"]);
  });

  test("an address from a bio or link does not take the place of the contact address; a new contact address does", async () => {
    const { kysely: db } = await migratedStore(store);
    const at = (minute: number) => new Date(LATER.getTime() + minute * 60_000);
    const emailAfter = async (changes: Parameters<typeof profileOf>[1]) => {
      await observe(db, profileOf(1, changes));
      const { ig_email, ig_email_source } = await db
        .selectFrom("InstagramAccountBase")
        .select(["ig_email", "ig_email_source"])
        .executeTakeFirstOrThrow();
      return [ig_email, ig_email_source];
    };
    expect(await emailAfter({ externalLink: "mailto:link@example.com", observedAt: at(0) })).toEqual([
      "link@example.com",
      "link",
    ]);
    expect(await emailAfter({ biography: "bio@example.com", observedAt: at(1) })).toEqual([
      "bio@example.com",
      "bio",
    ]);
    expect(await emailAfter({ publicEmail: "office@example.com", observedAt: at(2) })).toEqual([
      "office@example.com",
      "contact",
    ]);
    expect(await emailAfter({ biography: "other@example.com", observedAt: at(3) })).toEqual([
      "office@example.com",
      "contact",
    ]);
    expect(await emailAfter({ publicEmail: "new@example.com", observedAt: at(4) })).toEqual([
      "new@example.com",
      "contact",
    ]);
  });

  test("finds its work by an index that holds nothing else", async () => {
    const { kysely: db } = await migratedStore(store);
    expect(
      await indexesUsedBy(
        db,
        `select id from "InstagramAccountBase" where email_rules < 2 order by id limit 5`,
      ),
    ).toContain("InstagramAccountBase_email_due");
  });
});
