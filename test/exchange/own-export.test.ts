import { readdir, rename } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import type { Database } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { csvFormat, jsonlFormat } from "../../src/core/exchange/export/formats.js";
import { parquetWriter } from "../../src/core/exchange/export/parquet.js";
import { pagesOf } from "../../src/core/exchange/export/read-pages.js";
import { type RowWriter, runExport } from "../../src/core/exchange/export/run-export.js";
import { fileSink, type Sink } from "../../src/core/exchange/export/sink.js";
import {
  ACCOUNTS,
  COMMENTERS,
  EMAILS,
  FRONTIER,
  HISTORY,
  LINKS,
  POSTS,
  SUPPRESSIONS,
  type Subject,
} from "../../src/core/exchange/export/subjects.js";
import type { TextFormat } from "../../src/core/exchange/export/text-pages.js";
import { filesOf } from "../../src/core/exchange/import/open-file.js";
import { inOwnOrder } from "../../src/core/exchange/import/own-order.js";
import type { BadItem } from "../../src/core/exchange/import/run-import.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { commentPage, readNextPost } from "../support/comments.js";
import { importInto } from "../support/exchange.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { emptyFolder, migratedStore, type STORES } from "../support/stores.js";

const SUBJECTS = [ACCOUNTS, POSTS, EMAILS, HISTORY, FRONTIER, LINKS, COMMENTERS, SUPPRESSIONS];
const FORMATS: Record<string, (subject: Subject, sink: Sink) => TextFormat | RowWriter> = {
  jsonl: ({ columns }) => jsonlFormat(columns),
  csv: ({ columns }) => csvFormat(columns, { hasByteOrderMark: true }),
  parquet: ({ columns }, sink) => parquetWriter(columns, sink),
};

type Store = (typeof STORES)[number];

/** A store with at least one row of everything. */
async function filledStore(store: Store = "embedded"): Promise<Database> {
  const database = await migratedStore(store);
  const { kysely: db } = database;
  const details = {
    videoViews: 12_345,
    productType: "clips",
    isPinned: true,
    coauthors: ["second.author"],
    taggedUsers: ["a_friend", "b.friend"],
    locationId: 213385402n,
    isPaidPartnership: true,
    altText: "A lake",
  };
  const one = profileOf(9_007_199_254_740_993n, {
    username: "first.one",
    biography: '=SUM(1)\nwrite to first@mail.example, or "call"',
    fullName: "'=quoted",
    publicPhone: "+49 30 1234",
    bioLinks: [{ title: "Shop; more", url: "https://shop.example/?a=1,2" }],
    posts: [
      postOf(3_700_000_000_000_000_001n, { caption: "-1 #über @friend\r\nnext", commentCount: 90, details }),
      postOf(8),
    ],
    related: relatedTo("next.one", "other.one"),
    details: { fbid: 17841400000000001n, street: "Main Street 1", zip: "01067", pronouns: ["she", "her"] },
  });
  await observe(
    db,
    one,
    profileOf(2, { username: "second.one", gate: "age", biography: null, followersCount: null }),
    profileOf(3, { username: "third.one", related: relatedTo("other.one", "first.one") }),
  );
  await readNextPost(db, (cursor) =>
    cursor === null ? commentPage(["a.commenter", "other.one"], "c") : commentPage(["second.one"], null),
  );
  await observe(db, {
    ...one,
    followersCount: 150,
    biography: "now otherwise",
    observedAt: new Date("2026-02-02T00:00:00Z"),
  });
  await addToFrontier(db, [{ username: "just.a.name", source: "COMMENTS", sourceTag: "spring" }]);
  await sql`
    update "InstagramAccountBase"
    set country = 'DE', country_source = 'phone', country_confidence = 80, ai_bio_lang = 'EN', gender = 'female', gender_conf = 4,
        account_kind = 'person', topics = array['food', 'travel'], qualified_by = 'local', qualified_at = '2026-02-03T04:05:06Z',
        de_caption_count = 3, ig_email_queued = ig_email, ig_email_status = 'good', ig_email_status_reason = 'verified',
        ig_email_status_at = '2026-02-04T00:00:00Z'
    where username = 'first.one'
  `.execute(db);
  await sql`update "InstagramPost" set caption_lang = 'de' where id > 100`.execute(db);
  await sql`update "InitialInstagramAccount" set outcome = 'failed', attempts = 5, last_error = 'web: x' where username = 'other.one'`.execute(
    db,
  );
  await db.transaction().execute((tx) =>
    suppress(tx, [
      { kind: "email", value: "first@mail.example", reason: "asked", source: "manual", isOptOut: true },
      { kind: "domain", value: "agency.example", reason: "=imported", source: "import" },
      { kind: "account", value: "third.one", reason: "asked by phone", source: "manual" },
      { kind: "account", value: "not.mined.yet", reason: "asked", source: "manual" },
    ]),
  );
  await sql`update "Suppression" set at = '2026-02-05T06:07:08Z'`.execute(db);
  // A name bound to an account in the past stays bound, whatever the account's name is now.
  await observe(
    db,
    profileOf(3, { username: "third.renamed", observedAt: new Date("2026-03-01T00:00:00Z") }),
  );
  return database;
}

async function exported(db: Kysely<Schema>, format: string): Promise<string> {
  const folder = await emptyFolder();
  for (const subject of SUBJECTS) {
    const sink = await fileSink(join(folder, `${subject.name}.${format}`));
    const formatOf = FORMATS[format] as (typeof FORMATS)[string];
    await runExport(
      db,
      subject,
      { conditions: subject === EMAILS ? [sql`account.ig_email is not null`] : [], limit: null },
      {
        sink,
        format: formatOf(subject, sink),
        interruption: new AbortController().signal,
        onProgress: () => {},
      },
    );
  }
  return folder;
}

async function imported(database: Database, folder: string): Promise<BadItem[]> {
  const { bad } = await importInto(database, [folder], { files: await inOwnOrder(await filesOf([folder])) });
  return bad;
}

/** All rows of all exports, without our own row numbers. */
async function rowsOf(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const subject of SUBJECTS) {
    const own = [FRONTIER, HISTORY, SUPPRESSIONS].includes(subject) ? 1 : 0;
    const found: unknown[][] = [];
    for await (const page of pagesOf(db, subject, { conditions: [], limit: null }))
      found.push(...page.map((values) => values.slice(own)));
    rows[subject.name] = found.map((values) => JSON.stringify(values, asText)).sort();
  }
  return rows;
}

const asText = (_name: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** Renames the files of a folder, so that they are in the opposite order. */
async function reversed(folder: string): Promise<string> {
  const files = (await readdir(folder)).sort().reverse();
  for (const [at, file] of files.entries())
    await rename(join(folder, file), join(folder, `${String(at).padStart(2, "0")}${extname(file)}`));
  return folder;
}

test.each<[format: string, from: Store, to: Store]>([
  ["jsonl", "embedded", "postgres"],
  ["csv", "postgres", "embedded"],
  ["parquet", "embedded", "embedded"],
])(
  "a store that is exported as %s from %s and imported into %s has the same rows, whatever the files are called, and a second import changes nothing",
  async (format, given, taken) => {
    const from = await filledStore(given);
    const to = await migratedStore(taken);
    const expected = await rowsOf(from.kysely);
    expect(Object.entries(expected).map(([name, rows]) => [name, rows.length])).toEqual([
      ["accounts", 3],
      ["posts", 2],
      ["emails", 3],
      ["history", 5],
      ["frontier", 6],
      ["links", 4],
      ["commenters", 3],
      ["suppressions", 4],
    ]);
    const folder = await reversed(await exported(from.kysely, format));
    expect(await imported(to, folder)).toEqual([]);
    expect(await rowsOf(to.kysely)).toEqual(expected);
    expect(await imported(to, folder)).toEqual([]);
    expect(await rowsOf(to.kysely)).toEqual(expected);
    const { rows } = await sql`select outcome, is_local from "Qualification" where id > 3`.execute(to.kysely);
    expect(rows).toEqual([{ outcome: "ok", is_local: true }]);
  },
);

test("related accounts of a store and of the one it is moved into are counted together", async () => {
  const from = await filledStore();
  const to = await migratedStore("embedded");
  await observe(to.kysely, profileOf(9, { related: relatedTo("other.one", "ninth.one") }));
  expect(await imported(to, await exported(from.kysely, "jsonl"))).toEqual([]);
  const { rows } = await sql<{ username: string; linked_count: number; links: number }>`
    select username, linked_count, (select count(*)::int from "RelatedAccounts" where initial_id = frontier.id) as links
    from "InitialInstagramAccount" as frontier
    order by username
  `.execute(to.kysely);
  expect(rows.find(({ username }) => username === "other.one")?.links).toBe(3);
  for (const { username, linked_count, links } of rows)
    expect([username, linked_count]).toEqual([username, links]);
});

test("posts, days, related accounts and commenters of what is not here are told as bad, and the name of one is to be mined", async () => {
  const from = await filledStore();
  const to = await migratedStore("embedded");
  const folder = await exported(from.kysely, "jsonl");
  const bad = await imported(to, join(folder, "posts.jsonl"));
  expect(bad).toHaveLength(2);
  expect(bad[0]?.error).toContain("import the account first");
  expect((await imported(to, join(folder, "history.jsonl")))[0]?.error).toContain("import the account first");
  const links = await imported(to, join(folder, "links.jsonl"));
  expect(links.map(({ error }) => error)).toEqual(
    links.map(() => expect.stringContaining("import the account first")),
  );
  const comments = await imported(to, join(folder, "commenters.jsonl"));
  expect([links.length, comments.length]).toEqual([4, 3]);
  expect(comments[0]?.error).toContain("import the post first");
  expect(await to.kysely.selectFrom("InitialInstagramAccount").select("id").execute()).toEqual([]);
  await observe(from.kysely, profileOf(4, { username: "next.one" }));
  expect(await imported(to, join(folder, "frontier.jsonl"))).toEqual([]);
  const { rows } =
    await sql`select count(*)::int as due from "InitialInstagramAccount" where outcome is null`.execute(
      to.kysely,
    );
  expect(rows).toEqual([{ due: 5 }]);
});
