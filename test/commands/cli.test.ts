import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { readReference } from "../../src/cli/reference.js";
import type { Schema } from "../../src/core/db/schema.js";
import { runCli, sandboxEnvironment, sandboxOf, startCli } from "../support/cli.js";
import { serverOf } from "../support/servers.js";
import { emptyFolder, emptyStore, environmentOf, opened, readyStore } from "../support/stores.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describe("wrong usage and settings end with exit 2 and two lines that help", () => {
  test.each([
    [["mine"], {}, "unknown command 'mine'", "igminer --help"],
    [["mine-new", "--bath", "5"], {}, "unknown option '--bath'", "--batch"],
    [["mine-new", "--batch", "many"], {}, "--batch many: not a number", "--help"],
    [["mine-new", "--batch", "0"], {}, "--batch 0: expected 1 or more", "--help"],
    [["mine-new", "--source", "telepathy"], {}, "expected one of: hiker", "--help"],
    [["mine-new", "--source", "hiker"], {}, "IGMINER_HIKER_KEY is not set", "--source web"],
    [["errors", "--since", "yesterday"], {}, "expected a time span", "--help"],
    [["config"], { IGMINER_HTTP_TIMEOUT_MS: "soon" }, "IGMINER_HTTP_TIMEOUT_MS", "igminer config"],
    [["status"], { DATABASE_URL: "postgres//s3cret" }, "expected postgres://", "igminer config"],
    [["seed", "--file", "/no/such/file"], {}, "/no/such/file cannot be read", "for standard input"],
    [["seed", "not a name", "..."], {}, "not a username", ""],
  ])("igminer %j %j", async (args, environment, message, hint) => {
    const result = await runCli(args, { ...environmentOf(await readyStore("embedded")), ...environment });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain(hint);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe("a database that is not there ends with exit 5, without its password", () => {
  test.each([
    ["nobody listens", () => "postgres://user:s3cret@127.0.0.1:1/none", "Is the server running"],
    [
      "the password is wrong",
      (url: string) => url.replace("igminer:igminer@", "igminer:s3cret@"),
      "Correct the password",
    ],
    ["the database does not exist", (url: string) => `${url}_not`, "Create the database first"],
  ])("%s", async (_what, urlOf, hint) => {
    const { url } = await emptyStore("postgres");
    const result = await runCli(["status"], { DATABASE_URL: urlOf(url as string) });
    expect(result, result.stderr).toMatchObject({ code: 5, stdout: "" });
    expect(result.stderr).toContain(hint);
    expect(result.stderr).not.toContain("s3cret");
  });

  test("a schema that is behind is refused with the command to run, which then helps", async () => {
    const environment = environmentOf(await emptyStore("postgres"));
    const refused = await runCli(["status"], environment);
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.stderr).toContain("Run: igminer migrate");
    expect((await runCli(["migrate", "--status"], environment)).stdout).toContain("pending");
    expect(await runCli(["migrate"], environment)).toMatchObject({ code: 0 });
    expect(await runCli(["status"], environment)).toMatchObject({ code: 0 });
  });
});

describe("usernames", () => {
  test("come from arguments, file and standard input, as people write them; a bad line is told with its number", async () => {
    const settings = await readyStore("embedded");
    const file = join(await emptyFolder(), "names.txt");
    await writeFile(
      file,
      "\uFEFF# my list\nNatGeo\n\n@nasa\nhttps://www.instagram.com/nike/?hl=en\nno good name\n",
    );
    const result = await runCli(
      ["seed", "@ADIDAS", "--file", file, "--source-tag", "spring", "--json"],
      environmentOf(settings),
    );
    expect(result).toMatchObject({ code: 3 });
    expect(JSON.parse(result.stdout)).toMatchObject({ added: 4, known: 0, invalid: 1 });
    expect(result.stderr).toContain(`${file}:6: not a username: no good name`);
    const piped = await runCli(["seed", "-", "--json"], environmentOf(settings), "nasa\r\nbmw\r\n");
    expect(JSON.parse(piped.stdout)).toEqual({
      added: 1,
      known: 1,
      kept_out: 0,
      invalid: 0,
      invalid_lines: [],
    });
    const { kysely: db } = await opened(settings);
    const rows = await db
      .selectFrom("InitialInstagramAccount")
      .select(["username", "source_tag"])
      .orderBy("username")
      .execute();
    expect(rows.map(({ username }) => username)).toEqual(["adidas", "bmw", "nasa", "natgeo", "nike"]);
    expect(rows.map(({ source_tag }) => source_tag)).toEqual(["spring", null, "spring", "spring", "spring"]);
  });
});

describe("mine-new", () => {
  test("on an empty database seeds itself, mines, discovers, and mines what it discovered in the same run", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore("embedded");
    const result = await runCli(["mine-new", "--batch", "60", "--json"], {
      ...sandboxEnvironment(sandbox),
      ...environmentOf(settings),
    });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    const summary = JSON.parse(result.stdout);
    expect(summary.claimed).toBe(60);
    // Three in a hundred of the sandbox's names belong to nobody.
    expect(summary.ok + summary.unknown).toBe(60);
    expect(summary.ok).toBeGreaterThan(50);
    expect(summary.discovered).toBeGreaterThan(60);
    // A few control questions more, before a name is believed to be absent.
    expect(summary.requests).toBeLessThanOrEqual(60 + 12);
  });

  test("with nothing to do exits 0 with one line that says why and what would change it", async () => {
    const database = await readyStore("embedded");
    const environment = environmentOf(database);
    await runCli(["seed", "natgeo"], environment);
    const { kysely } = await opened(database);
    await sql`update "InitialInstagramAccount" set outcome = 'not_found'`.execute(kysely);
    await kysely.destroy();
    const result = await runCli(["mine-new"], environment);
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^mine-new: .*igminer seed.*\n$/),
    });
  });

  test("a dry run asks nobody and writes nothing, also on an empty database", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore("embedded");
    const result = await runCli(["mine-new", "--batch", "3", "--dry-run", "--json"], {
      ...sandboxEnvironment(sandbox),
      ...environmentOf(settings),
    });
    expect(JSON.parse(result.stdout)).toMatchObject({
      dry_run: true,
      would_take: expect.arrayContaining(["adidas"]),
    });
    expect(sandbox.statistics().requests).toBe(0);
    const { kysely: db } = await opened(settings);
    expect(await db.selectFrom("InitialInstagramAccount").select("id").execute()).toEqual([]);
    expect(await db.selectFrom("Run").select("id").execute()).toEqual([]);
  });

  test("on SIGTERM saves what is in flight, gives the rest back, burns no attempt and exits 143", async () => {
    const sandbox = await sandboxOf({ latencyMs: 150 });
    const settings = await readyStore("postgres");
    const run = startCli(["mine-new", "--batch", "500", "--json"], {
      ...sandboxEnvironment(sandbox),
      ...environmentOf(settings),
    });
    while (sandbox.statistics().requests < 6) await sleep(10);
    run.process.kill("SIGTERM");
    const result = await run.ended;
    expect(result, result.stderr).toMatchObject({ code: 143 });
    expect(JSON.parse(result.stdout)).toMatchObject({ status: "interrupted", retried: 0, failed: 0 });
    const { kysely: db } = await opened(settings);
    const { rows } = await sql`
      select count(claimed_by)::int as claimed, sum(attempts)::int as attempts, count(*) filter (where outcome = 'ok')::int as ok
      from "InitialInstagramAccount"
    `.execute(db);
    expect(rows).toEqual([{ claimed: 0, attempts: 0, ok: sandbox.statistics().profiles }]);
  });

  test("a second SIGINT ends it without waiting for what is in flight", async () => {
    let isAsked = false;
    const silent = await serverOf(() => {
      isAsked = true;
    });
    const run = startCli(["mine-new"], {
      ...environmentOf(await readyStore("postgres")),
      IGMINER_WEB_BASE_URL: silent.href,
      IGMINER_HTTP_TIMEOUT_MS: "600000",
    });
    while (!isAsked) await sleep(10);
    // Two that arrive at the same time count as one.
    while (run.process.exitCode === null && run.process.signalCode === null) {
      run.process.kill("SIGINT");
      await sleep(200);
    }
    expect(await run.ended).toMatchObject({ signal: "SIGINT" });
  });

  /** Whether a command has connected to the store. */
  const isConnected = async (db: Kysely<Schema>) =>
    (
      await sql`select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
        db,
      )
    ).rows.length > 0;

  test("names from a pipe that is given as a file, as by a shell's <(…), are read once and whole", async () => {
    const pipe = join(await emptyFolder(), "names");
    execFileSync("mkfifo", [pipe]);
    const seeding = runCli(["seed", "--file", pipe], environmentOf(await readyStore("postgres")));
    await writeFile(pipe, "anna\nben\n");
    expect(await seeding).toMatchObject({ code: 0, stdout: expect.stringContaining("2 new usernames") });
  });

  test("the first SIGINT ends the wait for standard input that stays open", async () => {
    const store = await readyStore("postgres");
    const { kysely: db } = await opened(store);
    const run = startCli(["suppress", "import", "-"], environmentOf(store), null);
    while (!(await isConnected(db))) await sleep(10);
    run.process.kill("SIGINT");
    expect(await run.ended).toMatchObject({ code: 130, stderr: expect.stringContaining("interrupted") });
  });

  test("a second SIGTERM ends it also while it opens a FIFO that nobody writes to", async () => {
    const pipe = join(await emptyFolder(), "names");
    execFileSync("mkfifo", [pipe]);
    const store = await readyStore("postgres");
    const { kysely: db } = await opened(store);
    const run = startCli(["suppress", "import", pipe], environmentOf(store));
    while (!(await isConnected(db))) await sleep(10);
    const again = setInterval(() => run.process.kill("SIGTERM"), 500);
    onTestFinished(() => clearInterval(again));
    const { code, signal } = await run.ended;
    expect(signal ?? code).toBeOneOf(["SIGTERM", 143]);
  });

  test("under faults of every kind ends in order, loses nothing, and mines everything when asked again", async () => {
    const sandbox = await sandboxOf({
      accounts: 250,
      faults: {
        "500": 0.05,
        timeout: 0.01,
        html: 0.03,
        truncated: 0.04,
        reset: 0.03,
        empty: 0.02,
        challenge: 0.01,
      },
    });
    const settings = await readyStore("postgres");
    const environment = {
      ...sandboxEnvironment(sandbox),
      ...environmentOf(settings),
      IGMINER_HTTP_TIMEOUT_MS: "400",
    };
    const { kysely: db } = await opened(settings);
    const codes: (number | null)[] = [];
    for (let turn = 0; turn < 12; turn++) {
      codes.push((await runCli(["mine-new", "--batch", "500", "--concurrency", "8"], environment)).code);
      const { rows } = await sql<{ left: number }>`
        select count(*)::int as left from "InitialInstagramAccount" where outcome is null or outcome = 'retry'
      `.execute(db);
      if (rows[0]?.left === 0) break;
      await sql`update "InitialInstagramAccount" set next_attempt_at = now() where outcome = 'retry'`.execute(
        db,
      );
      await sql`update "SourceState" set rate_per_minute = 600000, breaker_changed_at = breaker_changed_at - interval '2 hours'`.execute(
        db,
      );
    }
    expect(codes.every((code) => code === 0 || code === 3 || code === 4)).toBe(true);
    const { rows } = await sql<{ outcome: string; rows: number }>`
      select outcome, count(*)::int as rows from "InitialInstagramAccount" group by outcome order by outcome
    `.execute(db);
    const outcomes = Object.fromEntries(rows.map(({ outcome, rows: count }) => [outcome, count]));
    // For absent names nothing is certain yet: a source in such a state is not believed.
    expect(Object.keys(outcomes).sort()).toEqual(["ok", "unknown"]);
    expect(outcomes.ok).toBeGreaterThan(200);
    const wrong =
      await sql`select kind from "ErrorLog" where kind not in ('transient', 'blocked', 'bad_response', 'rate_limited')`.execute(
        db,
      );
    expect(wrong.rows).toEqual([]);
  });

  test("a wrong key stops with exit 2 before it burns anything, and the key is nowhere to be read", async () => {
    const sandbox = await sandboxOf({ hikerKey: "right" });
    const settings = await readyStore("postgres");
    const environment = {
      ...environmentOf(settings),
      IGMINER_HIKER_KEY: "wr0ng-k3y",
      IGMINER_HIKER_BASE_URL: sandbox.url,
    };
    const result = await runCli(["mine-new", "--verbose"], environment);
    expect(result).toMatchObject({ code: 2 });
    const errors = await runCli(["errors", "--json"], environment);
    const config = await runCli(["config"], environment);
    expect(`${result.stdout}${result.stderr}${errors.stdout}${config.stdout}`).not.toContain("wr0ng-k3y");
    expect(errors.stdout).toContain("the key is not accepted");
    expect(sandbox.statistics().requests).toBeLessThanOrEqual(4);
  });

  test("with the key but no balance left stops with exit 4 and keeps what was paid for", async () => {
    const sandbox = await sandboxOf({ hikerBalance: 40 });
    const settings = await readyStore("postgres");
    const environment = {
      ...environmentOf(settings),
      IGMINER_HIKER_KEY: "key",
      IGMINER_HIKER_BASE_URL: sandbox.url,
    };
    const result = await runCli(["mine-new", "--json"], environment);
    expect(result).toMatchObject({ code: 4 });
    const summary = JSON.parse(result.stdout);
    expect(summary.stop_reason).toContain("out_of_budget");
    expect(summary.ok).toBeGreaterThan(5);
    const { kysely: db } = await opened(settings);
    expect((await db.selectFrom("InstagramAccountBase").select("id").execute()).length).toBe(summary.ok);
    const used = await db.selectFrom("SourceState").select("used_today").executeTakeFirst();
    expect(Number(used?.used_today)).toBeGreaterThanOrEqual(39);
  });
});

describe("two at once", () => {
  test("on the embedded database the second waits for the first and says so", async () => {
    const sandbox = await sandboxOf({ latencyMs: 60 });
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(await readyStore("embedded")) };
    const first = startCli(["mine-new", "--batch", "60"], environment);
    while (sandbox.statistics().requests === 0) await sleep(10);
    const second = await runCli(["seed", "some.new.name", "--json"], environment);
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(second, second.stderr).toMatchObject({ code: 0 });
    expect(second.stderr).toContain("waiting for it (up to 30 s)");
    expect(JSON.parse(second.stdout)).toMatchObject({ added: 1 });
  });

  test("on one PostgreSQL four mine side by side: no username is fetched twice, all are mined", async () => {
    const sandbox = await sandboxOf({ accounts: 400, latencyMs: 5 });
    const settings = await readyStore("postgres");
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await runCli(["seed"], environment);
    for (let turn = 0; turn < 3; turn++) {
      const runs = await Promise.all(
        [1, 2, 3, 4].map(() => runCli(["mine-new", "--batch", "400", "--concurrency", "4"], environment)),
      );
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    }
    const { perProfile, profiles } = sandbox.statistics();
    const { kysely: db } = await opened(settings);
    // For an unproven source at most ten existing accounts per run are requested again before its absences are
    // believed.
    const repeated = Object.values(perProfile).reduce((sum, times) => sum + times - 1, 0);
    const { rows } = await sql`
      select count(*) filter (where outcome is null)::int as left, count(*) filter (where outcome = 'ok')::int as ok
      from "InitialInstagramAccount"
    `.execute(db);
    expect(repeated).toBeLessThanOrEqual(4 * 3 * 10);
    expect(rows).toEqual([{ left: 0, ok: profiles }]);
    expect(profiles).toBeGreaterThan(350);
  });
});

describe("status and friends", () => {
  test("--check exits 1 and says what is wrong: breaker, dead run, dead letters", async () => {
    const settings = await readyStore("postgres");
    const environment = environmentOf(settings);
    expect(await runCli(["status", "--check"], environment)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("All is well."),
    });
    const nightly = ["status", "--check", "--quiet"];
    expect(await runCli(nightly, environment)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const { kysely: db } = await opened(settings);
    await sql`insert into "SourceState" (source, rate_per_minute, breaker) values ('web', 12, 'open')`.execute(
      db,
    );
    await sql`insert into "Run" (command, host, pid, version, heartbeat_at) values ('mine-new', 'h', 1, '0', now() - interval '5 minutes')`.execute(
      db,
    );
    await sql`
      insert into "InitialInstagramAccount" (username, source, outcome, attempts, last_error)
      values ('lost.name', 'SEED', 'failed', 5, 'transient: gave up')
    `.execute(db);
    const result = await runCli(["status", "--check", "--json"], environment);
    expect(result.code).toBe(1);
    const { problems } = JSON.parse(result.stdout) as { problems: { kind: string }[] };
    expect(problems.map(({ kind }) => kind)).toEqual(["died", "breaker", "dead_letters"]);
    const { stdout } = await runCli(nightly, environment);
    expect(stdout).toMatch(/^Something is wrong:(\n {2}.+){3}\n$/);
  });

  test("a command that used to run every minute and has not for an hour is overdue", async () => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await sql`
      insert into "Run" (command, host, pid, version, started_at, heartbeat_at, finished_at, status)
      select 'mine-new', 'h', 1, '0', t, t, t, 'done' from generate_series(now() - interval '70 minutes', now() - interval '60 minutes', interval '1 minute') as t
    `.execute(db);
    const result = await runCli(["status", "--check"], environmentOf(settings));
    expect(result).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("mine-new is overdue: last started 60 min ago, usually every 1 min"),
    });
  });

  test("retry puts failed items back with all attempts before them, and only those that were asked for", async () => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await sql`insert into "InitialInstagramAccount" (username, source, outcome, attempts) values ('a', 'SEED', 'failed', 5), ('b', 'SEED', 'failed', 5), ('c', 'SEED', 'ok', 0)`.execute(
      db,
    );
    const result = await runCli(["retry", "--subject", "@A", "--json"], environmentOf(settings));
    expect(JSON.parse(result.stdout)).toEqual({ put_back: 1 });
    const rows = await db
      .selectFrom("InitialInstagramAccount")
      .select(["outcome", "attempts"])
      .orderBy("username")
      .execute();
    expect(rows).toEqual([
      { outcome: "retry", attempts: 0 },
      { outcome: "failed", attempts: 5 },
      { outcome: "ok", attempts: 0 },
    ]);
    expect((await runCli(["retry", "--command", "no-such"], environmentOf(settings))).code).toBe(2);
  });

  test("config shows each value with its origin; flag wins over environment over .env over file; unknown names are told", async () => {
    const environment = {
      ...environmentOf(await readyStore("embedded")),
      IGMINER_WEB_RATE_PER_MINUTE: "20",
      IGMINER_WEB_RATE_PER_MINUT: "1",
      IGMINER_HIKER_KEY: "s3cret",
    };
    const result = await runCli(["config", "--json", "--set", "IGMINER_HTTP_TIMEOUT_MS=1234"], environment);
    const { settings } = JSON.parse(result.stdout) as {
      settings: { setting: string; value: string; origin: string }[];
    };
    const of = (name: string) => settings.find(({ setting }) => setting === name);
    expect(of("IGMINER_HTTP_TIMEOUT_MS")).toMatchObject({ value: "1234", origin: "flag" });
    expect(of("IGMINER_WEB_RATE_PER_MINUTE")).toMatchObject({ value: "20", origin: "environment" });
    expect(of("IGMINER_HIKER_KEY")).toMatchObject({ value: "••••••" });
    expect(result.stderr).toContain(
      "Unknown setting IGMINER_WEB_RATE_PER_MINUT; did you mean IGMINER_WEB_RATE_PER_MINUTE?",
    );
  });

  test("a reader that closes the pipe early ends the command without an error", async () => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await sql`insert into "ErrorLog" (command, kind, message) select 'c', 'k', repeat('long ', 200) from generate_series(1, 5000)`.execute(
      db,
    );
    const piped = spawnSync(
      "bash",
      [
        "-c",
        `set -o pipefail; node bin/igminer.js errors --limit 5000 --format csv | head -1; echo "code \${PIPESTATUS[0]}"`,
      ],
      {
        cwd: ROOT,
        env: { PATH: process.env.PATH, HOME: "/nonexistent", ...environmentOf(settings) },
        encoding: "utf8",
      },
    );
    expect(piped.stdout).toBe("at,command,subject,kind,message\ncode 0\n");
    expect(piped.stderr).toBe("");
  });

  test("the help of every command names its flags and shows an example", async () => {
    const help = await runCli(["--help"], {});
    const listed = [...help.stdout.matchAll(/^ {2}([a-z][a-z -]+?) {2}/gm)].map(([, name]) => name as string);
    const commands = await readReference();
    expect(listed.toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
    for (const { name, examples } of commands)
      expect([name, examples.filter((line) => line.includes(`igminer ${name}`))]).not.toEqual([name, []]);
    for (const name of ["mine-new", "clones report", "audience add"]) {
      const { code, stdout } = await runCli([...name.split(" "), "--help"], {});
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toMatch(/Examples:\n {2}igminer /);
      for (const { flag, summary } of commands.find((command) => command.name === name)?.flags ?? []) {
        expect(stdout).toContain(flag);
        expect(stdout.replaceAll(/\s+/g, " ")).toContain(summary.replaceAll(/\s+/g, " "));
      }
    }
  });
});
