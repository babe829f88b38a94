import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { watchAccounts } from "../../src/core/clones/watch.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { countOldPeople, type KeepPeopleFor, purgePeople } from "../../src/core/observe/retention.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { filledSequence } from "../support/outreach.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";

const NEVER: KeepPeopleFor = { accountsDays: null, postsDays: null, leadsDays: null, mailDays: null };
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

describe.each(STORES)("what is kept of people on %s", (store) => {
  test("goes when it is older than the setting, and only then; what is needed stays, and every no", async () => {
    const { kysely: db } = await migratedStore(store);
    await filledSequence(db, [{ id: 5, username: "lead", email: "lead@mail.example" }]);
    await sql`update "InstagramAccountBase" set last_updated = now() - interval '400 days' where id = 5`.execute(
      db,
    );
    await observe(
      db,
      profileOf(1, {
        username: "old",
        publicEmail: "old@mail.example",
        observedAt: daysAgo(400),
        posts: [postOf(11)],
      }),
      profileOf(2, { username: "watched", observedAt: daysAgo(400) }),
      profileOf(3, {
        username: "new",
        observedAt: daysAgo(3),
        posts: [postOf(31, { takenAt: daysAgo(500) }), postOf(32, { takenAt: daysAgo(10) })],
      }),
    );
    await watchAccounts(db, ["watched"]);
    await inTransaction(db, (tx) =>
      suppress(tx, [{ kind: "account", value: "old", reason: "asked", source: "manual", isOptOut: true }]),
    );
    const purge = (keep: Partial<KeepPeopleFor>) =>
      inTransaction(db, (tx) => purgePeople(tx, { ...NEVER, ...keep }, 10_000));

    expect(await purge({})).toEqual({});
    const keep = { accountsDays: 365, postsDays: 365 };
    expect(await countOldPeople(db, { ...NEVER, ...keep })).toEqual({
      InstagramAccountBase: 1,
      InstagramPost: 1,
    });
    expect(await purge(keep)).toEqual({ accounts_deleted: 1, posts_deleted: 1 });
    expect(await countOldPeople(db, { ...NEVER, ...keep })).toEqual({
      InstagramAccountBase: 0,
      InstagramPost: 0,
    });
    const left = await db.selectFrom("InstagramAccountBase").select("username").orderBy("id").execute();
    expect(left.map(({ username }) => username)).toEqual(["watched", "new", "lead"]);
    expect(await db.selectFrom("InstagramPost").select("id").execute()).toEqual([{ id: 32n }]);
    const nos = await db
      .selectFrom("Suppression")
      .select(["kind", "value", "account_id"])
      .orderBy("kind")
      .execute();
    expect(nos).toEqual([
      { kind: "account", value: "old", account_id: 1n },
      { kind: "email", value: "old@mail.example", account_id: null },
    ]);
    // Posts are processed again from the beginning.
    await observe(
      db,
      profileOf(3, {
        username: "new",
        observedAt: daysAgo(1),
        posts: [postOf(33, { takenAt: daysAgo(900) })],
      }),
    );
    expect(await purge({ postsDays: 365 })).toEqual({ posts_deleted: 1 });
  });

  test("leads of a running sequence stay however old they are; those of a closed one go", async () => {
    const { kysely: db } = await migratedStore(store);
    await filledSequence(db, [{ id: 1, email: "one@mail.example" }]);
    await sql`
      update "EmailSequenceLead" set state = 'completed', created_at = now() - interval '400 days'
    `.execute(db);
    const purge = () => inTransaction(db, (tx) => purgePeople(tx, { ...NEVER, leadsDays: 365 }, 10_000));
    expect(await purge()).toEqual({ leads_deleted: 0 });
    await sql`update "EmailSequence" set closed_at = now()`.execute(db);
    expect(await purge()).toEqual({ leads_deleted: 1 });
  });
});
