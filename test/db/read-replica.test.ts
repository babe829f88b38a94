import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import clonesReport from "../../src/commands/clones-report.js";
import dashboard from "../../src/commands/dashboard.js";
import exportAccounts from "../../src/commands/export-accounts.js";
import health from "../../src/commands/health.js";
import seed from "../../src/commands/seed.js";
import show from "../../src/commands/show.js";
import type { Schema } from "../../src/core/db/schema.js";
import { saveProfiles } from "../../src/core/mining/save-mined.js";
import { runCommand } from "../support/commands.js";
import { profileOf } from "../support/profiles.js";
import { copyOf, emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";

const save = (db: Kysely<Schema>, id: number) =>
  db.transaction().execute((tx) => saveProfiles(tx, [profileOf(id)], { runId: 1n, mined: [], rowIds: [] }));

/** A store and its read-only copy: user1 has been replicated, user2 has not. */
async function primaryAndReplica() {
  const settings = await readyStore("postgres");
  const before = await opened(settings);
  await save(before.kysely, 1);
  await before.close();
  const copy = await copyOf(settings);
  const primary = await opened(settings);
  await save(primary.kysely, 2);
  return {
    primary,
    environment: {
      ...environmentOf(settings),
      IGMINER_DATA_DIR: await emptyFolder(),
      IGMINER_READ_DATABASE_URL: `${copy.url}?options=-c%20default_transaction_read_only%3Don`,
    },
  };
}

describe("with a read replica", () => {
  test("what only reads is read there, and everything else goes to the primary", async () => {
    const { primary, environment } = await primaryAndReplica();
    const folder = await emptyFolder();
    for (const format of ["csv", "jsonl", "parquet"]) {
      const out = join(folder, `accounts.${format}`);
      const { json, message } = await runCommand(exportAccounts, { out }, environment);
      expect(json, message).toMatchObject({ rows: 1 });
    }
    expect(await runCommand(show, {}, environment, ["user1"])).toMatchObject({ code: 0 });
    expect(await runCommand(show, {}, environment, ["user2"])).toMatchObject({ code: 2 });
    expect(await runCommand(clonesReport, {}, environment)).toMatchObject({ code: 0 });
    const page = join(folder, "page.html");
    expect(await runCommand(dashboard, { out: page }, environment)).toMatchObject({ code: 0 });

    expect(await runCommand(seed, {}, environment, ["somebody.new"])).toMatchObject({ code: 0 });
    const names = await primary.kysely.selectFrom("InitialInstagramAccount").select("username").execute();
    expect(names).toContainEqual({ username: "somebody.new" });
  });

  test("health says when it is behind, and when it cannot be reached", async () => {
    const { primary, environment } = await primaryAndReplica();
    async function replicaIn(changes: Record<string, string> = {}) {
      const { json } = await runCommand(health, { timeout: "2" }, { ...environment, ...changes });
      const { checks } = json as { checks: { name: string; status: string; detail: string }[] };
      return checks.find(({ name }) => name === "read replica");
    }
    expect(await replicaIn()).toMatchObject({ status: "ok" });

    // That health's own run has not been replicated. Two minutes pass.
    await sql`update "Run" set started_at = started_at - interval '2 minutes'`.execute(primary.kysely);
    expect(await replicaIn()).toMatchObject({
      status: "failed",
      detail: expect.stringContaining("behind"),
    });

    const away = { IGMINER_READ_DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" };
    expect(await replicaIn(away)).toMatchObject({ status: "failed" });
    const { code, message } = await runCommand(show, {}, { ...environment, ...away }, ["user1"]);
    expect(code).toBe(5);
    expect(message).toContain("does IGMINER_READ_DATABASE_URL name the right host and port?");
  });
});

test("a replica of the embedded database is refused", async () => {
  const environment = {
    IGMINER_DATA_DIR: await emptyFolder(),
    IGMINER_READ_DATABASE_URL: "postgres://127.0.0.1/igminer",
  };
  const { code, message } = await runCommand(show, {}, environment, ["user1"]);
  expect(code).toBe(2);
  expect(message).toContain("DATABASE_URL is not");
});
