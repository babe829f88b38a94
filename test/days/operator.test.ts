import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hikerEnvironment, runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder, emptyStore, environmentOf, readyStore } from "../support/stores.js";

/** A machine in use: a migrated PostgreSQL, a source, a few names. */
async function workingMachine() {
  const folder = await emptyFolder();
  const sandbox = await sandboxOf();
  const store = environmentOf(await readyStore("postgres"));
  const environment: Record<string, string> = { ...sandboxEnvironment(sandbox), ...store, HOME: folder };
  return {
    folder,
    environment,
    igminer: (...args: string[]) => runCli(args, environment, "", folder),
  };
}

test("the day something failed at night: status names it, runs and errors explain it, and it goes once it is mended", async () => {
  const { igminer, environment, folder } = await workingMachine();
  await igminer("seed", "natgeo", "nike");
  expect(await igminer("mine-new", "--batch", "2")).toMatchObject({ code: 0 });
  const wrongKey = { ...environment, ...hikerEnvironment(await sandboxOf({ hikerKey: "another" })) };
  const night = await runCli(["refresh", "--source", "hiker", "--force", "--quiet"], wrongKey, "", folder);
  expect(night, night.stderr).toMatchObject({
    code: 2,
    // A scheduler mails all output: --quiet prints no success, but every failure.
    stdout: expect.stringMatching(/the key is not accepted[\s\S]*igminer config/),
  });
  const check = await igminer("status", "--check", "--quiet");
  expect(check).toMatchObject({ code: 1, stdout: expect.stringContaining("refresh: its last run failed") });

  const runs = JSON.parse((await igminer("runs", "--command", "refresh", "--since", "1d", "--json")).stdout);
  const last = runs.runs[0];
  expect(last).toMatchObject({ command: "refresh" });
  expect((await igminer("runs", "show", String(last.id))).stdout).toContain("refresh");
  expect((await igminer("errors", "--since", "1d")).stdout).toContain("refresh");

  expect(await igminer("refresh", "--force", "--quiet")).toMatchObject({ code: 0, stdout: "" });
  expect(await igminer("status", "--check", "--quiet")).toMatchObject({ code: 0, stdout: "" });
});

test("the day of a deletion request: reported, shown, erased, and kept out of every way in", async () => {
  const { igminer, folder } = await workingMachine();
  await igminer("seed", "natgeo", "nike");
  await igminer("mine-new", "--batch", "2");
  expect((await igminer("subject-report", "nike")).stdout).toContain("nike");
  const preview = await igminer("forget", "nike", "--dry-run");
  expect(preview).toMatchObject({ code: 0, stdout: expect.stringContaining("would erase") });
  expect((await igminer("export", "usernames")).stdout).toContain("nike");
  expect(await igminer("forget", "nike", "--yes")).toMatchObject({ code: 0 });
  expect((await igminer("export", "usernames")).stdout).not.toContain("nike");
  writeFileSync(join(folder, "again.csv"), "username\nnike\n");
  for (const way of [
    ["seed", "nike"],
    ["queue", "add", "nike"],
    ["clones", "watch", "nike"],
    ["import", "again.csv"],
  ])
    expect((await igminer(...way)).stdout, way.join(" ")).toContain("1 kept out");
});

test("the days before and after a holiday: the schedule stands beside a person's own lines, rests, and goes", async () => {
  const { folder, environment } = await workingMachine();
  const table = join(folder, "table");
  writeFileSync(table, "MAILTO=me@example.com\n0 1 * * * my-backup\n");
  writeFileSync(
    join(folder, "crontab"),
    `#!/bin/sh\nif [ "$1" = -l ]; then cat "${table}"; else cat > "${table}"; fi\n`,
  );
  chmodSync(join(folder, "crontab"), 0o755);
  const withCron = { ...environment, PATH: `${folder}:${process.env.PATH}` };
  const igminer = (...args: string[]) => runCli(args, withCron, "", folder);

  expect(await igminer("schedule", "install", "--yes")).toMatchObject({ code: 0 });
  expect(readFileSync(table, "utf8")).toMatch(
    /^MAILTO=me@example\.com\n0 1 \* \* \* my-backup\n[\s\S]*mine-new/,
  );
  await igminer("pause", "--until", "2d");
  expect(JSON.parse((await igminer("mine-new", "--json")).stdout)).toMatchObject({ status: "paused" });
  expect((await igminer("status", "--check", "--quiet")).code).toBe(0);
  await igminer("resume");
  expect(JSON.parse((await igminer("detect-langs", "--json")).stdout)).toMatchObject({ status: "done" });
  expect(await igminer("schedule", "remove")).toMatchObject({ code: 0 });
  expect(readFileSync(table, "utf8")).toBe("MAILTO=me@example.com\n0 1 * * * my-backup\n");
});

test("the day the machine moves: one file carries the embedded store into PostgreSQL, and mining goes on there", {
  timeout: 300_000,
}, async () => {
  const folder = await emptyFolder();
  const sandbox = await sandboxOf();
  const old = { ...sandboxEnvironment(sandbox), HOME: folder, IGMINER_DATA_DIR: join(folder, "data") };
  await runCli(["seed", "natgeo", "nike", "adidas"], old, "", folder);
  expect(await runCli(["mine-new", "--batch", "2"], old, "", folder)).toMatchObject({ code: 0 });
  const before = await runCli(["export", "accounts"], old, "", folder);
  expect(await runCli(["backup", "all.backup"], old, "", folder)).toMatchObject({ code: 0 });

  const server = environmentOf(await emptyStore("postgres"));
  const moved = { ...sandboxEnvironment(sandbox), HOME: folder, ...server };
  expect(await runCli(["restore", "all.backup"], moved, "", folder)).toMatchObject({ code: 0 });
  expect((await runCli(["export", "accounts"], moved, "", folder)).stdout).toBe(before.stdout);
  const on = await runCli(["mine-new", "--batch", "1", "--json"], moved, "", folder);
  expect(JSON.parse(on.stdout)).toMatchObject({ status: "done", ok: 1 });
});
