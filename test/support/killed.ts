import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect } from "vitest";
import type { DatabaseSettings } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runCli, startCli } from "./cli.js";
import { inStore } from "./commands.js";
import { minedData } from "./contents.js";
import { letKilledRunsDie } from "./run-killed.js";
import { copyOf, environmentOf } from "./stores.js";

/** After this many answered requests of a run plus a delay, so that claims, fetches and saves are all hit. */
export type Moment = readonly [requests: number, delayMs: number];

/**
 * Runs a command undisturbed on one copy of a store. On another copy it is killed with SIGKILL at each of the moments,
 * one run after the other, and then run once more. Expects the same rows in the end, and that every killed run was
 * found dead.
 * @returns the rows of the undisturbed run.
 */
export async function expectSameRowsThoughKilled<Rows = Awaited<ReturnType<typeof minedData>>>(
  args: readonly string[],
  store: DatabaseSettings,
  {
    sandbox,
    environment,
    moments,
    read = minedData as (db: Kysely<Schema>) => Promise<Rows>,
  }: {
    sandbox: Sandbox;
    environment: Record<string, string>;
    moments: readonly Moment[];
    /** Reads the rows to compare; by default all mined data. */
    read?: (db: Kysely<Schema>) => Promise<Rows>;
  },
): Promise<Rows> {
  const undisturbed = await copyOf(store);
  const whole = await runCli(args, { ...environment, ...environmentOf(undisturbed) });
  expect(whole, whole.stderr).toMatchObject({ code: 0 });

  const disturbed = { ...environment, ...environmentOf(store) };
  for (const [requests, delayMs] of moments) {
    const target = sandbox.statistics().requests + requests;
    const run = startCli(args, disturbed);
    while (sandbox.statistics().requests < target) {
      expect(run.process.exitCode, run.stderr()).toBeNull();
      await sleep(1);
    }
    await sleep(delayMs);
    run.process.kill("SIGKILL");
    expect(await run.ended).toMatchObject({ signal: "SIGKILL" });
    await letKilledRunsDie(store);
  }
  const last = await runCli(args, disturbed);
  expect(last, last.stderr).toMatchObject({ code: 0 });

  const expected = await inStore(undisturbed, read);
  expect(await inStore(store, read)).toEqual(expected);
  const { rows } = await inStore(store, (db) =>
    sql`
      select status, count(*)::int as runs from "Run" where command = ${JSON.parse(last.stdout).command} group by status order by status
    `.execute(db),
  );
  expect(rows).toEqual([
    { status: "died", runs: moments.length },
    { status: "done", runs: 1 },
  ]);
  return expected;
}
