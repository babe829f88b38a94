import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import mineNew from "../../src/commands/mine-new.js";
import refresh from "../../src/commands/refresh.js";
import type { Schema } from "../../src/core/db/schema.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

const frontierIn = async (db: Kysely<Schema>) =>
  (
    await sql`
      select username, outcome, attempts, next_attempt_at, last_error, claimed_by
      from "InitialInstagramAccount"
      where outcome is distinct from 'ok'
      order by username
    `.execute(db)
  ).rows;

const ghosts = (count: number) => (db: Kysely<Schema>) =>
  addToFrontier(
    db,
    Array.from({ length: count }, (_, index) => ({
      username: `ghost.${index}`,
      source: "SEED",
      sourceTag: null,
    })),
  );

describe.each(STORES)("absences on %s", (store) => {
  test("when a source begins to call everybody absent, the run stops with exit 4 and those rows are as before", async () => {
    const sandbox = await sandboxOf({ accounts: 300, wallAfter: 40, wallAs: "missing" });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    const first = await runCommand(mineNew, { batch: "200" }, environment);
    expect(first).toMatchObject({
      code: 4,
      json: { retried: 0, stop_reason: expect.stringContaining("cannot be believed") },
    });
    expect(first.json.ok + first.json.not_found).toBeLessThanOrEqual(40);
    // Three in a hundred of the sandbox's names are nobody's: those before the wall may be believed, no more.
    expect(first.json.not_found).toBeLessThan(5);
    const before = await inStore(settings, frontierIn);
    const again = await runCommand(mineNew, { batch: "200" }, environment);
    expect(again).toMatchObject({ code: 4, json: { ok: 0, not_found: 0 } });
    expect(await inStore(settings, frontierIn)).toEqual(before);
    expect(again.json.requests).toBeLessThan(30);
  });

  test("refresh writes nobody off behind such a wall", async () => {
    const sandbox = await sandboxOf({ accounts: 40, wallAfter: 45, wallAs: "missing" });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "100" }, environment);
    const scheduleIn = async (db: Kysely<Schema>) =>
      (
        await sql`select id, outcome, next_attempt_at, claimed_by from "RefreshSchedule" order by id`.execute(
          db,
        )
      ).rows;
    const before = await inStore(settings, scheduleIn);
    const { code } = await runCommand(refresh, { force: true }, environment);
    expect(code).toBe(4);
    const after = await inStore(settings, scheduleIn);
    const changed = after.filter(
      (row, index) => JSON.stringify(row, textOf) !== JSON.stringify(before[index], textOf),
    );
    expect(changed.every((row) => (row as { outcome: string }).outcome === "ok")).toBe(true);
  });

  test("a long list of names that really are nobody's is believed, at the cost of a few questions more", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await inStore(settings, ghosts(60));
    const { code, json } = await runCommand(mineNew, { batch: "100", concurrency: "8" }, environment);
    expect({ code, not_found: json.not_found }).toEqual({ code: 0, not_found: 60 });
    expect(json.requests).toBeLessThanOrEqual(60 + 12);
  });
});

test.each(["html", "login", "empty", "challenge"] as const)(
  "behind a wall that shows itself (%s) the run stops too, and nobody is written off",
  async (wallAs) => {
    const sandbox = await sandboxOf({ accounts: 40, wallAfter: 45, wallAs });
    const settings = await readyStore("postgres");
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "100" }, environment);
    const { code, json } = await runCommand(refresh, { force: true }, environment);
    expect({ code, not_found: json.not_found, retried: json.retried }).toEqual({
      code: 4,
      not_found: 0,
      retried: 0,
    });
  },
);

test("a few absences are believed without asking further; a second look a day later confirms them for good", async () => {
  const sandbox = await sandboxOf();
  const settings = await readyStore("postgres");
  const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
  await inStore(settings, ghosts(3));
  const looks: unknown[] = [];
  for (let look = 0; look < 3; look++) {
    const { json } = await runCommand(mineNew, {}, environment);
    const again = await runCommand(mineNew, {}, environment);
    looks.push([json.not_found, json.requests, again.json.requests]);
    await inStore(settings, (db) =>
      sql`update "InitialInstagramAccount" set next_attempt_at = next_attempt_at - interval '1 day'`.execute(
        db,
      ),
    );
  }
  expect(looks).toEqual([
    [3, 3, 0],
    [3, 3, 0],
    [0, 0, 0],
  ]);
});

function textOf(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
