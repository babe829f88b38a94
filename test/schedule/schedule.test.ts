import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { exampleSchedule } from "../../scripts/example-schedule.js";
import { globalFlags, readReference } from "../../src/cli/reference.js";
import { overdueBy, serviceStates } from "../../src/core/observe/chain.js";
import type { LastRun } from "../../src/core/observe/status.js";
import { calendarOf, cronOf, intervalSecondsOf, type Rhythm } from "../../src/core/schedule/rhythm.js";
import { configuredServices, SERVICES, serviceOf } from "../../src/core/schedule/services.js";
import { unitFilesOf } from "../../src/core/schedule/units.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/stores.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const commands = await readReference();
const installed = configuredServices({ commands: commands.map(({ name }) => name), isSet: () => true });
/** Commands that a person starts: with files, for an audience, or once per installation. */
const BY_HAND = ["archive", "import", "discover", "browser install"];
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test.each<[Rhythm, string, string, number]>([
  [{ everyMinutes: 5, from: 0 }, "*/5 * * * *", "*-*-* *:00/5:00", 300],
  [{ everyMinutes: 15, from: 4 }, "4-59/15 * * * *", "*-*-* *:04/15:00", 900],
  [{ hourlyAt: 7 }, "7 * * * *", "*-*-* *:07:00", 3_600],
  [{ dailyAt: "3:30" }, "30 3 * * *", "*-*-* 03:30:00", 86_400],
])("%j is said to cron and to systemd alike", (rhythm, cron, calendar, seconds) => {
  expect([cronOf(rhythm), calendarOf(rhythm), intervalSecondsOf(rhythm)]).toEqual([cron, calendar, seconds]);
});

describe("the table of services", () => {
  test("names each once, and feeds none from what it does not hold", () => {
    const names = SERVICES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(SERVICES.flatMap(({ fedBy }) => fedBy).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("has every command of this igminer that works in batches", () => {
    const bounded = commands.filter(({ flags }) => flags.some(({ flag }) => flag === "--batch"));
    const names = bounded.map(({ name }) => name);
    expect(names).toContain("mine-new");
    expect(names.filter((name) => serviceOf(name) === undefined && !BY_HAND.includes(name))).toEqual([]);
  });

  test("calls each command with flags that it takes", () => {
    const takes = new Map(commands.map(({ name, flags }) => [name, [...flags, ...globalFlags()]]));
    for (const { name, flags } of installed) {
      const known = takes.get(name)?.map(({ flag }) => flag);
      for (const [flag] of flags.matchAll(/--[a-z-]+/g))
        expect([name, known]).toEqual([name, expect.arrayContaining([flag])]);
    }
  });

  test("is what crontab.example and systemd/ were written from; npm run schedule writes them anew", () => {
    for (const { path, text } of exampleSchedule())
      expect([path, readFileSync(join(ROOT, path), "utf8")]).toEqual([path, text]);
  });
});

test.runIf(hasSystemd)(
  "systemd finds no fault with the units, and reads the timers as cron would",
  async () => {
    const units = unitFilesOf(installed, "/usr/bin/env igminer").filter(
      ({ path }) => !path.endsWith(".conf"),
    );
    const folder = join(ROOT, "systemd");
    const verified = spawnSync(
      "systemd-analyze",
      ["verify", ...units.map(({ path }) => join(folder, path))],
      {
        encoding: "utf8",
      },
    );
    expect([verified.status, verified.stderr]).toEqual([0, ""]);
    for (const { rhythm } of SERVICES) {
      const { stdout } = spawnSync("systemd-analyze", ["calendar", "--iterations=2", calendarOf(rhythm)], {
        encoding: "utf8",
        env: { ...process.env, TZ: "UTC" },
      });
      const times = [...stdout.matchAll(/(?:Next elapse|Iter(?:ation|\.) #2): \w+ ([\d-]+ [\d:]+) UTC/g)].map(
        ([, time]) => Date.parse(`${time}Z`),
      );
      expect([cronOf(rhythm), ((times[1] as number) - (times[0] as number)) / 1_000]).toEqual([
        cronOf(rhythm),
        // A rhythm that does not begin at 0 has one shorter pause per hour.
        expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= intervalSecondsOf(rhythm)),
      ]);
    }
  },
);

test("schedule print writes a crontab, and units as files", async () => {
  const folder = await emptyFolder();
  const cron = await runCli(["schedule", "print"], {});
  expect(cron.stdout).toMatch(/^\*\/5 \* \* \* \* .*igminer\.js'? mine-new --batch 200/m);
  const printed = await runCli(["schedule", "print", "--format", "systemd", "--out", folder], {});
  expect(printed.code).toBe(0);
  const dropIn = readFileSync(join(folder, "igminer@mine-new.service.d/command.conf"), "utf8");
  expect(dropIn).toContain('Environment="IGMINER_CALL=mine-new --batch 200');
  expect(existsSync(join(folder, "igminer@alerts-send.timer"))).toBe(true);
  const underAFile = join(folder, "igminer@.service", "units");
  expect(await runCli(["schedule", "print", "--out", underAFile], {})).toMatchObject({ code: 1 });
});

describe("the chain", () => {
  const run = (command: string, changes: Partial<LastRun> = {}): LastRun => ({
    command,
    run_id: 1n,
    status: "done",
    started_at: new Date(),
    ageSeconds: 60,
    waitedSeconds: changes.ageSeconds ?? 60,
    silentSeconds: 60,
    durationSeconds: 10,
    claimed: 5n,
    ok: 5n,
    errors: 0n,
    exit_code: 0,
    stop_reason: null,
    usualPauseSeconds: null,
    starts: 20,
    ...changes,
  });
  const statesOf = (runs: LastRun[]) =>
    Object.fromEntries(
      serviceStates(SERVICES, runs, 60).map(({ service, state, starvedBy }) => [
        service.name,
        [state, ...starvedBy].join(" < "),
      ]),
    );
  const idle = { claimed: 0n };

  test("says what is up to date, and by whose trouble the rest is starved, however far up it is", () => {
    const states = statesOf([
      run("mine-new", { status: "stopped", claimed: 0n, stop_reason: "rate_limited" }),
      run("refresh", { status: "failed" }),
      run("find-emails", idle),
      run("verify-emails", idle),
      run("mark-bad-emails"),
      run("detect-langs", idle),
      run("label-gmail", idle),
    ]);
    expect(states).toMatchObject({
      "mine-new": "stopped",
      refresh: "failing",
      "find-emails": "starved < mine-new < refresh",
      "verify-emails": "starved < mine-new < refresh",
      "mark-bad-emails": "idle",
      "detect-langs": "starved < mine-new < refresh",
      "label-gmail": "idle",
      qualify: "never run",
    });
    expect(
      statesOf([run("mine-new"), run("refresh", { status: "failed" }), run("detect-langs", idle)]),
    ).toMatchObject({ "detect-langs": "caught up" });
  });

  test("takes a silent run for failing and a late one for overdue", () => {
    expect(
      statesOf([
        run("mine-new", { status: "running", silentSeconds: 10 }),
        run("refresh", { status: "running", silentSeconds: 61 }),
        run("qualify", { ageSeconds: 10_000 }),
      ]),
    ).toMatchObject({ "mine-new": "running", refresh: "failing", qualify: "overdue" });
  });

  test.each<[string, Partial<LastRun>, boolean]>([
    ["five minutes late by the table", { ageSeconds: 890 }, false],
    ["a quarter of an hour after it was due", { ageSeconds: 1_210 }, true],
    ["tried once by hand a week ago", { ageSeconds: 604_800, starts: 1 }, false],
    [
      "with a habit of its own, slower than the table",
      { ageSeconds: 7_000, usualPauseSeconds: 3_600 },
      false,
    ],
    ["still running", { ageSeconds: 100_000, status: "running" }, false],
  ])("a command %s", (_what, changes, isOverdue) => {
    expect(overdueBy(run("mine-new", changes), serviceOf("mine-new")) !== null).toBe(isOverdue);
  });
});
