import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { suppress, unsuppress } from "../../src/core/outreach/suppression.js";
import { parseSuppression } from "../../src/core/outreach/suppression-value.js";
import { filledSequence, peopleOf, statesIn } from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

describe("whom not to write to, as people write it", () => {
  test.each([
    [" Jane@Example.COM ", "email", "jane@example.com"],
    ["jane+ig@mail.example.co.uk", "email", "jane+ig@mail.example.co.uk"],
    ["Example.com", "domain", "example.com"],
    ["mail.example.co.uk", "domain", "mail.example.co.uk"],
    ["@Jane.Doe", "account", "jane.doe"],
    ["https://www.instagram.com/jane/?hl=en", "account", "jane"],
  ])("%j is the %s %s", (text, kind, value) => {
    expect(parseSuppression(text)).toEqual({ kind, value });
  });

  test.each(["com", "co.uk", "jane", "", "@", "jane@", "@example.com@", "https://example.com/x", "a b.com"])(
    "%j is none: it would stop everything or nothing",
    (text) => {
      expect(parseSuppression(text)).toBeNull();
    },
  );
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
    // The accounts bring their addresses; the one that is active is Instantly's to be told of.
    expect(done).toEqual({ added: 6, withdrawn: 4 });
    expect(await statesIn(db)).toEqual({ withdrawn: 4, active: 1, queued: 1 });
    const tasks = await db
      .selectFrom("InstantlySync")
      .innerJoin("Suppression", "Suppression.id", "InstantlySync.suppression_id")
      .select("value")
      .orderBy("value")
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
      await unsuppress(db, [
        { kind: "domain", value: "example.com" },
        { kind: "email", value: "x@y.z" },
      ]),
    ).toBe(1);
  });
});
