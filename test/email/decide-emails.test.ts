import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { EmailSignalKind } from "../../src/core/db/schema/email.js";
import type { Schema } from "../../src/core/db/schema.js";
import { decideEmails } from "../../src/core/email/decide-emails.js";
import { addEmailSignals } from "../../src/core/email/signals.js";
import { migratedStore, STORES } from "../support/stores.js";
import { accountsShowing, hostSaying, letTimePass, lookAt } from "../support/verification.js";

const SHARED_FROM = 3;
const decideAll = (db: Kysely<Schema>) =>
  db.transaction().execute((tx) => decideEmails(tx, 100, SHARED_FROM));

function tell(db: Kysely<Schema>, email: string, kind: EmailSignalKind, reference = ""): Promise<void> {
  const address = { email, domain: email.replace(/.*@/, "") };
  return db
    .transaction()
    .execute((tx) => addEmailSignals(tx, [{ address, kind, source: "test", reference, at: null }]));
}

function accounts(db: Kysely<Schema>) {
  return db
    .selectFrom("InstagramAccountBase")
    .select(["ig_email", "ig_email_status", "ig_email_status_reason", "ig_email_is_shared"])
    .orderBy("id")
    .execute();
}

describe.each(STORES)("decisions about addresses on %s", (store) => {
  test("are written to every account that shows the address, with reason and time; a shared address is flagged", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(
      db,
      "agency@shop.example",
      "agency@shop.example",
      "agency@shop.example",
      "jane@shop.example",
      null,
    );
    await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") });
    const { tallies } = await decideAll(db);
    expect(tallies).toMatchObject({ good: 1, bad: 1, accounts_marked: 4 });
    const agency = {
      ig_email_status: "bad",
      ig_email_status_reason: "mailbox_missing",
      ig_email_is_shared: true,
    };
    expect(await accounts(db)).toMatchObject([
      agency,
      agency,
      agency,
      { ig_email_status: "good", ig_email_status_reason: "mailbox_exists", ig_email_is_shared: false },
      { ig_email_status: null },
    ]);
    const { rows } =
      await sql`select count(*)::int as timed from "InstagramAccountBase" where ig_email_status_at is not null`.execute(
        db,
      );
    expect(rows).toEqual([{ timed: 4 }]);
  });

  test("are made once: when nothing is new, nothing is written", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    await lookAt(db);
    expect((await decideAll(db)).subjects).toEqual(["jane@shop.example"]);
    expect(await decideAll(db)).toEqual({ subjects: [], tallies: {} });
  });

  test("turn bad with a bounce, good again with a later verdict, and keep the time of a decision that stays", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    const asks = { withSmtp: true, prober: hostSaying("exists", "jane") };
    await lookAt(db, asks);
    await decideAll(db);
    await letTimePass(db, "10 days");
    await tell(db, "jane@shop.example", "hard_bounce");
    await decideAll(db);
    expect(await accounts(db)).toMatchObject([
      { ig_email_status: "bad", ig_email_status_reason: "hard_bounce" },
    ]);
    await letTimePass(db, "21 days");
    await lookAt(db, asks);
    expect((await decideAll(db)).tallies).toMatchObject({ good_again: 1, accounts_marked: 1 });
    expect(await accounts(db)).toMatchObject([
      { ig_email_status: "good", ig_email_status_reason: "mailbox_exists" },
    ]);
    await letTimePass(db, "31 days");
    await lookAt(db, asks);
    expect((await decideAll(db)).tallies).toMatchObject({ good: 1, accounts_marked: 0 });
  });

  test("follow an account that comes to show an address that is decided already, or another one", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "bad@shop.example", "bad@shop.example");
    await lookAt(db, { withSmtp: true, prober: hostSaying("missing") });
    await decideAll(db);
    await accountsShowing(db, "bad@shop.example");
    await decideAll(db);
    expect(await accounts(db)).toMatchObject(
      Array(3).fill({ ig_email_status: "bad", ig_email_is_shared: true }),
    );
    await sql`update "InstagramAccountBase" set ig_email = null where id = 1`.execute(db);
    await decideAll(db);
    expect(await accounts(db)).toMatchObject([
      { ig_email_status: null, ig_email_is_shared: null },
      { ig_email_status: "bad", ig_email_is_shared: false },
      { ig_email_status: "bad", ig_email_is_shared: false },
    ]);
  });

  test("are made of a signal about an address that was never verified, and the same signal told twice counts once", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    for (const reference of ["one", "two", "two"])
      await tell(db, "jane@shop.example", "soft_bounce", reference);
    await decideAll(db);
    expect(await accounts(db)).toMatchObject([
      { ig_email_status: "unknown", ig_email_status_reason: "not_verified" },
    ]);
    await tell(db, "jane@shop.example", "soft_bounce", "three");
    await decideAll(db);
    expect(await accounts(db)).toMatchObject([
      { ig_email_status: "risky", ig_email_status_reason: "soft_bounces" },
    ]);
  });
});
