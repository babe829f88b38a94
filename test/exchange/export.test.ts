import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import {
  accountConditions,
  frontierConditions,
  listedAccountConditions,
  postConditions,
  since,
} from "../../src/core/exchange/export/filters.js";
import { csvFormat, jsonlFormat } from "../../src/core/exchange/export/formats.js";
import { parquetWriter } from "../../src/core/exchange/export/parquet.js";
import { pagesOf, type Selection } from "../../src/core/exchange/export/read-pages.js";
import { type RowWriter, runExport } from "../../src/core/exchange/export/run-export.js";
import { fileSink, type Sink, streamSink } from "../../src/core/exchange/export/sink.js";
import {
  ACCOUNTS,
  type ColumnKind,
  EMAILS,
  FRONTIER,
  HISTORY,
  POSTS,
  type Subject,
  USERNAMES,
} from "../../src/core/exchange/export/subjects.js";
import type { TextFormat } from "../../src/core/exchange/export/text-pages.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { saveProfiles } from "../../src/core/mining/save-mined.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { postOf, profileOf, relatedTo } from "../support/profiles.js";
import { emptyFolder, migratedStore, STORES } from "../support/stores.js";

const save = (db: Kysely<Schema>, ...profiles: Profile[]) =>
  db.transaction().execute((tx) => saveProfiles(tx, profiles, { runId: 1n, mined: [], rowIds: [] }));

/** Exports into a string. */
async function textOf(
  db: Kysely<Schema>,
  subject: Subject,
  conditions: Selection["conditions"] = [],
  format: TextFormat = jsonlFormat(subject.columns),
): Promise<string> {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      // Slow, so that an export that does not wait is noticed.
      setImmediate(done);
    },
  });
  const sink = streamSink(stream);
  await runExport(
    db,
    subject,
    { conditions, limit: null },
    { sink, format, interruption: new AbortController().signal, onProgress: () => {} },
  );
  await promisify(stream.end.bind(stream))();
  return text;
}

/** Exports all of a subject into a file. */
async function writeFileOf(
  db: Kysely<Schema>,
  subject: Subject,
  file: string,
  formatOf: (sink: Sink) => TextFormat | RowWriter,
  interruption = new AbortController().signal,
): Promise<void> {
  const sink = await fileSink(file);
  await runExport(
    db,
    subject,
    { conditions: [], limit: null },
    { sink, format: formatOf(sink), interruption, onProgress: () => {} },
  );
}

/** A value's text in CSV, computed in JavaScript. */
function cellOf(value: unknown, kind: ColumnKind): string {
  if (value === null) return "";
  if (kind === "json") return JSON.stringify(value);
  if (kind === "time") return (value as Date).toISOString();
  if (kind !== "text" && kind !== "list") return String(value);
  const text = kind === "list" ? (value as string[]).join(" ") : String(value);
  return /^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}

const rowsOf = async (db: Kysely<Schema>, subject: Subject, conditions: Selection["conditions"] = []) =>
  (await textOf(db, subject, conditions))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const BIG_ID = 3852678278058634725n;

describe.each(STORES)("export on %s", (store) => {
  test("writes every digit of every id and every kind of value alike in CSV, JSON lines and Parquet", async () => {
    const { kysely: db } = await migratedStore(store);
    await save(
      db,
      profileOf(1, {
        bioLinks: [{ title: "Shop", url: "https://shop.example" }],
        posts: [
          postOf(BIG_ID, {
            caption: 'He said: "sea",\nthen #more ü🙂 @friend',
            likeCount: null,
            details: {
              videoViews: 12,
              productType: "clips",
              isPinned: true,
              coauthors: ["second"],
              taggedUsers: null,
              locationId: 9_007_199_254_740_993n,
              isPaidPartnership: null,
              altText: null,
            },
          }),
        ],
      }),
    );
    const [post] = await rowsOf(db, POSTS);
    const expected = {
      id: String(BIG_ID),
      account_id: "1",
      username: "user1",
      shortcode: `code${BIG_ID}`,
      taken_at: "2026-01-01T00:00:00.000Z",
      media_type: "image",
      caption: 'He said: "sea",\nthen #more ü🙂 @friend',
      hashtags: ["more"],
      mentions: ["friend"],
      like_count: null,
      comment_count: 2,
      location_name: null,
      caption_lang: null,
      observed_at: "2026-01-02T03:04:05.000Z",
      comments_searched: false,
      video_views: 12,
      product_type: "clips",
      is_pinned: true,
      coauthors: ["second"],
      tagged_users: null,
      location_id: "9007199254740993",
      alt_text: null,
      is_paid_partnership: null,
      caption_dialect: null,
    };
    expect(post).toEqual(expected);
    expect(Object.keys(post)).toEqual(POSTS.columns.map(({ name }) => name));

    const csv = await textOf(db, POSTS, [], csvFormat(POSTS.columns, { hasByteOrderMark: true }));
    expect(parse(csv, { columns: true, bom: true })).toEqual([
      {
        ...expected,
        hashtags: "more",
        mentions: "friend",
        like_count: "",
        comment_count: "2",
        comments_searched: "false",
        video_views: "12",
        is_pinned: "true",
        coauthors: "second",
        tagged_users: "",
        alt_text: "",
        is_paid_partnership: "",
        caption_dialect: "",
        location_name: "",
        caption_lang: "",
      },
    ]);

    const file = join(await emptyFolder(), "posts.parquet");
    await writeFileOf(db, POSTS, file, (sink) => parquetWriter(POSTS.columns, sink));
    const parquet = await asyncBufferFromFile(file);
    expect(await parquetReadObjects({ file: parquet })).toEqual([
      {
        ...expected,
        id: BIG_ID,
        account_id: 1n,
        comment_count: 2n,
        video_views: 12n,
        location_id: 9_007_199_254_740_993n,
        tagged_users: undefined,
        taken_at: new Date(expected.taken_at),
        observed_at: new Date(expected.observed_at),
      },
    ]);
    expect((await rowsOf(db, ACCOUNTS))[0].bio_links).toEqual([
      { title: "Shop", url: "https://shop.example" },
    ]);
  });

  test("makes no cell of a CSV a formula", async () => {
    const { kysely: db } = await migratedStore(store);
    const risky = ["=cmd|'/c calc'!A0", "+49 30 1", "-1+2", "@SUM(A1)", "\tx", "\rx", "＝1"];
    await save(db, ...risky.map((fullName, at) => profileOf(at + 1, { fullName, biography: "a=b" })));
    const csv = await textOf(db, ACCOUNTS, [], csvFormat(ACCOUNTS.columns, { hasByteOrderMark: false }));
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows.map(({ full_name }) => full_name)).toEqual(risky.map((text) => `'${text}`));
    expect(rows[0]).toMatchObject({ biography: "a=b", followers_count: "100", is_private: "false" });
  });

  test("writes numbers, times, lists and JSON as JavaScript would, whatever is in them", async () => {
    const { kysely: db } = await migratedStore(store);
    const numbers = [
      0,
      -0.05,
      0.1 + 0.2,
      1e-4,
      9.9e-5,
      1.5e-6,
      1e-7,
      -2.5e-9,
      123456.789,
      1e15,
      2.5e20,
      1e21,
      -1e22,
    ];
    const titles = ['": x', "ends, ", "}, {", 'q", "r', "\\", '\\": ', "a\tb\u0001", "", "ü🙂"];
    await save(
      db,
      ...numbers.map((_, at) =>
        profileOf(at + 1, {
          fullName: ["'", "''=x", "'x", "", " =1", "a\rb", "ü,🙂", "\\.", "NULL"][at] ?? "-",
          bioLinks: titles.slice(0, at).map((title) => ({ title, url: "https://a.example/?b=1, c" })),
        }),
      ),
    );
    await sql`
      insert into "CreatorMetrics" (id, posts_used, growth_7d, last_post_at)
      select id, 0, growth, timestamptz '2026-01-02T03:04:05.678999Z' + id * interval '0.1 seconds'
      from unnest(${numbers.map((_, at) => at + 1)}::bigint[], ${numbers}::double precision[]) as given(id, growth)
      on conflict (id) do update set growth_7d = excluded.growth_7d, last_post_at = excluded.last_post_at
    `.execute(db);
    await sql`update "InstagramAccountBase" set topics = array['a, "b', 'c'], ig_emails_other = array['+x@a.example', 'y@a.example']`.execute(
      db,
    );
    const expected: string[] = [];
    const cells: string[][] = [];
    for await (const page of pagesOf(db, ACCOUNTS, { conditions: [], limit: null }))
      for (const row of page) {
        const members = ACCOUNTS.columns.map(({ name, kind }, at) => [name, row[at], kind] as const);
        expected.push(
          JSON.stringify(
            Object.fromEntries(
              members.map(([name, value, kind]) => [
                name,
                kind === "id" && value !== null
                  ? String(value)
                  : typeof value === "bigint"
                    ? Number(value)
                    : value,
              ]),
            ),
          ),
        );
        cells.push(members.map(([, value, kind]) => cellOf(value, kind)));
      }
    expect((await textOf(db, ACCOUNTS)).trimEnd().split("\n")).toEqual(expected);
    const csv = await textOf(db, ACCOUNTS, [], csvFormat(ACCOUNTS.columns, { hasByteOrderMark: false }));
    expect(csv).toBe(stringify([ACCOUNTS.columns.map(({ name }) => name), ...cells]));
  });

  test("filters by texts of any kind, and gives no more rows than asked for", async () => {
    const { kysely: db } = await migratedStore(store);
    const tags = ["it's", 'a"b', "c\\d", "e,f", "$1", "} to stdout (format csv)"];
    await save(
      db,
      ...tags.map((tag, at) => profileOf(at + 1, { posts: [postOf(at + 1, { locationName: tag })] })),
    );
    for (const tag of tags)
      expect(
        (await rowsOf(db, POSTS, [sql`post.location_name = any(${[tag]}::text[])`])).map(
          ({ location_name }) => location_name,
        ),
      ).toEqual([tag]);
    expect(await rowsOf(db, POSTS, [sql`post.location_name = ${tags[0]}`])).toMatchObject([
      { location_name: tags[0] },
    ]);
  });

  test("gives each row once and in order of its number, however many pages it takes", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`
      insert into "InitialInstagramAccount" (username, source)
      select 'name' || number, 'SEED' from generate_series(1, 12000) as numbers(number)
    `.execute(db);
    const rows = await rowsOf(db, FRONTIER);
    expect(rows).toHaveLength(12_000);
    expect(rows.map(({ id }) => Number(id))).toEqual(rows.map((_, at) => at + Number(rows[0].id)));
  });

  test("filters as people expect; what is not known passes no filter on it", async () => {
    const { kysely: db } = await migratedStore(store);
    await save(
      db,
      profileOf(1, {
        followersCount: 500,
        countryCode: "DE",
        biography: "me@mail.example.com",
        isVerified: true,
        related: relatedTo("next"),
      }),
      profileOf(2, {
        followersCount: 5_000,
        countryCode: "AT",
        isPrivate: true,
        posts: [postOf(21, { likeCount: 99 })],
      }),
      profileOf(3, { followersCount: null, posts: [postOf(31, { caption: "none", mediaType: "video" })] }),
    );
    await sql`update "InstagramAccountBase" set first_seen = now() - interval '10 days', ai_bio_lang = 'DE' where id = 1`.execute(
      db,
    );
    const ids = async (conditions: Selection["conditions"]) =>
      (await rowsOf(db, ACCOUNTS, conditions)).map(({ id }) => Number(id));
    expect(await ids([])).toEqual([1, 2, 3]);
    expect(await ids(accountConditions({ country: ["DE", "AT"] }))).toEqual([1, 2]);
    expect(await ids(accountConditions({ country: ["DE"], lang: ["DE"], minFollowers: 500 }))).toEqual([1]);
    expect(await ids(accountConditions({ maxFollowers: 4_999 }))).toEqual([1]);
    expect(await ids(accountConditions({ hasEmail: true }))).toEqual([1]);
    expect(await ids(accountConditions({ verified: true }))).toEqual([1]);
    expect(await ids(accountConditions({ public: true }))).toEqual([1, 3]);
    expect(await ids(accountConditions({ username: ["user2", "nobody"] }))).toEqual([2]);
    expect(await ids(listedAccountConditions({ since: 7 * 86_400_000 }))).toEqual([2, 3]);
    expect(await ids(listedAccountConditions({ updatedSince: 86_400_000 }))).toEqual([]);
    const posts = async (conditions: Selection["conditions"]) =>
      (await rowsOf(db, POSTS, conditions)).map(({ id }) => Number(id));
    expect(await posts([])).toEqual([21, 31]);
    expect(await posts(postConditions({ hashtag: ["sea", "snow"] }))).toEqual([21]);
    expect(await posts(postConditions({ mediaType: ["video"] }))).toEqual([31]);
    expect(await posts(postConditions({ minLikes: 50 }))).toEqual([21]);
    expect(await posts(accountConditions({ minFollowers: 1 }))).toEqual([21]);
    expect(await posts(since("post.taken_at", 1_000))).toEqual([]);
    expect(await rowsOf(db, EMAILS, accountConditions({ hasEmail: true }))).toMatchObject([
      { email: "me@mail.example.com", email_source: "bio", account_id: "1" },
    ]);
    expect(
      await rowsOf(
        db,
        FRONTIER,
        frontierConditions({ source: ["RELATED"], outcome: ["waiting"], minLinks: 1 }),
      ),
    ).toMatchObject([{ username: "next", linked_count: 1 }]);
    expect(await rowsOf(db, HISTORY, accountConditions({ username: ["user1"] }))).toMatchObject([
      { account_id: "1", username: "user1", followers_count: 500, new_username: "user1" },
    ]);
    expect(await rowsOf(db, USERNAMES, accountConditions({ country: ["AT"] }))).toEqual([
      { username: "user2" },
    ]);
  });

  test("of e-mails says what was decided of each address and who is not to be written to, and nothing of an address shown before", async () => {
    const { kysely: db } = await migratedStore(store);
    const [good, bad, changed, optedOut, unknown] = [1n, 2n, 3n, 4n, 5n] as const;
    await save(
      db,
      ...[good, bad, changed, optedOut, unknown].map((id) =>
        profileOf(id, { username: `name${id}`, biography: `write to name${id}@studio-nord.de` }),
      ),
    );
    await sql`
      update "InstagramAccountBase"
      set ig_email_queued = case when id = ${changed} then 'old@studio-nord.de' else ig_email end,
          ig_email_status = case when id = ${bad} then 'bad' else 'good' end,
          ig_email_status_reason = 'told',
          ig_email_status_at = now()
      where id <> ${unknown}
    `.execute(db);
    await db
      .transaction()
      .execute((tx) =>
        suppress(tx, [{ kind: "account", value: "name4", reason: "asked", source: "manual" }]),
      );

    const rows = await rowsOf(db, EMAILS, listedAccountConditions({ hasEmail: true }));
    expect(
      rows.map(({ username, email_status, is_suppressed }) => [username, email_status, is_suppressed]),
    ).toEqual([
      ["name1", "good", false],
      ["name2", "bad", false],
      ["name3", null, false],
      ["name4", "good", true],
      ["name5", null, false],
    ]);
    const goodOnes = listedAccountConditions({ hasEmail: true, emailStatus: ["good"] });
    expect((await rowsOf(db, EMAILS, goodOnes)).map(({ username }) => username)).toEqual(["name1", "name4"]);
  });

  test("into a file leaves the old file as it was until the new one is complete, and no rest when it is interrupted", async () => {
    const { kysely: db } = await migratedStore(store);
    await save(db, profileOf(1));
    const folder = await emptyFolder();
    const file = join(folder, "a.jsonl");
    const exportInto = (interruption?: AbortSignal) =>
      writeFileOf(db, ACCOUNTS, file, () => jsonlFormat(ACCOUNTS.columns), interruption);
    await exportInto();
    const before = await readFile(file, "utf8");
    await save(db, profileOf(2));
    await expect(exportInto(AbortSignal.abort("SIGINT"))).rejects.toBe("SIGINT");
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["a.jsonl"]);
  });
});

test("Parquet is written in groups of 20,000 rows, and without rows it is a table all the same", async () => {
  const { kysely: db } = await migratedStore("postgres");
  const file = join(await emptyFolder(), "frontier.parquet");
  async function exportAll(): Promise<{ rows: number; groups: number }> {
    await writeFileOf(db, FRONTIER, file, (sink) => parquetWriter(FRONTIER.columns, sink));
    const { num_rows, row_groups, schema } = await parquetMetadataAsync(await asyncBufferFromFile(file));
    expect(schema.slice(1).map(({ name }) => name)).toEqual(FRONTIER.columns.map(({ name }) => name));
    return { rows: Number(num_rows), groups: row_groups.length };
  }
  expect(await exportAll()).toEqual({ rows: 0, groups: 0 });
  await sql`
    insert into "InitialInstagramAccount" (username, source)
    select 'name' || number, 'SEED' from generate_series(1, 45000) as numbers(number)
  `.execute(db);
  expect(await exportAll()).toEqual({ rows: 45_000, groups: 3 });
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file), columns: ["username"] });
  expect(new Set(rows.map(({ username }) => username)).size).toBe(45_000);
});

test.each([ACCOUNTS, EMAILS, POSTS, FRONTIER, HISTORY])(
  "the columns of $name are the documented ones",
  async ({ name, columns }) => {
    const docs = (await readFile(new URL("../../docs/export.md", import.meta.url), "utf8")).replace(
      /\s+/g,
      " ",
    );
    const told = docs.replace(/ \([^)]*\)/g, "");
    expect(told).toContain(`- \`${name}\`: ${columns.map((column) => column.name).join(", ")} `);
  },
);
