import { readFileSync } from "node:fs";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";
import { webhookOf } from "../support/webhook.js";

interface Broken {
  environment?: Record<string, string>;
  sandbox?: Parameters<typeof sandboxOf>[0];
  /** Uses HikerAPI with this key. */
  hikerKey?: string;
  breakIt?(db: Kysely<Schema>): Promise<unknown>;
  exit: number;
  /** Kinds in ErrorLog. */
  kinds: string[];
  /** Alerts, as `kind subject`. */
  alerts: string[];
  ping: "/mine-new" | "/mine-new/fail";
  /** The results of `health`, as `check status`. */
  health: string;
}

const CASES: [what: string, broken: Broken][] = [
  [
    "the source cannot be reached",
    {
      environment: { IGMINER_WEB_BASE_URL: "http://127.0.0.1:1" },
      exit: 4,
      kinds: ["blocked"],
      alerts: ["breaker_opened web"],
      ping: "/mine-new",
      health: "web failed",
    },
  ],
  [
    "the key is refused",
    {
      sandbox: { hikerKey: "right" },
      hikerKey: "wr0ng-key",
      exit: 2,
      kinds: ["unauthorized"],
      alerts: ["run_failed mine-new"],
      ping: "/mine-new/fail",
      health: "hiker failed",
    },
  ],
  [
    "the balance is used up",
    {
      sandbox: { hikerBalance: 0 },
      hikerKey: "a-key",
      exit: 4,
      kinds: ["out_of_budget"],
      alerts: ["budget_100 mine-new balance"],
      ping: "/mine-new",
      health: "hiker balance failed",
    },
  ],
  [
    "the day's budget is used up",
    {
      environment: { IGMINER_WEB_DAILY_BUDGET: "3" },
      exit: 4,
      kinds: ["out_of_budget"],
      alerts: ["budget_100 web"],
      ping: "/mine-new",
      health: "web warning",
    },
  ],
  [
    "a table is gone",
    {
      breakIt: (db) => sql`drop table "IGHistoryTable"`.execute(db),
      exit: 3,
      kinds: ["42P01"],
      alerts: ["unexpected_error mine-new"],
      ping: "/mine-new",
      health: "schema ok",
    },
  ],
];

describe("what breaks is written down, told, and seen by health", () => {
  test.each(CASES)("%s", async (_what, broken) => {
    const settings = await readyStore("postgres");
    const sandbox = await sandboxOf(broken.sandbox ?? {});
    const webhook = await webhookOf();
    const { kysely: db } = await opened(settings);
    await broken.breakIt?.(db);
    const environment = {
      ...environmentOf(settings),
      IGMINER_DATA_DIR: await emptyFolder(),
      ...sandboxEnvironment(sandbox),
      IGMINER_ALERT_WEBHOOK_URL: webhook.url,
      IGMINER_PING_URL: `${webhook.url.replace("/hook", "")}/{command}`,
      ...(broken.hikerKey && {
        IGMINER_HIKER_KEY: broken.hikerKey,
        IGMINER_HIKER_BASE_URL: sandbox.url,
      }),
      ...broken.environment,
    };
    const run = await runCli(["mine-new", "--batch", "6", "--concurrency", "1"], environment);
    expect(run.code, run.stderr).toBe(broken.exit);
    const errors = await db.selectFrom("ErrorLog").select(["kind", "command", "run_id"]).execute();
    expect([...new Set(errors.map(({ kind }) => kind))]).toEqual(broken.kinds);
    expect(errors.every(({ command, run_id }) => command === "mine-new" && run_id === 1n)).toBe(true);
    const told = webhook.received.filter(({ path }) => path === "/hook");
    const alerts = told.flatMap(
      ({ body }) => (JSON.parse(body) as { alerts: { kind: string; subject: string }[] }).alerts,
    );
    expect(alerts.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(broken.alerts);
    const pings = webhook.received.map(({ path }) => path).filter((path) => path.startsWith("/mine-new"));
    expect(pings.map((path) => path.replace(/\?rid=.*/, ""))).toEqual(["/mine-new/start", broken.ping]);
    expect(new Set(pings.map((path) => path.replace(/.*\?/, ""))).size).toBe(1);

    const health = await runCli(["health", "--json"], environment);
    const { ok, checks } = JSON.parse(health.stdout) as {
      ok: boolean;
      checks: { name: string; status: string; advice: string | null }[];
    };
    expect(checks.map(({ name, status }) => `${name} ${status}`)).toContain(broken.health);
    expect(health.code).toBe(ok ? 0 : 1);
    expect(ok).toBe(!broken.health.endsWith("failed"));
    for (const { status, advice } of checks) expect(advice === null).toBe(status === "ok");
    expect(health.stdout + run.stderr).not.toContain("wr0ng");
  });

  test("the database cannot be reached: exit 5, a failed ping, and one alert past the outbox", async () => {
    const webhook = await webhookOf();
    const environment = {
      DATABASE_URL: "postgres://user:s3cret@127.0.0.1:1/none",
      IGMINER_DATA_DIR: await emptyFolder(),
      IGMINER_ALERT_WEBHOOK_URL: webhook.url,
      IGMINER_PING_URL: `${webhook.url.replace("/hook", "")}/{command}`,
    };
    expect(await runCli(["mine-new"], environment)).toMatchObject({ code: 5 });
    for (let time = 0; time < 2; time++) {
      const health = await runCli(["health"], environment);
      expect(health.code).toBe(1);
      expect(health.stdout).toMatch(
        /^database +failed .*127\.0\.0\.1:1\/none cannot be reached.*Is the server running/m,
      );
    }
    const paths = webhook.received.map(({ path }) => path.replace(/\?.*/, ""));
    expect(paths.filter((path) => path.startsWith("/mine-new"))).toEqual([
      "/mine-new/start",
      "/mine-new/fail",
    ]);
    const alerts = webhook.received.filter(({ path }) => path === "/hook");
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.body).toContain('"kind":"health_bad","subject":"database"');
    expect(alerts[0]?.body).not.toContain("s3cret");
  });

  test("a dead webhook and a dead ping change nothing of a run and hold it up no longer than their limit", async () => {
    const settings = await readyStore("postgres");
    const dead = await webhookOf(null);
    const { kysely: db } = await opened(settings);
    await sql`insert into "Alert" (kind, subject, message) values ('run_failed', 'x', 'x failed')`.execute(
      db,
    );
    const environment = { ...environmentOf(settings), ...sandboxEnvironment(await sandboxOf()) };
    const args = ["mine-new", "--batch", "3", "--json"];
    const plain = await runCli(args, environment);
    const fromMs = performance.now();
    const held = await runCli(args, {
      ...environment,
      IGMINER_SLACK_WEBHOOK_URL: dead.url,
      IGMINER_PING_URL: dead.url,
      IGMINER_ALERT_TIMEOUT_MS: "400",
    });
    const tookMs = performance.now() - fromMs;
    expect([plain.code, held.code]).toEqual([0, 0]);
    const { duration_ms: runMs } = JSON.parse(held.stdout) as { duration_ms: number };
    // At most three limits (start, alert, end), besides the start of the process, which is slow on a busy machine.
    expect(tookMs - runMs).toBeLessThan(3 * 400 + 10_000);
    expect(held.stderr).toContain("Alerts did not reach slack");
    expect(held.stderr).toContain("The ping was not accepted");
    const health = await runCli(["health"], { ...environment, IGMINER_DATA_DIR: await emptyFolder() });
    expect(health.stdout).toMatch(/^alerts +warning .*igminer alerts test/m);
  });

  test("a run that was killed, and a command that starts no more, are found by alerts send", async () => {
    const settings = await readyStore("postgres");
    const webhook = await webhookOf();
    const { kysely: db } = await opened(settings);
    await sql`
      insert into "Run" (command, host, pid, version, started_at, heartbeat_at, finished_at, status)
      select 'refresh', 'h', 1, '0', at, at, at, 'done'
      from generate_series(now() - interval '3 hours', now() - interval '2 hours', interval '10 minutes') as at
    `.execute(db);
    await sql`
      insert into "Run" (command, host, pid, version, heartbeat_at)
      values ('mine-new', 'h', 1, '0', now() - interval '2 minutes')
    `.execute(db);
    const environment = { ...environmentOf(settings), IGMINER_ALERT_WEBHOOK_URL: webhook.url };
    for (let time = 0; time < 2; time++)
      expect(await runCli(["alerts", "send"], environment)).toMatchObject({ code: 0 });
    expect(webhook.received).toHaveLength(1);
    const { text } = JSON.parse(webhook.received[0]?.body ?? "") as { text: string };
    expect(text).toMatch(/mine-new: run 8 on h died; its claims/);
    expect(text).toMatch(/refresh is overdue: last started 120 min ago, usually every 10 min/);
  });

  test("the log of a run is JSON with one id, and with what each line is about", async () => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await sql`drop table "IGHistoryTable"`.execute(db);
    const environment = { ...environmentOf(settings), ...sandboxEnvironment(await sandboxOf()) };
    const run = await runCli(["mine-new", "--batch", "3", "--log-format", "json"], environment);
    const lines = run.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(lines.map(({ run }) => run))).toEqual(new Set([1]));
    expect(lines.filter(({ level }) => level === "warn")).toHaveLength(3);
    expect(lines.find(({ level }) => level === "warn")).toMatchObject({
      command: "mine-new",
      subject: expect.any(String),
      kind: "42P01",
      duration_ms: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(lines.at(-1)).toMatchObject({ level: "info", status: "partial", duration_ms: expect.any(Number) });
    await sql`drop table "InitialInstagramAccount" cascade`.execute(db);
    const failed = await runCli(["seed", "a", "--log-format", "json"], environment);
    expect(JSON.parse(failed.stderr)).toMatchObject({
      level: "error",
      command: "seed",
      kind: "42P01",
      exit_code: 1,
    });
  });
});

/** Commands whose failure ErrorLog cannot record, and why. */
const UNLOGGED: Record<string, string> = {
  completion: "asks no database",
  config: "asks no database",
  "gmail auth": "asks no database",
  demo: "brings its own database, which is gone when it ends",
  man: "asks no database",
  sandbox: "asks no database",
  serve: "runs on; test/dashboard/serve.test.ts breaks it",
  "schedule print": "asks no database",
  "schedule install": "asks no database",
  "schedule remove": "asks no database",
  "browser install": "asks no database",
  init: "makes the tables first",
  runs: "what it reads is what its failure would be written beside",
  "runs show": "what it reads is what its failure would be written beside",
  migrate: "what it makes is what errors are written into",
  errors: "what it reads is what its failure would be written into",
  backup: "a store that cannot be read is told to whoever called, not written into that store",
  restore: "the store that it makes is not there yet",
};

/**
 * Commands that depend on tables of operations, with the table that is dropped. For others, all mined data is dropped.
 */
const LIVES_ON: Record<string, string[]> = {
  "alerts list": ["Alert"],
  "alerts send": ["WatchState"],
  "alerts test": ["Alert"],
  health: ["WatchState"],
  metrics: ["MetricsTotal"],
  purge: ["MetricsHourly"],
};

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:1";

/** Arguments for commands that need some. */
const ARGUMENTS: Record<string, string[]> = {
  archive: ["--older-than", "24mo", "--out", ".", "--yes"],
  seed: ["natgeo"],
  "audience add": ["makers", "--lang", "de"],
  "audience count": ["--lang", "de"],
  "audience diff": ["makers", "others"],
  "audience remove": ["makers"],
  "audience show": ["makers"],
  discover: ["--audience", "makers"],
  "discover report": ["--audience", "makers"],
  show: ["natgeo"],
  import: ["-", "--observed-at", "2026-01-01T00:00:00Z"],
  "queue add": ["natgeo"],
  "clones watch": ["natgeo"],
  "clones task add": ["--female", "5"],
  health: ["--timeout", "2"],
  "clones dismiss": ["natgeo", "natge0"],
  "sequence add": ["vegan", "--campaign", "019cc043-9d00-75e0-9e83-192cca9a643e"],
  "sequence close": ["vegan"],
  "sequence pause": ["vegan"],
  "sequence resume": ["vegan"],
  "sequence results": ["vegan", "--file", "/dev/null"],
  "sequence set": ["vegan", "--daily-cap", "7"],
  "sequence show": ["vegan"],
  "import-sequence": ["--sequence", "vegan"],
  "suppress add": ["someone@example.com"],
  "suppress import": ["-"],
  "suppress remove": ["someone@example.com"],
  forget: ["natgeo"],
  "subject-report": ["natgeo"],
};

const HOUSE = [
  "Run",
  "ErrorLog",
  "Metrics",
  "MetricsHourly",
  "MetricsTotal",
  "SourceState",
  "SourcePrice",
  "Spend",
  "SpendReserved",
  "Alert",
  "WatchState",
  "SchemaMigration",
  // Commits are looked up there, and errors do not mention people who were erased.
  "CommitMark",
  "Forgotten",
  "ForgetSalt",
];

const commands = (
  JSON.parse(readFileSync(new URL("../../dist/commands/manifest.json", import.meta.url), "utf8")) as {
    name: string;
  }[]
).map(({ name }) => name);

describe("a command whose tables are gone leaves a row in ErrorLog", () => {
  test.each(commands.filter((name) => UNLOGGED[name] === undefined))("%s", async (name) => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    const { rows } = await sql<{ table: string }>`
      select table_name as table from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
    `.execute(db);
    const mined = rows.map(({ table }) => table).filter((table) => !HOUSE.includes(table));
    for (const table of LIVES_ON[name] ?? mined)
      await sql`drop table ${sql.table(table)} cascade`.execute(db);
    const environment = {
      ...environmentOf(settings),
      IGMINER_DATA_DIR: await emptyFolder(),
      IGMINER_WEB_BASE_URL: NOWHERE,
      IGMINER_ALERT_WEBHOOK_URL: NOWHERE,
      IGMINER_INSTANTLY_BASE_URL: NOWHERE,
      IGMINER_INSTANTLY_KEY: "a-key",
    };
    const args = [...name.split(" "), ...(ARGUMENTS[name] ?? [])];
    const result = await runCli(args, environment, "@natgeo\n");
    expect(result.code, result.stderr).toBe(1);
    const errors = await db.selectFrom("ErrorLog").select(["command", "kind", "stack"]).execute();
    expect(errors).toEqual([
      { command: name, kind: "42P01", stack: expect.stringContaining("does not exist") },
    ]);
  });
});
