import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import mineNew from "../../src/commands/mine-new.js";
import refresh from "../../src/commands/refresh.js";
import type { Schema } from "../../src/core/db/schema.js";
import { sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore } from "../support/stores.js";

const ACCOUNTS = 2_000;

/**
 * Rows written so far, as counted by PostgreSQL; complete once every other connection has ended and reported its
 * counts.
 */
async function rowsWritten(db: Kysely<Schema>): Promise<Record<string, number>> {
  for (;;) {
    const { rows } = await sql<{ others: number }>`
      select count(*)::int as others from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    `.execute(db);
    if (rows[0]?.others === 0) break;
    await sleep(20);
  }
  const { rows } = await sql<{ relname: string; written: number }>`
    select relname, (n_tup_ins + n_tup_upd + n_tup_del)::int as written from pg_stat_user_tables
  `.execute(db);
  return Object.fromEntries(rows.map(({ relname, written }) => [relname, written]));
}

test("a refresh of 2,000 accounts that have not changed writes no account, no post and no history", {
  timeout: 300_000,
}, async () => {
  const sandbox = await sandboxOf({ accounts: 2_400 });
  const settings = await readyStore("postgres");
  const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
  const flags = { batch: String(ACCOUNTS), concurrency: "16" };
  const mined = await runCommand(mineNew, { batch: "2300", concurrency: "16" }, environment);
  expect(mined.json.ok).toBeGreaterThan(ACCOUNTS);
  await inStore(settings, (db) =>
    sql`update "RefreshSchedule" set seen_at = seen_at - interval '8 days'`.execute(db),
  );
  const before = await inStore(settings, rowsWritten);
  expect((await runCommand(refresh, flags, environment)).json.ok).toBe(ACCOUNTS);
  const after = await inStore(settings, rowsWritten);
  const writtenTo = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
  expect({
    accounts: writtenTo("InstagramAccountBase"),
    posts: writtenTo("InstagramPost"),
    history: writtenTo("IGHistoryTable"),
    frontier: writtenTo("InitialInstagramAccount"),
    links: writtenTo("RelatedAccounts"),
    // Claimed and marked as seen: so the counts above are not accidental.
    schedule: writtenTo("RefreshSchedule"),
  }).toEqual({ accounts: 0, posts: 0, history: 0, frontier: 0, links: 0, schedule: 2 * ACCOUNTS });
});
