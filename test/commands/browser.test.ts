import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { DatabaseSettings } from "../../src/core/db/database.js";
import { openDatabase } from "../../src/core/db/database.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { browserGroups, membersOf } from "../support/browsers.js";
import { chromiumPath } from "../support/chromium.js";
import { type RunningCli, runCli, sandboxOf, startCli } from "../support/cli.js";
import { minedData } from "../support/contents.js";
import { emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";

const ACCOUNTS = 30;
const mine = (batch: number) => ["mine-new", "--source", "browser", "--batch", String(batch), "--json"];

/** The environment of a command that mines the sandbox with a browser, whose folders are under `temporary`. */
async function environmentWith(sandbox: Sandbox, store: DatabaseSettings, temporary: string) {
  return {
    ...environmentOf(store),
    TMPDIR: temporary,
    PUPPETEER_EXECUTABLE_PATH: await chromiumPath(),
    IGMINER_BROWSER_BASE_URL: sandbox.url,
    IGMINER_BROWSER_RATE_PER_MINUTE: "600000",
    IGMINER_BROWSER_MAX_RATE_PER_MINUTE: "600000",
  };
}

/** Waits until a run has sent this many more requests. @returns the process groups of its browser. */
async function inTheMidst(run: RunningCli, sandbox: Sandbox, requests: number, temporary: string) {
  const target = sandbox.statistics().requests + requests;
  while (sandbox.statistics().requests < target) {
    expect(run.process.exitCode, run.stderr()).toBeNull();
    await sleep(5);
  }
  const groups = await browserGroups(temporary);
  expect(groups).toHaveLength(1);
  return groups;
}

async function foldersIn(temporary: string): Promise<string[]> {
  const roots = (await readdir(temporary)).filter((name) => name.startsWith("igminer-browsers"));
  return (await Promise.all(roots.map((root) => readdir(join(temporary, root))))).flat();
}

async function dataOf(store: DatabaseSettings) {
  const database = await openDatabase({ settings: store, notify: () => {} });
  const data = await minedData(database.kysely);
  await database.close();
  return data;
}

describe("igminer is killed with SIGKILL while its browser works", () => {
  /** What happens to the browser in addition. Left alone, it ends with igminer. */
  const FATES: [string, (group: number) => void][] = [
    ["left to itself", () => {}],
    ["frozen", (group) => process.kill(-group, "SIGSTOP")],
    [
      "frozen, and its first process dead",
      (group) => {
        process.kill(-group, "SIGSTOP");
        process.kill(group, "SIGKILL");
      },
    ],
  ];

  test("after the next run there is no process and no folder of it, and the rows are those of an undisturbed run", async () => {
    const sandbox = await sandboxOf({ accounts: ACCOUNTS });
    const [undisturbed, disturbed] = [await readyStore("embedded"), await readyStore("embedded")];
    const temporary = await emptyFolder();
    const whole = await runCli(mine(200), await environmentWith(sandbox, undisturbed, temporary));
    expect(whole, whole.stderr).toMatchObject({ code: 0 });

    const environment = await environmentWith(sandbox, disturbed, temporary);
    for (const [fate, befall] of FATES) {
      const run = startCli(mine(200), environment);
      const groups = await inTheMidst(run, sandbox, 9, temporary);
      groups.forEach(befall);
      run.process.kill("SIGKILL");
      expect(await run.ended).toMatchObject({ signal: "SIGKILL" });
      if (fate !== "left to itself") expect(await membersOf(groups), fate).not.toEqual([]);
      expect(await foldersIn(temporary), fate).not.toEqual([]);
      const next = await runCli(mine(1), environment);
      expect(next, next.stderr).toMatchObject({ code: 0 });
      expect(await membersOf(groups), fate).toEqual([]);
      expect(await foldersIn(temporary), fate).toEqual([]);
    }
    const last = await runCli(mine(200), environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    const [expected, found] = [await dataOf(undisturbed), await dataOf(disturbed)];
    expect(found).toEqual(expected);
    expect(expected.accounts?.length).toBeGreaterThan(0.8 * ACCOUNTS);
    // Eight runs, each with a browser: seconds on an idle machine, minutes on a busy one.
  }, 300_000);
});

test("SIGTERM lets the open pages finish and leaves nothing; a second one ends at once, and the next run cleans up", async () => {
  const sandbox = await sandboxOf({ accounts: 300, latencyMs: 50 });
  const temporary = await emptyFolder();
  const environment = await environmentWith(sandbox, await readyStore("embedded"), temporary);

  const first = startCli(mine(200), environment);
  const groups = await inTheMidst(first, sandbox, 8, temporary);
  first.process.kill("SIGTERM");
  const ended = await first.ended;
  expect(ended, ended.stderr).toMatchObject({ code: 143 });
  expect(JSON.parse(ended.stdout)).toMatchObject({ retried: 0, failed: 0 });
  expect(JSON.parse(ended.stdout).ok).toBeGreaterThan(0);
  expect(await membersOf(groups)).toEqual([]);
  expect(await foldersIn(temporary)).toEqual([]);

  const second = startCli(mine(200), environment);
  groups.push(...(await inTheMidst(second, sandbox, 8, temporary)));
  second.process.kill("SIGTERM");
  await sleep(20);
  second.process.kill("SIGTERM");
  const { code, signal } = await second.ended;
  expect(signal ?? code).toBeOneOf(["SIGTERM", 143]);
  const next = await runCli(["mine-new", "--source", "web", "--batch", "1"], {
    ...environment,
    IGMINER_WEB_BASE_URL: sandbox.url,
  });
  expect(next, next.stderr).toMatchObject({ code: 0 });
  expect(await membersOf(groups)).toEqual([]);
  expect(await foldersIn(temporary)).toEqual([]);
});

test("without a browser it ends with exit code 2 and the command that installs one", async () => {
  const settings = await readyStore("embedded");
  const result = await runCli(mine(5), {
    ...environmentOf(settings),
    PUPPETEER_EXECUTABLE_PATH: "/nonexistent/chrome",
  });
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toContain("/nonexistent/chrome");
  expect(result.stderr).toContain("igminer browser install");
});

test("a browser that does not start ends the run with exit code 2 and its own words, and no account is charged an attempt", async () => {
  const temporary = await emptyFolder();
  const broken = join(temporary, "chrome");
  const words = "error while loading shared libraries: libnss3.so: cannot open shared object file";
  await writeFile(broken, `#!/bin/sh\necho "$0: ${words}" >&2\nexit 127\n`, { mode: 0o755 });
  const settings = await readyStore("embedded");
  const result = await runCli(mine(20), {
    ...environmentOf(settings),
    TMPDIR: temporary,
    PUPPETEER_EXECUTABLE_PATH: broken,
  });
  expect(result, result.stderr).toMatchObject({ code: 2 });
  expect(result.stdout).toContain(words);
  expect(await foldersIn(temporary)).toEqual([]);
  const database = await opened(settings);
  const { rows } = await sql<{ untouched: boolean }>`
    select bool_and(attempts = 0 and claimed_by is null and outcome is null) as untouched
    from "InitialInstagramAccount"
  `.execute(database.kysely);
  expect(rows).toEqual([{ untouched: true }]);
});

describe("the Graph API", () => {
  const token = "EAAB-a-secret-token";

  test("mines what it may tell of, and leaves the rest to the next source", async () => {
    const sandbox = await sandboxOf({ accounts: 60 });
    const settings = await readyStore("embedded");
    const result = await runCli(["mine-new", "--source", "graph,web", "--batch", "200", "--json"], {
      ...environmentOf(settings),
      IGMINER_GRAPH_BASE_URL: sandbox.url,
      IGMINER_GRAPH_RATE_PER_MINUTE: "600000",
      IGMINER_GRAPH_MAX_RATE_PER_MINUTE: "600000",
      IGMINER_GRAPH_TOKEN: token,
      IGMINER_GRAPH_USER_ID: "17841400000000001",
      IGMINER_WEB_BASE_URL: sandbox.url,
      IGMINER_WEB_RATE_PER_MINUTE: "600000",
      IGMINER_WEB_MAX_RATE_PER_MINUTE: "600000",
    });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    const { perProfile, byPath } = sandbox.statistics();
    expect(Math.max(...Object.values(perProfile))).toBe(1);
    expect(byPath["/v25.0/17841400000000001"]).toBeGreaterThan(
      byPath["/api/v1/users/web_profile_info/"] as number,
    );
  });

  test("a token that it does not take ends the run with exit code 2, and stands in no output and no row", async () => {
    const sandbox = await sandboxOf({ graphToken: "another" });
    const settings = await readyStore("embedded");
    const result = await runCli(["mine-new", "--source", "graph", "--batch", "5", "--verbose"], {
      ...environmentOf(settings),
      IGMINER_GRAPH_BASE_URL: sandbox.url,
      IGMINER_GRAPH_TOKEN: token,
      IGMINER_GRAPH_USER_ID: "17841400000000001",
    });
    expect(result, result.stderr).toMatchObject({ code: 2 });
    const database = await opened(settings);
    const { rows } = await sql`select * from "ErrorLog"`.execute(database.kysely);
    const runs = await sql`select * from "Run"`.execute(database.kysely);
    const kept = JSON.stringify([rows, runs.rows], (_key, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(result.stdout + result.stderr + kept).not.toContain(token);
  });

  test("without a token it ends with exit code 2 and names the setting", async () => {
    const settings = await readyStore("embedded");
    const result = await runCli(["mine-new", "--source", "graph"], environmentOf(settings));
    expect(result).toMatchObject({ code: 2 });
    expect(result.stderr).toContain("IGMINER_GRAPH_TOKEN");
  });
});
