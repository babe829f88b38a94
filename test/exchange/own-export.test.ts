import { join } from "node:path";
import { Readable } from "node:stream";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { asRun } from "../../src/core/batch/live-run.js";
import type { Database } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { csvWriter, jsonlWriter, type RowWriter } from "../../src/core/exchange/export/formats.js";
import { parquetWriter } from "../../src/core/exchange/export/parquet.js";
import { pagesOf } from "../../src/core/exchange/export/read-pages.js";
import { runExport } from "../../src/core/exchange/export/run-export.js";
import { fileSink, type Sink } from "../../src/core/exchange/export/sink.js";
import {
  ACCOUNTS,
  EMAILS,
  FRONTIER,
  HISTORY,
  POSTS,
  type Subject,
} from "../../src/core/exchange/export/subjects.js";
import { filesOf } from "../../src/core/exchange/import/open-file.js";
import { type BadItem, runImport } from "../../src/core/exchange/import/run-import.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { emptyFolder, migratedStore } from "../support/stores.js";

const SUBJECTS = [ACCOUNTS, POSTS, EMAILS, HISTORY, FRONTIER];
const WRITERS: Record<string, (subject: Subject, sink: Sink) => RowWriter> = {
  jsonl: ({ columns }, sink) => jsonlWriter(columns, sink),
  csv: ({ columns }, sink) => csvWriter(columns, sink, { hasByteOrderMark: true }),
  parquet: ({ columns }, sink) => parquetWriter(columns, sink),
};

/** A store in which there is something of everything. */
async function filledStore(): Promise<Database> {
  const database = await migratedStore("embedded");
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
    posts: [postOf(3_700_000_000_000_000_001n, { caption: "-1 #über @friend\r\nnext", details }), postOf(8)],
    related: relatedTo("next.one", "other.one"),
    details: { fbid: 17841400000000001n, street: "Main Street 1", zip: "01067", pronouns: ["she", "her"] },
  });
  await observe(
    db,
    one,
    profileOf(2, { username: "second.one", gate: "age", biography: null, followersCount: null }),
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
  await sql`update "InstagramPost" set caption_lang = 'de', comments_searched = true where id > 100`.execute(
    db,
  );
  await sql`update "InitialInstagramAccount" set outcome = 'failed', attempts = 5, last_error = 'web: x' where username = 'other.one'`.execute(
    db,
  );
  await db
    .transaction()
    .execute((tx) =>
      suppress(tx, [{ kind: "email", value: "first@mail.example", reason: "asked", source: "manual" }]),
    );
  return database;
}

async function exported(db: Kysely<Schema>, format: string): Promise<string> {
  const folder = await emptyFolder();
  for (const subject of SUBJECTS) {
    const sink = await fileSink(join(folder, `${subject.name}.${format}`));
    const writer = (WRITERS[format] as (typeof WRITERS)[string])(subject, sink);
    await runExport(
      db,
      subject,
      { conditions: subject === EMAILS ? [sql`account.ig_email is not null`] : [], limit: null },
      { sink, writer, interruption: new AbortController().signal, onProgress: () => {} },
    );
  }
  return folder;
}

async function imported(database: Database, folder: string): Promise<BadItem[]> {
  const bad: BadItem[] = [];
  const files = await filesOf([folder]);
  await asRun(
    "import",
    {
      database,
      maxSeconds: null,
      version: "test",
      options: {},
      heartbeatSeconds: 15,
      deadAfterSeconds: 60,
      mask: maskOf([]),
      interruption: new AbortController().signal,
      onEvent: () => {},
    },
    (run) =>
      runImport(database.kysely, run, {
        files,
        stdin: Readable.from([]),
        format: "auto",
        column: null,
        observedAt: null,
        now: database.now,
        onProgress: () => {},
        onBadItems: async (items) => void bad.push(...items),
      }),
    async () => "nothing",
  );
  return bad;
}

/** All rows of all exports; our own row numbers are not part of what a row says. */
async function rowsOf(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const subject of SUBJECTS) {
    const own = subject === FRONTIER || subject === HISTORY ? 1 : 0;
    rows[subject.name] = [];
    for await (const page of pagesOf(db, subject, { conditions: [], limit: null }))
      rows[subject.name]?.push(...page.map((values) => values.slice(own)));
  }
  return rows;
}

test.each(Object.keys(WRITERS))(
  "a store that is exported as %s and imported elsewhere has the same rows, and a second import changes nothing",
  async (format) => {
    const from = await filledStore();
    const to = await migratedStore(format === "jsonl" ? "postgres" : "embedded");
    const expected = await rowsOf(from.kysely);
    expect(expected.accounts).toHaveLength(2);
    const folder = await exported(from.kysely, format);
    expect(await imported(to, folder)).toEqual([]);
    expect(await rowsOf(to.kysely)).toEqual(expected);
    expect(await imported(to, folder)).toEqual([]);
    expect(await rowsOf(to.kysely)).toEqual(expected);
    const { rows } = await sql`select outcome, is_local from "Qualification" where id > 2`.execute(to.kysely);
    expect(rows).toEqual([{ outcome: "ok", is_local: true }]);
  },
);

test("posts and days of accounts that are not here are told as bad, and the name of one is to be mined", async () => {
  const from = await filledStore();
  const to = await migratedStore("embedded");
  const folder = await exported(from.kysely, "jsonl");
  const bad = await imported(to, join(folder, "posts.jsonl"));
  expect(bad).toHaveLength(2);
  expect(bad[0]?.error).toContain("import the account first");
  expect((await imported(to, join(folder, "history.jsonl")))[0]?.error).toContain("import the account first");
  await observe(from.kysely, profileOf(3, { username: "next.one" }));
  expect(await imported(to, join(folder, "frontier.jsonl"))).toEqual([]);
  const { rows } =
    await sql`select count(*)::int as due from "InitialInstagramAccount" where outcome is null`.execute(
      to.kysely,
    );
  expect(rows).toEqual([{ due: 2 }]);
});
