import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { suppress, unsuppress } from "../../src/core/outreach/suppression.js";
import { parseSuppression } from "../../src/core/outreach/suppression-value.js";
import { filledSequence, importOf, peopleOf, sequenceOf, statesIn } from "../support/outreach.js";
import { observe, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";

describe("whom not to write to, as people write it", () => {
  test.each([
    [" Jane@Example.COM ", "email", "jane@example.com"],
    ["jane+ig@mail.example.co.uk", "email", "jane+ig@mail.example.co.uk"],
    ["Example.com", "domain", "example.com"],
    ["mail.example.co.uk", "domain", "mail.example.co.uk"],
    ["@Jane.Doe", "account", "jane.doe"],
    ["https://www.instagram.com/jane/?hl=en", "account", "jane"],
    ["mailto:Jane@example.com", "email", "jane@example.com"],
    ["Jane Doe <jane@example.com>", "email", "jane@example.com"],
    ["*@laden.example.com", "domain", "laden.example.com"],
    ["*.laden.com", "domain", "laden.com"],
    [".laden.com", "domain", "laden.com"],
    ["laden.com.", "domain", "laden.com"],
    ["www.laden.com", "domain", "laden.com"],
    ["*@*.laden.com", "domain", "laden.com"],
    ["%@laden.com", "domain", "laden.com"],
    ["www.de", "domain", "www.de"],
    ['"jane@laden.com";', "email", "jane@laden.com"],
    ["(Jane <jane@laden.com>),", "email", "jane@laden.com"],
    ["jane＠laden.com", "email", "jane@laden.com"],
    ["jane@laden\u200b.com", "email", "jane@laden.com"],
    ["＠jane_doe", "account", "jane_doe"],
    ["münchen.de", "domain", "xn--mnchen-3ya.de"],
    ["@my-shop.berlin", "domain", "my-shop.berlin"],
    ["@jane.lade", "account", "jane.lade"],
  ])("%j is the %s %s", (text, kind, value) => {
    expect(parseSuppression(text)).toEqual([{ kind, value }]);
  });

  test.each(["@laden.com", "@lea.berlin", "@ruhe.cafe.", "@LEA.studio"])(
    "%j may be a domain and an account, and is both: whichever was meant, nobody is written to",
    (text) => {
      const name = text.replace(/^@|\.$/g, "").toLowerCase();
      expect(parseSuppression(text)).toEqual([
        { kind: "domain", value: name },
        { kind: "account", value: name },
      ]);
    },
  );

  test.each([
    "*",
    "*@",
    "*@com",
    "jane@*",
    "*.*",
    "com",
    "co.uk",
    "jane",
    "",
    "@",
    "jane@",
    "@example.com@",
    "https://example.com/x",
    "a b.com",
  ])("%j is none: it would stop everything or nothing", (text) => {
    expect(parseSuppression(text)).toEqual([]);
  });
});

describe.each(STORES)("suppression on %s", (store) => {
  test("withdraws the leads that wait, of an address, of a domain and all below it, and of an account", async () => {
    const { kysely: db } = await migratedStore(store);
    await filledSequence(db, [
      ...peopleOf(3),
      { id: 4, email: "a@sub.example.com" },
      { id: 5, email: "b@example.com" },
      { id: 6, email: "c@otherexample.com" },
    ]);
    await db
      .updateTable("EmailSequenceLead")
      .set({ state: "active" })
      .where("email", "=", "user3@mail.example")
      .execute();
    const said = (kind: "email" | "domain" | "account", value: string) => ({
      kind,
      value,
      reason: "asked",
      source: "manual",
    });
    const done = await inTransaction(db, (tx) =>
      suppress(tx, [
        said("email", "user1@mail.example"),
        said("domain", "example.com"),
        said("account", "user2"),
        said("account", "user3"),
      ]),
    );
    // The accounts bring their addresses; the active one must be reported to Instantly.
    expect(done).toEqual({ added: 6, withdrawn: 4 });
    expect(await statesIn(db)).toEqual({ withdrawn: 4, active: 1, queued: 1 });
    const tasks = await db
      .selectFrom("InstantlySync")
      .innerJoin("Suppression", "Suppression.id", "InstantlySync.suppression_id")
      .select("Suppression.value")
      .orderBy("Suppression.value")
      .execute();
    expect(tasks.map(({ value }) => value)).toEqual([
      "example.com",
      "user1@mail.example",
      "user2@mail.example",
      "user3@mail.example",
    ]);
    expect(await inTransaction(db, (tx) => suppress(tx, [said("domain", "example.com")]))).toEqual({
      added: 0,
      withdrawn: 0,
    });
    expect(
      await inTransaction(db, (tx) =>
        unsuppress(tx, [
          { kind: "domain", value: "example.com" },
          { kind: "email", value: "x@y.z" },
        ]),
      ),
    ).toEqual([{ kind: "domain", value: "example.com" }]);
  });

  test("an account that said no before it was known is not written to under another name, nor at an address it shows later", async () => {
    const { kysely: db } = await migratedStore(store);
    const said = (kind: "email" | "account", value: string) => ({
      kind,
      value,
      reason: "asked",
      source: "manual",
      isOptOut: true,
    });
    await inTransaction(db, (tx) =>
      suppress(tx, [said("account", "ida.early"), said("account", "calm.shop")]),
    );
    await observe(
      db,
      profileOf(1, { username: "ida.early", publicEmail: "ida@hill.example.com" }),
      profileOf(2, { username: "calm.shop" }),
    );
    await observe(
      db,
      profileOf(1, {
        username: "ida.late",
        publicEmail: "ida.new@hill.example.com",
        observedAt: new Date("2026-02-02T03:04:05Z"),
      }),
      profileOf(2, {
        username: "calm.shop",
        biography: "orders@calm.example.com or boss@calm.example.com",
        observedAt: new Date("2026-02-02T03:04:05Z"),
      }),
      profileOf(3, { username: "calm.branch", publicEmail: "boss@calm.example.com" }),
      profileOf(4, { username: "somebody", publicEmail: "some@body.example.com" }),
    );
    await verifyAll(db);
    expect(await importOf(db, await sequenceOf(db))).toEqual(["somebody"]);
    const listed = await db.selectFrom("Suppression").select(["kind", "value", "account_id"]).execute();
    expect(listed).toEqual(
      expect.arrayContaining([
        { kind: "account", value: "ida.early", account_id: 1n },
        { kind: "email", value: "ida@hill.example.com", account_id: null },
        { kind: "email", value: "ida.new@hill.example.com", account_id: null },
        { kind: "email", value: "boss@calm.example.com", account_id: null },
      ]),
    );
    // All of them must be reported to Instantly.
    const tasks = await db.selectFrom("InstantlySync").select("id").where("task", "=", "block").execute();
    expect(tasks).toHaveLength(listed.filter(({ kind }) => kind === "email").length);
  });

  test("a person's no outlives the reason that an address had before: a bounce, or its account", async () => {
    const { kysely: db } = await migratedStore(store);
    await filledSequence(db, [
      { id: 1, email: "ida@hill.example.com" },
      { id: 2, email: "bo@hill.example.com" },
    ]);
    const add = (kind: "email" | "account", value: string, reason: string, isOptOut: boolean) =>
      inTransaction(db, (tx) => suppress(tx, [{ kind, value, reason, source: "manual", isOptOut }]));
    const account = await db.selectFrom("InstagramAccountBase").select("username").where("id", "=", 1n);
    const { username } = await account.executeTakeFirstOrThrow();
    await add("account", username, "asked for", true);
    await add("email", "ida@hill.example.com", "wrote herself", true);
    await add("email", "bo@hill.example.com", "bounced", false);
    await add("email", "bo@hill.example.com", "unsubscribed", true);
    // A bounce afterwards says less.
    await add("email", "bo@hill.example.com", "bounced", false);
    await inTransaction(db, (tx) => unsuppress(tx, [{ kind: "account", value: username }]));
    const left = await db.selectFrom("Suppression").select(["value", "reason"]).orderBy("value").execute();
    expect(left).toEqual([
      { value: "bo@hill.example.com", reason: "unsubscribed" },
      { value: "ida@hill.example.com", reason: "wrote herself" },
    ]);
  });

  test("a no to one spelling of a mailbox is a no to all, and to what else the person is reached by", async () => {
    const { kysely: db } = await migratedStore(store);
    await filledSequence(db, [
      { id: 1, email: "joe.doe@gmail.com" },
      { id: 2, email: "ann+shop@mail.example" },
      { id: 3, email: "anna@mail.example" },
    ]);
    await inTransaction(db, (tx) =>
      suppress(tx, [
        {
          kind: "email",
          value: "j.o.e.doe+x@googlemail.com",
          reason: "asked",
          source: "manual",
          isOptOut: true,
        },
        { kind: "email", value: "ann@mail.example", reason: "asked", source: "manual", isOptOut: true },
      ]),
    );
    expect(await statesIn(db)).toEqual({ withdrawn: 2, queued: 1 });
    const told = await db.selectFrom("Suppression").select("value").orderBy("value").execute();
    expect(told.map(({ value }) => value)).toEqual([
      "ann+shop@mail.example",
      "ann@mail.example",
      "j.o.e.doe+x@googlemail.com",
      "joe.doe@gmail.com",
    ]);
    await observe(
      db,
      profileOf(1, {
        username: "user1",
        publicEmail: "other@joe.example",
        observedAt: new Date("2099-01-01"),
      }),
    );
    await verifyAll(db);
    expect(await importOf(db, await sequenceOf(db, { name: "two", campaign: 1 }))).toEqual([]);
  });
});

/** Like verify-emails, with every address deliverable. */
async function verifyAll(db: Kysely<Schema>): Promise<void> {
  await sql`
    insert into "EmailVerification" (email, status, outcome, verified_at)
    select distinct ig_email, 'deliverable', 'ok', now() from "InstagramAccountBase" where ig_email is not null
    on conflict do nothing
  `.execute(db);
}
