import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { pictureFiles } from "../../src/core/clones/picture-files.js";
import { watchAccounts } from "../../src/core/clones/watch.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { addEmailSignals } from "../../src/core/email/signals.js";
import { saveChunk } from "../../src/core/exchange/import/save-chunk.js";
import { forgottenAmong } from "../../src/core/keep-out/forgotten.js";
import { addToQueue } from "../../src/core/mining/manual/queue.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { forget } from "../../src/core/privacy/forget.js";
import { requirePersonKey } from "../../src/core/privacy/person.js";
import { IMPERSONAL_TABLES, PERSONAL_TABLES } from "../../src/core/privacy/personal-tables.js";
import { subjectReport } from "../../src/core/privacy/subject-report.js";
import { logErrors } from "../../src/core/record/error-log.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { SourceError } from "../../src/core/source-error.js";
import { addPeople, importOf, sequenceOf } from "../support/outreach.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { emptyFolder, migratedStore, STORES } from "../support/stores.js";

const JANE = 9_007_199_254_740_993n;
const PICTURE = "ab".repeat(32);
const SHARED = "cd".repeat(32);
/** Everything that identifies her. */
const TRACES = [
  "jane.doe",
  "janes_old",
  "jane@doe.example",
  "jd@elsewhere.example",
  String(JANE),
  "Jane Quixote",
  "Her own words",
  "4930123456",
  PICTURE,
];

/** Every row of every table, as text. */
async function everything(db: Kysely<Schema>): Promise<{ table: string; row: string }[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name
    from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
    order by 1
  `.execute(db);
  const found = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(stored)::text as row from ${sql.table(name)} as stored
    `.execute(db);
    found.push(...rows.map(({ row }) => ({ table: name, row })));
  }
  return found;
}

/** Names that only begin like hers are other people's. */
function withoutOthers(row: string): string {
  return row.toLowerCase().replaceAll(/jane\.doe(?:2|\.too)/g, "");
}

async function tracesIn(db: Kysely<Schema>): Promise<string[]> {
  const rows = await everything(db);
  return rows.flatMap(({ table, row }) =>
    TRACES.filter((trace) => withoutOthers(row).includes(trace.toLowerCase())).map(
      (trace) => `${table}: ${trace}`,
    ),
  );
}

function jane(changes = {}) {
  return profileOf(JANE, {
    username: "jane.doe",
    fullName: "Jane Quixote",
    biography: "Her own words. jane@doe.example",
    publicEmail: "jane@doe.example",
    publicPhone: "+4930123456",
    posts: [postOf(501, { caption: "Her own words too" })],
    related: relatedTo("friend"),
    ...changes,
  });
}

function friend() {
  return profileOf(2, {
    username: "friend",
    biography: "office@friend.example. Married to @jane.doe, not @jane.doe2. Mail jane@doe.example",
    bioLinks: [{ title: "she", url: "https://www.instagram.com/jane.doe/" }],
    posts: [postOf(502, { caption: "With @Jane.Doe. And @jane.doe.too" })],
    related: relatedTo("jane.doe", "other"),
  });
}

/** A store in which Jane has left a trace in every table that can have one. */
async function storeWithJane(store: (typeof STORES)[number]) {
  const database = await migratedStore(store);
  const db = database.kysely;
  await observe(db, jane({ username: "janes_old", observedAt: new Date("2026-01-01T00:00:00Z") }));
  await observe(db, jane(), friend(), profileOf(3, { username: "clone.of" }));
  await addToFrontier(db, [{ username: "jane.doe", source: "SEED", sourceTag: null }]);
  await sql`update "InitialInstagramAccount" set account_id = ${JANE} where username = 'jane.doe'`.execute(
    db,
  );
  await sql`update "InstagramAccountBase" set ig_email = 'jane@doe.example', ig_email_queued = 'jane@doe.example' where id = ${JANE}`.execute(
    db,
  );
  await sql`insert into "PostCommenters" select 502, id from "InitialInstagramAccount" where username = 'jane.doe'`.execute(
    db,
  );
  await sql`insert into "CommentImport" (id) values (501)`.execute(db);
  await sql`insert into "CaptionLanguages" (account_id, lang, captions) values (${JANE}, 'en', 1)`.execute(
    db,
  );
  await addToQueue(db, ["jane.doe"], "test");
  await watchAccounts(db, ["jane.doe", "friend"]);
  await sql`
    insert into "UsersToClone" (account_id, is_watch, alt_username, alt_name_unique, clone_id)
    values (2, false, 'jane.doe', true, ${JANE}), (${JANE}, false, 'clone.of', true, 3)
  `.execute(db);
  await sql`
    update "UsersToClone"
    set next_usernames = '{friend1,jane.doe,friend2}', next_rules = '{a,b,c}', last_error = 'jane.doe: no answer'
    where account_id = 2 and is_watch
  `.execute(db);
  await sql`insert into "DismissedClone" (account_id, clone_id) values (2, ${JANE})`.execute(db);
  await sql`
    insert into "ProfilePicture" (sha256, phash, variants, quality, width, height, bytes)
    values (${PICTURE}, '0123456789abcdef', '{}', 90, 100, 100, 4), (${SHARED}, '0123456789abcdef', '{}', 90, 100, 100, 4)
  `.execute(db);
  await sql`
    insert into "AccountPicture" (id, sha256) values (${JANE}, ${PICTURE}), (3, ${SHARED}), (2, ${SHARED})
    on conflict (id) do update set sha256 = excluded.sha256
  `.execute(db);
  await sql`
    insert into "EmailVerification" (email, domain, status, outcome)
    values ('jane@doe.example', 'doe.example', 'deliverable', 'ok')
    on conflict (email) do update set status = 'deliverable', outcome = 'ok'
  `.execute(db);
  await sql`insert into "EmailDomain" (domain) values ('doe.example'), ('elsewhere.example')`.execute(db);
  const sequence = await sequenceOf(db);
  expect(await importOf(db, sequence)).toEqual(["jane.doe"]);
  await sql`
    update "EmailSequenceLead" set instantly_lead_id = 'lead-1', state = 'active', answered_from = 'jd@elsewhere.example'
  `.execute(db);
  await sql`
    insert into "EmailMessage" (mailbox, gmail_id, thread_id, lead_id, class, sender, about, received_at, subject)
    select 'us@our.example', 'm1', 't1', id, 'replied', 'jd@elsewhere.example', null, now(), 'Jane Quixote says no'
    from "EmailSequenceLead"
  `.execute(db);
  await sql`insert into "EmailOutbox" (sequence_id, answer) values (${sequence}, '{"created_leads": [{"email": "jane@doe.example"}]}')`.execute(
    db,
  );
  await inTransaction(db, (tx) =>
    suppress(tx, [{ kind: "account", value: "jane.doe", reason: "asked", source: "manual" }]),
  );
  await inTransaction(db, (tx) =>
    addEmailSignals(tx, [
      {
        address: { email: "jane@doe.example", domain: "doe.example" },
        kind: "unsubscribe",
        source: "gmail",
        at: null,
      },
    ]),
  );
  await sql`
    insert into "ErrorLog" (command, subject, kind, message, context)
    values ('mine-new', 'jane.doe', 'retry', 'no answer', '{}'), ('refresh', null, 'x', 'y', ${`{"id": "${JANE}"}`}),
      ('mine-new', 'jane.doe2', 'retry', 'somebody else', '{}')
  `.execute(db);
  await sql`
    insert into "Run" (command, host, pid, version, options) values ('retry', 'h', 1, 'v', '{"username": "jane.doe", "batch": 5}')
  `.execute(db);
  const folder = await emptyFolder();
  await mkdir(join(folder, "pictures", "ab"), { recursive: true });
  await writeFile(join(folder, "pictures", "ab", `${PICTURE}.jpg`), "JPEG");
  await writeFile(join(folder, "pictures", "ab", "other.jpg"), "JPEG");
  return { database, db, folder };
}

describe.each(STORES)("a person who asks to be forgotten, on %s", (store) => {
  test("is reported whole, and afterwards in no table and not in the folder of pictures; nobody else is lost", async () => {
    const { db, folder } = await storeWithJane(store);
    const before = await tracesIn(db);
    const tables = new Set(before.map((trace) => trace.slice(0, trace.indexOf(":"))));
    // The tested traces must exist: every place in the list that names her in a text or a key.
    expect([...tables]).toEqual(
      expect.arrayContaining([
        "AccountPicture",
        "EmailMessage",
        "EmailOutbox",
        "EmailSequenceLead",
        "EmailSignal",
        "EmailVerification",
        "ErrorLog",
        "IGHistoryTable",
        "InitialInstagramAccount",
        "InstagramAccountBase",
        "InstagramPost",
        "ManualMiningQueue",
        "ProfilePicture",
        "Run",
        "Suppression",
        "UsersToClone",
      ]),
    );
    const report = await subjectReport(db, await requirePersonKey(db, "https://www.instagram.com/jane.doe/"));
    expect(report.known_by).toEqual({
      account_ids: [String(JANE)],
      usernames: ["jane.doe", "janes_old"],
      emails: ["jane@doe.example", "jd@elsewhere.example"],
      shared_emails: [],
      phones: ["930123456"],
      display_names: ["jane quixote"],
    });
    expect(report.stored.InstagramAccountBase).toEqual([
      expect.objectContaining({ id: String(JANE), biography: "Her own words. jane@doe.example" }),
    ]);
    expect(report.stored.EmailMessage).toHaveLength(1);
    expect(report.named_in.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["biographies, names and links of others", "posts of others that name them"]),
    );

    const result = await forget(db, await requirePersonKey(db, "jane.doe"), pictureFiles(folder));
    // The block-list entry that she asked for contains her address until the sequencer has it.
    expect(await tracesIn(db)).toEqual(["InstantlySync: jane@doe.example"]);
    await sql`delete from "InstantlySync" where task = 'block'`.execute(db);
    expect(await tracesIn(db)).toEqual([]);
    const { rows: ordered } =
      await sql`select task, lead_reference from "InstantlySync" where is_erasure`.execute(db);
    expect(ordered).toEqual([{ task: "delete", lead_reference: "lead-1" }]);
    expect(await db.selectFrom("MailboxUnlabel").select("gmail_id").execute()).toEqual([{ gmail_id: "m1" }]);
    expect(await readdir(join(folder, "pictures", "ab"))).toEqual(["other.jpg"]);
    expect(result).toMatchObject({ files: 1, orders: 3, sharedEmails: [] });
    expect(result.erased).toEqual(
      expect.arrayContaining([
        { table: "InstagramAccountBase", what: "accounts", rows: 1 },
        { table: "InstagramPost", what: "posts", rows: 1 },
        { table: "EmailSequenceLead", what: "leads", rows: 1 },
        { table: "ErrorLog", what: "errors", rows: 2 },
      ]),
    );

    const { rows: others } = await sql<{
      biography: string;
      links: string;
      caption: string;
      mentions: string[];
    }>`
      select account.biography, account.bio_links::text as links, post.caption, post.mentions
      from "InstagramAccountBase" as account join "InstagramPost" as post on post.account_id = account.id
      where account.id = 2
    `.execute(db);
    expect(others).toEqual([
      {
        biography: "office@friend.example. Married to @…, not @jane.doe2. Mail …",
        links: expect.stringContaining("instagram.com/…"),
        caption: "With @…. And @jane.doe.too",
        mentions: ["jane.doe.too"],
      },
    ]);
    const { rows: watch } = await sql`
      select next_usernames, next_rules from "UsersToClone" where account_id = 2 and is_watch
    `.execute(db);
    expect(watch).toEqual([{ next_usernames: ["friend1", "friend2"], next_rules: ["a", "c"] }]);
    const { rows: run } = await sql`select options from "Run" where command = 'retry'`.execute(db);
    expect(run).toEqual([{ options: { username: "…", batch: 5 } }]);
    expect(await forget(db, { kind: "username", username: "jane.doe" }, pictureFiles(folder))).toMatchObject({
      erased: [],
    });
  });

  test("never comes back, by whatever way names, accounts and addresses come in, nor under a new name", async () => {
    const { db, folder } = await storeWithJane(store);
    await forget(db, { kind: "id", id: JANE }, pictureFiles(folder));
    expect(await addToFrontier(db, [{ username: "jane.doe", source: "SEED", sourceTag: null }])).toBe(0);
    expect(await addToQueue(db, ["jane.doe"], "test")).toEqual({ added: 0, again: 0 });
    await watchAccounts(db, ["jane.doe"]);
    await observe(db, jane(), friend());
    await addToFrontier(db, [{ username: "jane_new_name", source: "SEED", sourceTag: null }]);
    await observe(db, jane({ username: "jane_new_name" }));
    await inTransaction(db, (tx) =>
      saveChunk(
        tx,
        {
          items: [],
          profiles: [],
          authors: [jane()],
          posts: [
            { id: JANE, posts: [postOf(503)], observedAt: new Date() },
            { id: 2n, posts: [postOf(504, { caption: "again @jane.doe" })], observedAt: new Date() },
          ],
          names: new Map([["jane.doe", "COMMENTS"]]),
          own: [],
          notRead: 0,
        },
        7n,
      ),
    );
    await inTransaction(db, (tx) =>
      addEmailSignals(tx, [
        {
          address: { email: "jane@doe.example", domain: "doe.example" },
          kind: "hard_bounce",
          source: "gmail",
          at: null,
        },
      ]),
    );
    await inTransaction(db, (tx) =>
      suppress(tx, [{ kind: "email", value: "jane@doe.example", reason: "bounced", source: "instantly" }]),
    );
    // The only trace that others may still have is an address of their own; nobody writes to it.
    await addPeople(db, [{ id: 77, username: "agency", email: "jane@doe.example" }]);
    expect(await importOf(db, await sequenceOf(db, { name: "two", campaign: 1 }))).toEqual([]);
    await sql`delete from "InstagramAccountBase" where id = 77`.execute(db);
    await sql`delete from "InstantlySync" where is_erasure`.execute(db);
    await sql`delete from "EmailVerification" where email = 'jane@doe.example'`.execute(db);
    expect(await tracesIn(db)).toEqual([]);
    const rows = await everything(db);
    expect(rows.filter(({ row }) => row.includes("jane_new_name"))).toEqual([]);
    expect(await addToFrontier(db, [{ username: "jane_new_name", source: "SEED", sourceTag: null }])).toBe(0);
    expect(await addToFrontier(db, [{ username: "jane.doe2", source: "SEED", sourceTag: null }])).toBe(0 + 1);
  });

  test("an address that several accounts show names none of them: it goes, they stay", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, [
      { id: 1, email: "agency@mail.example" },
      { id: 2, email: "agency@mail.example" },
    ]);
    const files = pictureFiles(await emptyFolder());
    const byName = await forget(db, { kind: "username", username: "user1" }, files);
    expect(byName.sharedEmails).toEqual(["agency@mail.example"]);
    await addPeople(db, [{ id: 3, email: "agency@mail.example" }]);
    await forget(db, { kind: "email", email: "agency@mail.example" }, files);
    const accounts = await db
      .selectFrom("InstagramAccountBase")
      .select(["id", "ig_email"])
      .orderBy("id")
      .execute();
    expect(accounts).toEqual([
      { id: 2n, ig_email: null },
      { id: 3n, ig_email: null },
    ]);
  });

  test("a name that went from one account to another is nobody's until it is said whose: both are named, nothing is changed", async () => {
    const { kysely: db } = await migratedStore(store);
    const files = pictureFiles(await emptyFolder());
    await observe(db, profileOf(11, { username: "mara", biography: "the first of the name" }));
    await observe(
      db,
      profileOf(11, { username: "mara.moved", observedAt: new Date("2026-02-02T00:00:00Z") }),
      profileOf(12, {
        username: "mara",
        biography: "I took it",
        observedAt: new Date("2026-03-03T00:00:00Z"),
      }),
    );
    for (const asked of ["mara", "@Mara", "https://instagram.com/mara/"]) {
      const key = await requirePersonKey(db, asked);
      for (const answer of [() => forget(db, key, files), () => subjectReport(db, key)]) {
        await expect(answer()).rejects.toMatchObject({
          exitCode: 2,
          message: expect.stringMatching(/11 \(now @mara\.moved.*12 \(now @mara, first seen 2026-03-03/),
        });
      }
    }
    expect(await db.selectFrom("Forgotten").select("hash").execute()).toEqual([]);
    await forget(db, await requirePersonKey(db, "12"), files);
    const left = await db.selectFrom("InstagramAccountBase").select("username").execute();
    expect(left).toEqual([{ username: "mara.moved" }]);
  });

  test("a text that others wrote loses every form in which igminer reads a name, an address or a number", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(21, {
        username: "tom.ries",
        fullName: "Tom Ries",
        publicEmail: "tom@ries.example",
        publicPhone: "+49 171 5550123",
        biography: "formerly: old.tom@ries.example",
        observedAt: new Date("2025-05-04T00:00:00Z"),
      }),
    );
    await observe(
      db,
      profileOf(21, {
        username: "tom.ries",
        fullName: "Tom Ries",
        publicEmail: "tom@ries.example",
        publicPhone: "+49 171 5550123",
        biography: "from 2019-2023, tel. 0172 5550456",
        observedAt: new Date("2026-05-04T00:00:00Z"),
      }),
    );
    const named = [
      "see https://instagram.com/stories/tom.ries/31/",
      "instagram.com/_u/tom.ries",
      "https://www.instagram.com/p/Cx/?taken-by=tom.ries",
      "instagr.am/tom.ries",
      "ig tom.ries #tom.ries",
      "first@team.example, then tom@ries.example",
      "tom [at] ries [dot] example",
      "t o m: TOM@RIES.EXAMPLE",
      "call 0171 / 555 01 23",
      "WhatsApp +49·171·555\u00A001–23",
      "٠١٧١ ٥٥٥٠١٢٣",
      "second number 0172 5550456, as in the bio",
      "formerly old.tom@ries.example",
      "all links: linktr.ee/tom.ries?utm=1",
      "Tom Ries (@tom.ries) was here",
    ];
    const others = () => [
      profileOf(22, {
        username: "team",
        biography: "office@team.example, then tom (at) ries (dot) example",
        posts: [...named, "with @tom.riesling and first@team.example"].map((caption, index) =>
          postOf(700 + index, { caption }),
        ),
      }),
    ];
    const left = async () =>
      (await everything(db)).filter(({ row }) =>
        /tom\.ries\b|tom@ries|tom \[at|tom \(at|555 01|tom ries|5550456|٥٥٥٠١٢٣/i.test(row),
      );
    await observe(db, ...others());
    const report = await subjectReport(db, { kind: "username", username: "tom.ries" });
    expect(report.named_in.find(({ table }) => table === "InstagramPost")?.rows).toHaveLength(named.length);
    await forget(db, { kind: "username", username: "tom.ries" }, pictureFiles(await emptyFolder()));
    expect(await left()).toEqual([]);
    await db.deleteFrom("InstagramPost").execute();
    await observe(
      db,
      ...others().map((other) => ({ ...other, observedAt: new Date("2026-05-05T00:00:00Z") })),
    );
    expect(await left()).toEqual([]);
    const kept = await db
      .selectFrom("InstagramPost")
      .select("caption")
      .where("id", "=", BigInt(700 + named.length))
      .execute();
    expect(kept).toEqual([{ caption: "with @tom.riesling and first@team.example" }]);
  });

  test("a name that may be any word, and what it is written beside, goes in every form of a link, an address and a number", async () => {
    const { kysely: db } = await migratedStore(store);
    const seen = profileOf(51, {
      username: "tomries",
      publicEmail: "tom@ries.example",
      publicPhone: "+49 171 5550123",
    });
    await observe(db, seen);
    const named = [
      "https://l.instagram.com/?u=https%253A%252F%252Fwww.instagram.com%252Ftomries%252F&e=1",
      "https://www.instagram.com/accounts/login/?next=%2Ftomries%2F",
      "instagram://user?username=tomries",
      "https://ig.me/m/tomries",
      "threads.net/@tomries/post/1",
      "＠tomries。",
      "(@tomries)'s",
      "mailto:tom@ries.example?subject=x",
      "tom+news@ries.example",
      "tom%40ries.example",
      "tom&#64;ries.example",
      "tom＠ries．example",
      "tom AT ries DOT example",
      "𝐭𝐨𝐦@𝐫𝐢𝐞𝐬.𝐞𝐱𝐚𝐦𝐩𝐥𝐞",
      "0049-171-555-0123",
      "+49 (0)171 5550123",
      "https://wa.me/491715550123",
      "tel:0171.555.0123",
    ];
    const kept = ["@tomries_ and tomriess", "not.tom@ries.example.org", "0171 5550124", "tom and ries"];
    const team = (at: string) =>
      profileOf(52, {
        username: "team",
        posts: [...named, ...kept].map((caption, index) => postOf(800 + index, { caption })),
        observedAt: new Date(at),
      });
    const captions = async () =>
      (await db.selectFrom("InstagramPost").select("caption").orderBy("id").execute()).map(
        ({ caption }) => caption,
      );
    await observe(db, team("2026-05-04T00:00:00Z"));
    const files = pictureFiles(await emptyFolder());
    for (const at of ["2026-05-05T00:00:00Z", "2026-05-06T00:00:00Z"]) {
      await forget(db, { kind: "username", username: "tomries" }, files);
      const left = await captions();
      expect(named.filter((caption) => left.includes(caption))).toEqual([]);
      expect(left.slice(named.length)).toEqual(kept);
      // Data that arrives afterwards loses the same traces.
      await db.deleteFrom("InstagramPost").execute();
      await observe(db, team(at));
    }
  });

  test("an error from before that quotes the person in whatever way goes, and nobody else's", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(61, {
        username: "una",
        publicEmail: "u.na.isle@gmail.com",
        publicPhone: "+49 171 5550123",
        biography: "una@inseln.example",
      }),
    );
    const quoting = [
      "not understood: UnaIsle+shop@googlemail.com",
      "not understood: una (at) inseln (dot) example",
      "GET /?email=una%40inseln.example",
      "call 0171 / 555 01 23",
      "+491715550123 is no name",
      "line one\nuna\nline three",
      "line one\n@una",
      "line one\nuna@inseln.example",
    ];
    const kept = ["luna@inseln.example", "xuna@inseln.example.org", "0171 5550124", "lacuna", "una.too"];
    await logErrors(
      db,
      { id: null, command: "mine-new", mask: maskOf([]) },
      [...quoting, ...kept].map((excerpt) => ({
        subject: "team",
        error: new SourceError("bad_response", "not understood", { excerpt }),
      })),
    );
    const logged = async () =>
      (await db.selectFrom("ErrorLog").select("context").orderBy("id").execute()).map(
        ({ context }) => (context as { excerpt: string }).excerpt,
      );
    expect(await logged()).toEqual([...quoting, ...kept]);
    await forget(db, { kind: "username", username: "una" }, pictureFiles(await emptyFolder()));
    expect(await logged()).toEqual(kept);
  });

  test("an error that comes afterwards neither names the person nor quotes them", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(41, { username: "una", publicEmail: "una@isle.example" }));
    await forget(db, { kind: "username", username: "una" }, pictureFiles(await emptyFolder()));
    const error = (message: string) =>
      new SourceError("bad_response", message, {
        excerpt: 'bio: "una (at) isle (dot) example, @una"',
        lines: ["one\n@una", "two\nuna@isle.example"],
      });
    await logErrors(db, { id: null, command: "mine-new", mask: maskOf([]) }, [
      { subject: "una", error: error("no answer for una") },
      { subject: "team", error: error("not understood: mail una@isle.example") },
    ]);
    const { rows } = await sql<{
      row: string;
    }>`select to_jsonb(logged)::text as row from "ErrorLog" as logged`.execute(db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toContain("not understood: mail …");
    expect(rows[0]?.row).not.toMatch(/\buna\b/);
  });

  test("a text that something else than igminer stored is found by its words", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(31, { username: "zoe_92" }), profileOf(32, { username: "other" }));
    await sql`
      insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, caption)
      values (900, 32, 'x', now(), 'image', 'thanks @Zoe_92!'), (901, 32, 'y', now(), 'image', 'zoe and 92 others')
    `.execute(db);
    await forget(db, { kind: "username", username: "zoe_92" }, pictureFiles(await emptyFolder()));
    const posts = await db.selectFrom("InstagramPost").select("caption").orderBy("id").execute();
    expect(posts.map(({ caption }) => caption)).toEqual(["thanks @…!", "zoe and 92 others"]);
  });

  test("every table is either searched for people or known to hold none", async () => {
    const { kysely: db } = await migratedStore(store);
    const { rows } = await sql<{ name: string }>`
      select table_name as name
      from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'SchemaMigration'
      order by 1
    `.execute(db);
    const listed = [
      ...new Set<string>([
        ...Object.values(PERSONAL_TABLES).flatMap((places) => places.map(({ table }) => table)),
        ...IMPERSONAL_TABLES,
      ]),
    ];
    expect(listed.sort()).toEqual(rows.map(({ name }) => name).sort());
  });
});

async function isKeptOutNow(db: Kysely<Schema>, username: string): Promise<boolean> {
  return (await forgottenAmong(db, "username", [username])).has(username);
}

test("an erasure waits for a save that has already judged, and erases what it wrote", async () => {
  const { kysely: db } = await migratedStore("postgres");
  const files = pictureFiles(await emptyFolder());
  let erasure: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (tx) => {
    await addToFrontier(tx, [{ username: "jane.doe", source: "SEED", sourceTag: null }]);
    erasure = forget(db, { kind: "username", username: "jane.doe" }, files);
    // As soon as the person is kept out, other processes continue: only the erasure waits.
    await expect.poll(() => isKeptOutNow(db, "jane.doe")).toBe(true);
    expect(await addToFrontier(db, [{ username: "jane.doe", source: "SEED", sourceTag: null }])).toBe(0);
  });
  expect(await erasure).toMatchObject({
    erased: [{ table: "InitialInstagramAccount", what: "names in the frontier", rows: 1 }],
  });
  expect(await db.selectFrom("InitialInstagramAccount").select("id").execute()).toEqual([]);
});
