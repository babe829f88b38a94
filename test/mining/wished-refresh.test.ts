import { sql } from "kysely";
import { expect, test } from "vitest";
import { claimDue } from "../../src/core/mining/claim-due.js";
import { observe, profileOf } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore } from "../support/stores.js";

const DAY_MS = 86_400_000;

test("an account that is wished for at a time is due then, though it was seen before, and not sooner by its pace", async () => {
  const { kysely: db } = await migratedStore("postgres");
  await observe(db, profileOf(1));
  const dueAfter = async (afterMs: number) => {
    const rule = { afterMs, isPaced: false, freshMs: 0 };
    const { items } = await claimDue(db, await newRun(db), 10, rule);
    await sql`update "RefreshSchedule" set claimed_by = null`.execute(db);
    return items.map(({ id }) => id);
  };
  expect(await dueAfter(0)).toEqual([1n]);
  await sql`update "InstagramAccountBase" set next_refresh_at = now() + interval '2 days'`.execute(db);
  await observe(db, profileOf(1, { fullName: "Seen Meanwhile" }));
  expect(await dueAfter(0)).toEqual([]);
  // Two days later.
  await sql`update "RefreshSchedule" set wished_at = wished_at - interval '2 days', seen_at = seen_at - interval '2 days'`.execute(
    db,
  );
  expect(await dueAfter(30 * DAY_MS)).toEqual([1n]);
  await observe(db, profileOf(1, { fullName: "Seen In Time", observedAt: new Date() }));
  expect(await dueAfter(30 * DAY_MS)).toEqual([]);
});
