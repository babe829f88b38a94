import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import mineNew from "../../src/commands/mine-new.js";
import refresh from "../../src/commands/refresh.js";
import type { Schema } from "../../src/core/db/schema.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { accountNamed } from "../../src/sandbox/world/look-alikes.js";
import type { World } from "../../src/sandbox/world/world.js";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";
import { temporaryFolder } from "../support/temporary-folder.js";

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
      json: { retried: 0, stop_reason: expect.stringContaining("cannot be trusted") },
    });
    expect(first.json.ok + first.json.unknown).toBeLessThanOrEqual(40);
    // Three in a hundred of the sandbox's names belong to nobody: the ones before the wall count only as looks.
    expect(first.json).toMatchObject({ not_found: 0 });
    expect(first.json.unknown).toBeLessThan(5);
    const before = await inStore(settings, frontierIn);
    // A source without a limit would be sent the whole batch at once.
    const again = await runCommand(mineNew, { batch: "200", concurrency: "4" }, environment);
    expect(again).toMatchObject({ code: 4, json: { ok: 0, not_found: 0, unknown: 0 } });
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

  test("a long list of names that really are nobody's is looked at, at the cost of a few questions more", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await inStore(settings, ghosts(60));
    const { code, json } = await runCommand(mineNew, { batch: "100", concurrency: "8" }, environment);
    expect({ code, unknown: json.unknown }).toEqual({ code: 0, unknown: 60 });
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

test("an imported list of people who are long gone does not make an honest source look shut", async () => {
  const sandbox = await sandboxOf();
  const settings = await readyStore("postgres");
  const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
  const file = join(temporaryFolder("gone"), "people.jsonl");
  const people = Array.from({ length: 250 }, (_, index) => ({
    id: String(8_000_001 + index),
    username: `long.gone.${index}`,
    follower_count: 12,
  }));
  writeFileSync(file, people.map((person) => JSON.stringify(person)).join("\n"));
  const imported = await runCli(["import", file], environment);
  expect(imported.stdout).toContain("250 items");
  await inStore(settings, ghosts(6));
  const { code, json } = await runCommand(mineNew, { batch: "6" }, environment);
  expect({ code, unknown: json.unknown, stop: json.stop_reason }).toEqual({
    code: 0,
    unknown: 6,
    stop: null,
  });
});

/** The outcomes of the names in `ghosts`, with the number of names for each. */
const ghostsIn = async (db: Kysely<Schema>) =>
  Object.fromEntries(
    (
      await sql<{ state: string; names: number }>`
        select concat_ws(' ', outcome, absences ->> 'looks', absences -> 'by') as state, count(*)::int as names
        from "InitialInstagramAccount"
        where username like 'ghost.%'
        group by state
      `.execute(db)
    ).rows.map(({ state, names }) => [state, names]),
  );
const makeDue = (db: Kysely<Schema>) =>
  sql`update "InitialInstagramAccount" set next_attempt_at = now() where next_attempt_at is not null`.execute(
    db,
  );

test("where the source is known and honest, two looks make an absence; what decided is kept with the name", async () => {
  const sandbox = await sandboxOf({ accounts: 2_000, postsPerAccount: 0 });
  const settings = await readyStore("postgres");
  const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
  await runCommand(mineNew, { batch: "500", concurrency: "8" }, environment);
  await inStore(settings, ghosts(5));
  await inStore(settings, (db) =>
    sql`update "InitialInstagramAccount" set linked_count = 1000 where username like 'ghost.%'`.execute(db),
  );
  const first = await runCommand(mineNew, { batch: "30" }, environment);
  expect(first).toMatchObject({ code: 0, json: { not_found: 0 } });
  expect(await inStore(settings, ghostsIn)).toEqual({ 'unknown 1 {"web": 1}': 5 });
  await inStore(settings, makeDue);
  const second = await runCommand(mineNew, { batch: "60" }, environment);
  // The first names were looked at before the second looks at others had shown that the source is honest.
  expect(second.json.not_found).toBeGreaterThan(2);
  await inStore(settings, makeDue);
  await runCommand(mineNew, { batch: "60" }, environment);
  const states = Object.keys(await inStore(settings, ghostsIn));
  expect(states.every((state) => /^not_found [23] /.test(state))).toBe(true);
});

describe("where a share of answers is a false absence", () => {
  const world: World = {
    seed: 1,
    accounts: 600,
    postsPerAccount: 0,
    relatedPerAccount: null,
    day: 0,
    copied: 200,
  };

  test.each([0.3, 0.6])(
    "of %s, no existing account is ever not_found, and all are found in the end",
    async (share) => {
      const sandbox = await sandboxOf({
        accounts: world.accounts,
        postsPerAccount: 0,
        faults: { missing: share },
      });
      const settings = await readyStore("postgres");
      const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
      for (let round = 0; round < 8; round++) {
        await runCommand(mineNew, { batch: "150", concurrency: "8" }, environment);
        await inStore(settings, makeDue);
      }
      await runCommand(refresh, { force: true, batch: "200", concurrency: "8" }, environment);
      const { wrong, found, gone } = await inStore(settings, async (db) => {
        const names = await sql<{ username: string; outcome: string }>`
        select username, outcome from "InitialInstagramAccount" where outcome is not null
      `.execute(db);
        const schedule = await sql<{
          outcome: string;
        }>`select outcome from "RefreshSchedule" where outcome is not null`.execute(db);
        return {
          wrong: names.rows.filter(
            ({ username, outcome }) => outcome === "not_found" && accountNamed(world, username) !== null,
          ),
          found: names.rows.filter(({ outcome }) => outcome === "ok").length,
          gone: schedule.rows.filter(({ outcome }) => outcome === "not_found").length,
        };
      });
      expect({ wrong, gone }).toEqual({ wrong: [], gone: 0 });
      expect(found).toBeGreaterThan(200);
      const alerts = await inStore(settings, (db) =>
        db.selectFrom("Alert").select(["kind", "subject"]).execute(),
      );
      expect(alerts).toContainEqual({ kind: "false_absences", subject: "web" });
    },
  );
});

test("status does not judge a source that has answered too little", async () => {
  const sandbox = await sandboxOf({ accounts: 300 });
  const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(await readyStore("postgres")) };
  await runCommand(mineNew, { batch: "5" }, environment);
  expect((await runCli(["status"], environment)).stdout).toMatch(/^ *web .*too few answers/m);
  await runCommand(mineNew, { batch: "200" }, environment);
  expect((await runCli(["status"], environment)).stdout).toMatch(/^ *web .*%, at most .*%/m);
});

function textOf(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
