import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Kysely, sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { runSweep } from "../../src/core/batch/sweep.js";
import { loadConfig } from "../../src/core/config/config.js";
import type { Schema } from "../../src/core/db/schema.js";
import { filterSome, nothingToFilter } from "../../src/core/outreach/filter-autoforwards.js";
import { labelBatch } from "../../src/core/outreach/gmail/label-batch.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { ANSWERS, LEAD } from "../email/corpus/answers.js";
import { BOUNCES } from "../email/corpus/messages.js";
import { sandboxOf } from "../support/cli.js";
import { gmailEnvironment, runLabel } from "../support/gmail.js";
import { MAIL_SET } from "../support/mail-set.js";
import { filledSequence, makeDue, statesIn } from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";
import { runOptionsOf } from "../support/tasks.js";

const DAY_MS = 86_400_000;
const message = (from: string, to: string, headers = "Subject: Re: A question") =>
  `From: ${from}\r\nTo: ${to}\r\n${headers}\r\n\r\nHello\r\n`;

/** Leads that Instantly writes to, and the mailbox that it writes from. */
async function office(store: (typeof STORES)[number], emails: readonly string[]) {
  const database = await migratedStore(store);
  const sandbox = await sandboxOf();
  await filledSequence(
    database.kysely,
    emails.map((email, index) => ({ id: index + 1, email })),
  );
  await sql`update "EmailSequenceLead" set state = 'active'`.execute(database.kysely);
  return { database, db: database.kysely, sandbox };
}

/** Writes to a lead. @returns the conversation. */
function write({ gmail }: Sandbox, email: string): string {
  const id = gmail.deliver(message("us@our.example", email, "Subject: A question"), { labelIds: ["SENT"] });
  return gmail.messages.get(id)?.threadId as string;
}

async function leadIn(db: Kysely<Schema>, email: string) {
  return db.selectFrom("EmailSequenceLead").selectAll().where("email", "=", email).executeTakeFirstOrThrow();
}

describe.each(STORES)("a mailbox on %s", (store) => {
  test("every message about a lead is labelled by its class and moves the lead on; of others nothing is kept", async () => {
    const { database, db, sandbox } = await office(store, [
      "jane@lead.example",
      "joe@lead.example",
      "ann@lead.example",
    ]);
    const { gmail } = sandbox;
    const bounce = gmail.deliver(MAIL_SET.find(({ name }) => name === "Postfix: no such user")?.raw ?? "");
    const joe = write(sandbox, "joe@lead.example");
    const other = gmail.deliver(message("Joe <joe@private.example>", "us@our.example"), { threadId: joe });
    const away = gmail.deliver(message("ann@lead.example", "us@our.example", "Auto-Submitted: auto-replied"));
    const reply = gmail.deliver(message("ann@lead.example", "us@our.example"));
    const stranger = gmail.deliver(message("mum@home.example", "us@our.example", "Subject: Dinner?"));

    const result = await runLabel(database, sandbox);
    expect(result).toMatchObject({
      exitCode: 0,
      tallies: { messages: 5, bounced: 1, forwarded: 1, auto_replies: 1, replied: 1, strangers: 1 },
    });
    expect([bounce, other, away, reply, stranger].map((id) => gmail.labelsOf(id))).toEqual([
      ["INBOX", "igminer/bounced"],
      ["INBOX", "igminer/forwarded"],
      ["INBOX", "igminer/auto-reply"],
      ["INBOX", "igminer/replied"],
      ["INBOX"],
    ]);
    expect(await statesIn(db)).toEqual({ bounced: 1, replied: 2 });
    expect(await leadIn(db, "joe@lead.example")).toMatchObject({ answered_from: "joe@private.example" });
    const suppressed = await db.selectFrom("Suppression").select(["value", "reason", "source"]).execute();
    expect(suppressed).toEqual([{ value: "jane@lead.example", reason: "bounced", source: "gmail" }]);
    const { rows } = await sql`select from "EmailMessage" where sender = 'mum@home.example'`.execute(db);
    expect(rows).toEqual([]);
    // Read again, nothing happens twice.
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ messages: 0 });
    expect(gmail.calls.get("POST labels")).toBe(9);
  });

  test("a person's own labels move a lead's state back", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example", "joe@lead.example"]);
    const { gmail } = sandbox;
    const ann = gmail.deliver(message("ann@lead.example", "us@our.example", "Auto-Submitted: auto-replied"));
    const joe = gmail.deliver(message("joe@lead.example", "us@our.example"));
    await runLabel(database, sandbox);
    expect(await statesIn(db)).toEqual({ active: 1, replied: 1 });
    const idOf = (name: string) => [...gmail.labels].find(([, known]) => known === name)?.[0] as string;
    gmail.label(ann, [idOf("igminer/interested")]);
    gmail.label(joe, [idOf("igminer/unsubscribe")]);
    await runLabel(database, sandbox);
    expect(await leadIn(db, "ann@lead.example")).toMatchObject({ state: "replied", interest: 1 });
    expect(await leadIn(db, "joe@lead.example")).toMatchObject({ state: "unsubscribed" });
    const suppressed = await db.selectFrom("Suppression").select(["value", "reason"]).execute();
    expect(suppressed).toEqual([{ value: "joe@lead.example", reason: "unsubscribed" }]);
  });

  test("everybody who signed a message that is labelled as an objection is suppressed, and nobody of ours", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    const { gmail } = sandbox;
    write(sandbox, "ann@lead.example");
    const both = gmail.deliver(message("Bo <bo@lead.example>, Ann <ann@lead.example>", "us@our.example"));
    const group = gmail.deliver(message("Team: cy@else.example, <di@else.example>;", "us@our.example"));
    const form = gmail.deliver(
      message(
        "no-reply@forms.example",
        "us@our.example",
        "Subject: Form\r\nReply-To: Eve <eve@else.example>",
      ),
    );
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ replied: 1, strangers: 2 });
    // Two signatures are no other address of the lead's.
    expect(await leadIn(db, "ann@lead.example")).toMatchObject({ state: "replied", answered_from: null });
    const [unsubscribe] = [...gmail.labels].find(([, known]) => known === "igminer/unsubscribe") ?? [];
    for (const id of [both, group, form]) gmail.label(id, [unsubscribe as string]);
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ strangers_unsubscribed: 2 });
    const suppressed = await db.selectFrom("Suppression").select("value").orderBy("value").execute();
    expect(suppressed.map(({ value }) => value)).toEqual([
      "ann@lead.example",
      "bo@lead.example",
      "cy@else.example",
      "di@else.example",
      "eve@else.example",
    ]);
  });

  test("a message that disappears while the mailbox is read, or after it was labelled, stops nothing", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example", "joe@lead.example"]);
    const { gmail } = sandbox;
    gmail.deliver(message("mum@home.example", "us@our.example"));
    expect(await runLabel(database, sandbox)).toMatchObject({ exitCode: 0 });
    const gone = gmail.deliver(message("joe@lead.example", "us@our.example"));
    const labelled = gmail.deliver(message("eve@else.example", "us@our.example"));
    const [unsubscribe] = [...gmail.labels].find(([, known]) => known === "igminer/unsubscribe") ?? [];
    gmail.label(labelled, [unsubscribe as string]);
    gmail.deliver(message("ann@lead.example", "us@our.example"));
    // The history still names both.
    for (const id of [gone, labelled]) gmail.messages.delete(id);
    expect(await runLabel(database, sandbox)).toMatchObject({
      exitCode: 0,
      tallies: { messages: 1, replied: 1, unsubscribe_labels_without_a_sender: 1 },
    });
    expect(await statesIn(db)).toEqual({ active: 1, replied: 1 });
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ messages: 0 });
  });

  test("labels go in batches from 11 messages on, page after page, also from a history that is gone", async () => {
    const emails = Array.from({ length: 30 }, (_, index) => `lead${index}@lead.example`);
    const { database, db, sandbox } = await office(store, emails);
    const { gmail } = sandbox;
    for (const email of emails) gmail.deliver(message(email, "us@our.example"));
    expect((await runLabel(database, sandbox, { most: 20 })).tallies).toMatchObject({ replied: 20 });
    expect(gmail.calls.get("POST messages/batchModify")).toBe(1);
    expect((await runLabel(database, sandbox, { most: 20 })).tallies).toMatchObject({ replied: 10 });
    expect(gmail.calls.get("POST messages/([^/]+)/modify")).toBe(10);
    expect(await statesIn(db)).toEqual({ replied: 30 });
    const { history_id: before } = await db
      .selectFrom("Mailbox")
      .select("history_id")
      .executeTakeFirstOrThrow();

    gmail.expireHistory();
    const late = gmail.deliver(message("lead1@lead.example", "us@our.example"));
    while ((await runLabel(database, sandbox, { most: 20 })).counts.ok > 0) {
      const { page_token } = await db.selectFrom("Mailbox").select("page_token").executeTakeFirstOrThrow();
      if (page_token === null) break;
    }
    expect(gmail.labelsOf(late)).toContain("igminer/replied");
    const { history_id: after } = await db
      .selectFrom("Mailbox")
      .select("history_id")
      .executeTakeFirstOrThrow();
    expect(Number(after)).toBeGreaterThan(Number(before));
    const { rows } = await sql`select count(*)::int as messages from "EmailMessage"`.execute(db);
    expect(rows).toEqual([{ messages: 31 }]);
  });

  test("an answer from another address is found also where a full reading meets it before what it answers", async () => {
    const { database, db, sandbox } = await office(store, ["joe@lead.example"]);
    const threadId = write(sandbox, "joe@lead.example");
    const headers = "Subject: Re: A question\r\nIn-Reply-To: <1@our.example>";
    sandbox.gmail.deliver(message("Boss <boss@real.example>", "us@our.example", headers), { threadId });
    expect((await runLabel(database, sandbox, { most: 1 })).tallies).toMatchObject({ forwarded: 1 });
    expect(await leadIn(db, "joe@lead.example")).toMatchObject({ answered_from: "boss@real.example" });
  });

  test("no message that speaks of us, of a full mailbox or of the moment touches a lead; when it repeats, it is told", async () => {
    const ours = BOUNCES.filter(({ isHard }) => !isHard);
    const { database, db, sandbox } = await office(
      store,
      ours.map(({ email }) => email),
    );
    for (const { raw } of ours) sandbox.gmail.deliver(raw.toString("utf8"));
    const { tallies } = await runLabel(database, sandbox, { most: 500 });
    expect(tallies).toMatchObject({ bounced: ours.length });
    expect(await statesIn(db)).toEqual({ active: ours.length });
    expect(await db.selectFrom("Suppression").select("value").execute()).toEqual([]);
    const alerts = await db.selectFrom("Alert").select(["kind", "message"]).execute();
    expect(alerts).toEqual([expect.objectContaining({ kind: "mail_refused" })]);
  });

  test("a complaint suppresses who complained, also where only the message that came back says who", async () => {
    const { database, db, sandbox } = await office(store, [LEAD]);
    for (const { raw, is } of ANSWERS) if (is === "complaint") sandbox.gmail.deliver(raw);
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ complaints: 4 });
    expect(await leadIn(db, LEAD)).toMatchObject({ state: "unsubscribed", reason: "complaint" });
    const suppressed = await db.selectFrom("Suppression").select(["value", "reason"]).execute();
    expect(suppressed).toEqual([{ value: LEAD, reason: "complaint" }]);
  });

  test("a lead whose message may be an answer is paused until a person has looked", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    const headers = "Subject: Re: A question\r\nIn-Reply-To: <1@our.example>\r\nPrecedence: bulk";
    const unclear = sandbox.gmail.deliver(message("ann@lead.example", "us@our.example", headers));
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ unclear: 1, replied: 0 });
    expect(await leadIn(db, "ann@lead.example")).toMatchObject({
      state: "active",
      paused_at: expect.any(Date),
    });
    expect(sandbox.gmail.labelsOf(unclear)).toContain("igminer/unclear");
    const [label] = [...sandbox.gmail.labels].find(([, known]) => known === "igminer/continue") ?? [];
    sandbox.gmail.label(unclear, [label as string]);
    await runLabel(database, sandbox);
    expect(await leadIn(db, "ann@lead.example")).toMatchObject({ state: "active", paused_at: null });
  });

  test("a bounce in another conversation is known by the Message-ID of what came back", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    sandbox.gmail.deliver(
      message("us@our.example", "ann@lead.example", "Message-ID: <m1@our.example>\r\nSubject: A question"),
      { labelIds: ["SENT"] },
    );
    await runLabel(database, sandbox);
    sandbox.gmail.deliver(
      [
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.example",
        "Subject: Undelivered mail",
        'Content-Type: multipart/mixed; boundary="m"',
        "",
        "--m\r\nContent-Type: text/plain\r\n\r\n550 5.1.1 user unknown",
        "--m\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: us@our.example\r\nTo: undisclosed-recipients:;\r\nMessage-ID: <m1@our.example>",
        "--m--",
      ].join("\r\n"),
    );
    await runLabel(database, sandbox);
    expect(await leadIn(db, "ann@lead.example")).toMatchObject({ state: "bounced" });
  });

  test("no message stops a mailbox: what cannot be read is noted by its id, and what lies beside it is read", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    const nested = Array.from(
      { length: 300 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    ).join("");
    const poison = sandbox.gmail.deliver(`From: x@stranger.example\r\nSubject: hi\r\n${nested}\r\n`);
    sandbox.gmail.deliver(`From: x@stranger.example\r\nX-Long: ${"x ".repeat(1_200_000)}\r\n\r\nhi\r\n`);
    sandbox.gmail.deliver(`${"X-A: b\r\n".repeat(32_000)}From: x@stranger.example\r\n\r\nhi\r\n`);
    sandbox.gmail.deliver(message("ann@lead.example", "us@our.example"));
    const result = await runLabel(database, sandbox);
    expect(result).toMatchObject({ exitCode: 0, tallies: { replied: 1, unreadable: 3, strangers: 3 } });
    const { rows } = await sql<{ subject: string }>`select subject from "ErrorLog" order by id`.execute(db);
    expect(rows.map(({ subject }) => subject)).toContain(`mailbox me, message ${poison}`);
  });

  test("a mailbox that cannot be read is never given up, and says so where it lasts", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    await runLabel(database, sandbox);
    await sql`
      update "Mailbox"
      set attempts = 9, outcome = 'retry', last_error = 'gmail: down', next_attempt_at = now() + interval '1 hour'
    `.execute(db);
    const { config } = loadConfig({ environment: gmailEnvironment(sandbox), folder: "/nonexistent" });
    await expect(labelBatch("me", { ...config.gmail, most: 10 }).nothingToDo(db)).rejects.toThrow(
      "could not be read 9 times in a row (gmail: down)",
    );
    sandbox.gmail.deliver(message("ann@lead.example", "us@our.example"));
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ replied: 1 });
    expect(await db.selectFrom("Mailbox").select("attempts").executeTakeFirst()).toEqual({ attempts: 0 });
  });

  test("an answer of Gmail's that is a page, an error or half of one passes no message over", async () => {
    const { database, db, sandbox } = await office(store, ["jane@lead.example", "ann@lead.example"]);
    await runLabel(database, sandbox);
    for (const email of ["jane@lead.example", "ann@lead.example"]) {
      sandbox.gmail.deliver(message(email, "us@our.example"), { threadId: write(sandbox, email) });
      for (const fault of ["html", "error-in-200", "truncated"]) {
        sandbox.setFaults({ [fault]: 0.4 });
        await makeDue(db);
        await runLabel(database, sandbox);
      }
    }
    sandbox.setFaults({});
    await makeDue(db);
    await runLabel(database, sandbox);
    expect(await statesIn(db)).toEqual({ replied: 2 });
  });

  test("a page that is not saved does not move the history on", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    await runLabel(database, sandbox);
    const before = await db.selectFrom("Mailbox").select("history_id").executeTakeFirstOrThrow();
    sandbox.gmail.deliver(message("ann@lead.example", "us@our.example"));
    await sql`alter table "EmailMessage" add constraint broken check (class <> 'replied')`.execute(db);
    await runLabel(database, sandbox).catch(() => null);
    expect(await db.selectFrom("Mailbox").select("history_id").executeTakeFirstOrThrow()).toEqual(before);
    await sql`alter table "EmailMessage" drop constraint broken`.execute(db);
    await sql`update "Mailbox" set claimed_by = null`.execute(db);
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ replied: 1 });
  });

  test("a token endpoint that does not answer is not waited for", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const environment = {
      IGMINER_GMAIL_TOKEN_URL: `http://127.0.0.1:${port}/token`,
      IGMINER_HTTP_TIMEOUT_MS: "100",
    };
    expect((await runLabel(database, sandbox, { environment })).exitCode).not.toBe(0);
    expect(await db.selectFrom("Mailbox").select("attempts").executeTakeFirst()).toMatchObject({
      attempts: 1,
    });
  });

  test("a revoked token ends the run, says what to do, and loses nothing", async () => {
    const { database, db, sandbox } = await office(store, ["ann@lead.example"]);
    const strict = await sandboxOf({ gmailRefreshToken: "another" });
    const revoked = await runLabel(database, strict);
    expect(revoked.exitCode).toBe(2);
    const { rows: told } = await sql<{ message: string }>`select message from "ErrorLog"`.execute(db);
    expect(JSON.stringify(told)).not.toContain("refresh-of-the-test");
    await sql`update "SourceState" set breaker = 'closed', breaker_state = null`.execute(db);
    sandbox.gmail.deliver(message("ann@lead.example", "us@our.example"));
    expect((await runLabel(database, sandbox)).tallies).toMatchObject({ replied: 1 });
  });

  test("what only forwards or only answers by itself is taken out with a reason; who was merely on holiday stays", async () => {
    const { database, db, sandbox } = await office(store, [
      "fwd@lead.example",
      "robot@lead.example",
      "away@lead.example",
    ]);
    const { gmail } = sandbox;
    const now = Date.now();
    gmail.deliver(message("Boss <boss@real.example>", "us@our.example"), {
      threadId: write(sandbox, "fwd@lead.example"),
      receivedAtMs: now,
    });
    for (const [email, days] of [
      ["robot", 20],
      ["robot", 1],
      ["away", 5],
      ["away", 3],
    ] as const)
      gmail.deliver(message(`${email}@lead.example`, "us@our.example", "Auto-Submitted: auto-replied"), {
        receivedAtMs: now - days * DAY_MS,
      });
    await runLabel(database, sandbox);
    const definition = {
      name: "filter-autoforwards",
      chunkSize: 10,
      sweep: filterSome,
      nothingToDo: nothingToFilter,
    };
    const result = await runSweep(definition, runOptionsOf(database));
    expect(result.tallies).toMatchObject({ only_forward: 1, only_auto_answer: 1 });
    expect(await leadIn(db, "fwd@lead.example")).toMatchObject({
      state: "withdrawn",
      reason: "only forwards: somebody answered from another address",
      answered_from: "boss@real.example",
    });
    expect(await leadIn(db, "robot@lead.example")).toMatchObject({
      state: "withdrawn",
      reason: "only answers by itself",
    });
    expect(await leadIn(db, "away@lead.example")).toMatchObject({ state: "active" });
    expect((await runSweep(definition, runOptionsOf(database))).nothingToDo).not.toBeNull();
  });
});
