import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import backup from "../../src/commands/backup.js";
import restore from "../../src/commands/restore.js";
import { EMBEDDED_POSTGRES } from "../../src/core/db/embedded.js";
import { lockEmbedded } from "../../src/core/db/embedded-lock.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { forgottenAmong } from "../../src/core/keep-out/forgotten.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { orderDeletion, readOpenOrders } from "../../src/core/outreach/orders.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { forget } from "../../src/core/privacy/forget.js";
import { runCli, startCli } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { weeksOfWork } from "../support/operating.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { emptyFolder, emptyStore, environmentOf, readyStore } from "../support/stores.js";

/** Every row of every table as text, and the next values of the sequences. */
async function everything(db: Kysely<Schema>): Promise<Record<string, unknown>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'm')
  `.execute(db);
  const found: Record<string, unknown> = {};
  for (const { name } of tables.filter((table) => table.name !== "SchemaMigration")) {
    const { rows } = await sql<{ line: string }>`
      select r::text as line from ${sql.table(name)} as r order by r::text collate "C"
    `.execute(db);
    found[name] = rows.map(({ line }) => line);
  }
  const { rows: sequences } = await sql`
    select sequencename, last_value::text from pg_sequences where schemaname = current_schema() order by 1
  `.execute(db);
  return { ...found, sequences };
}

test("a backup of either kind of store is restored into either, row for row, with the pictures", async () => {
  const folder = await emptyFolder();
  const server = await readyStore("postgres");
  const dataDir = join(folder, "pictures of the server");
  await mkdir(join(dataDir, "pictures", "ab"), { recursive: true, mode: 0o700 });
  await writeFile(join(dataDir, "pictures", "ab", "abcd.jpg"), "a picture");
  await inStore(server, weeksOfWork);
  await inStore(server, async (db) => {
    // A deleted row's number is not used again.
    await sql`delete from "ErrorLog" where id = (select max(id) from "ErrorLog")`.execute(db);
    for (const view of [
      "AccountsByDay",
      "AccountsByCountry",
      "AccountsByLanguage",
      "CaptionsByLanguage",
      "AccountsByEngagement",
    ])
      await sql`refresh materialized view ${sql.table(view)}`.execute(db);
  });
  const original = await inStore(server, everything);
  const first = join(folder, "first.tar.gz");
  const made = await runCommand(backup, {}, { ...environmentOf(server), IGMINER_DATA_DIR: dataDir }, [first]);
  expect(made, made.message).toMatchObject({ code: 0 });
  expect((await stat(first)).mode & 0o777).toBe(0o600);

  const embedded = await emptyStore("embedded");
  const taken = await runCommand(restore, {}, environmentOf(embedded), [first]);
  expect(taken).toMatchObject({ code: 0, json: { accounts: 3_001, moved_aside: null } });
  expect(await inStore(embedded, everything)).toEqual(original);
  expect(await readFile(join(embedded.dataDir, "pictures", "ab", "abcd.jpg"), "utf8")).toBe("a picture");

  const second = join(folder, "second.tar.gz");
  expect(await runCommand(backup, {}, environmentOf(embedded), [second])).toMatchObject({ code: 0 });
  const back = await emptyStore("postgres");
  const place = { ...environmentOf(back), IGMINER_DATA_DIR: join(folder, "back") };
  expect(await runCommand(restore, {}, place, [second])).toMatchObject({ code: 0 });
  expect(await inStore(back, everything)).toEqual(original);
  // A database with content is never overwritten.
  expect(await runCommand(restore, { yes: true }, place, [second])).toMatchObject({
    code: 2,
    message: expect.stringContaining("holds data already"),
  });
  expect((await readdir(folder, { recursive: true })).filter((name) => /unfinished/.test(name))).toEqual([]);
});

test("a store that is there is moved aside only with --yes, and stays as it is where the file is no good", async () => {
  const folder = await emptyFolder();
  const settings = await readyStore("embedded");
  const environment = environmentOf(settings);
  const call = (...args: string[]) => runCli(args, environment);
  const file = join(folder, "igminer.tar.gz");
  await call("seed", "of.the.backup");
  expect(await call("backup", file)).toMatchObject({ code: 0, stdout: expect.stringContaining(file) });
  await call("seed", "seeded.since");
  expect(await call("restore", file)).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });

  const packed = await readFile(file);
  for (const part of [0.1, 0.5, 0.9])
    await writeFile(join(folder, `cut at ${part}`), packed.subarray(0, packed.length * part));
  await writeFile(join(folder, "text"), "no archive\n");
  execFileSync("tar", ["-czf", join(folder, "other"), "-C", folder, "text"]);
  for (const bad of ["cut at 0.1", "cut at 0.5", "cut at 0.9", "text", "other", "nowhere"])
    expect(await call("restore", join(folder, bad), "--yes"), bad).toMatchObject({ code: 2 });
  expect(await readdir(settings.dataDir)).not.toContain("restore.unfinished");

  const done = await call("restore", file, "--yes", "--json");
  expect(done, done.stderr).toMatchObject({ code: 0 });
  const { moved_aside: aside } = JSON.parse(done.stdout) as { moved_aside: string };
  expect((await readFile(join(aside, "PG_VERSION"), "utf8")).trim()).toBe(EMBEDDED_POSTGRES);
  const names = (await call("export", "frontier", "--format", "jsonl")).stdout;
  expect(names).toContain("of.the.backup");
  expect(names).not.toContain("seeded.since");
});

test("who was erased or suppressed since the backup stays so when it is restored over the store that knows of it", async () => {
  const file = join(await emptyFolder(), "igminer.tar.gz");
  const settings = await readyStore("embedded");
  await inStore(settings, async (db) => {
    await observe(
      db,
      profileOf(1, { username: "lea.marsh", fullName: "Lea Marsh", publicEmail: "lea@marsch.example" }),
      profileOf(2, { username: "friend", biography: "with @lea.marsh, me@friend.example" }),
      profileOf(3, { username: "team", posts: [postOf(31, { caption: "Ask tia (at) salz (dot) example" })] }),
    );
    await addToFrontier(db, [{ username: "only.named", source: "SEED", sourceTag: null }]);
  });
  expect(await runCommand(backup, {}, environmentOf(settings), [file])).toMatchObject({ code: 0 });
  await inStore(settings, async (db) => {
    for (const username of ["lea.marsh", "only.named"])
      await forget(db, { kind: "username", username }, { remove: async () => false });
    // Only somebody else's text mentions her.
    await forget(db, { kind: "email", email: "tia@salz.example" }, { remove: async () => false });
    const friend = { kind: "email", value: "me@friend.example", reason: "asked", source: "manual" } as const;
    await inTransaction(db, (tx) => suppress(tx, [friend]));
    // Handed over and erased since: the backup does not know that anything must be ended.
    const lead = { via: "instantly", campaignId: "c", reference: "lead-1", value: null } as const;
    await inTransaction(db, (tx) =>
      orderDeletion(tx, [{ ...lead, outboxId: null, toList: null, isErasure: true }]),
    );
  });

  const done = await runCommand(restore, { yes: true }, environmentOf(settings), [file]);
  expect(done, done.message).toMatchObject({ code: 0, json: { accounts: 2, erased: 2, suppressed: 1 } });
  const { text, keptOut, orders } = await inStore(settings, async (db) => ({
    orders: await readOpenOrders(db),
    text: JSON.stringify(await everything(db)),
    keptOut: await forgottenAmong(db, "username", ["lea.marsh", "only.named", "friend"]),
  }));
  expect(text).not.toMatch(/lea.marsh|lea@marsch|only.named|salz/i);
  expect(text).toContain("me@friend.example");
  expect([...keptOut].sort()).toEqual(["lea.marsh", "only.named"]);
  expect(orders).toMatchObject([{ task: "delete", via: "instantly", orders: 1 }]);
});

test("a backup of a newer igminer, and a folder of another PostgreSQL, are refused in words", async () => {
  const folder = await emptyFolder();
  const settings = await readyStore("embedded");
  await inStore(settings, (db) =>
    sql`insert into "SchemaMigration" (id, name) values (999999, '999999_of_tomorrow')`.execute(db),
  );
  const newer = join(folder, "newer.tar.gz");
  execFileSync("tar", ["-czf", newer, "-C", settings.dataDir, "pgdata"]);
  const empty = environmentOf(await emptyStore("embedded"));
  expect(await runCommand(restore, {}, empty, [newer])).toMatchObject({
    code: 5,
    message: expect.stringContaining("newer than this igminer knows"),
  });
  await writeFile(join(settings.dataDir, "pgdata", "PG_VERSION"), "17\n");
  expect(await runCli(["status"], environmentOf(settings))).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("was made by PostgreSQL 17"),
  });
});

test("a backup waits for the command that uses the store, and an interrupted one leaves no file", async () => {
  const folder = await emptyFolder();
  const settings = await readyStore("embedded");
  const unlock = await lockEmbedded(settings.dataDir, 0, () => {});
  const waiting = startCli(["backup", join(folder, "a.tar.gz")], environmentOf(settings));
  await expect.poll(waiting.stderr, { timeout: 60_000 }).toContain("waiting for it");
  await unlock();
  expect((await waiting.ended).code).toBe(0);

  const locked = await lockEmbedded(settings.dataDir, 0, () => {});
  const interrupted = startCli(["backup", join(folder, "b.tar.gz")], environmentOf(settings));
  await expect.poll(interrupted.stderr, { timeout: 60_000 }).toContain("waiting for it");
  interrupted.process.kill("SIGINT");
  expect((await interrupted.ended).code).toBe(130);
  await locked();
  expect(await readdir(folder)).toEqual(["a.tar.gz"]);
});

test("a pipe or a device that is named as a file is written to, not replaced", async () => {
  const folder = await emptyFolder();
  const environment = environmentOf(await readyStore("embedded"));
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const args of [
    ["export", "frontier", "--out", pipe],
    ["man", "--out", pipe],
  ]) {
    const read = readFile(pipe);
    expect(await runCli(args, environment)).toMatchObject({ code: 0 });
    expect((await read).length).toBeGreaterThan(0);
    expect((await stat(pipe)).isFIFO()).toBe(true);
  }
});

test.runIf(process.platform === "linux")(
  "a disk that is full while a backup is written is named as such",
  async () => {
    const settings = await readyStore("embedded");
    const { code, stderr } = await runCli(["backup", "/dev/full"], environmentOf(settings));
    expect(stderr).toMatch(/\/dev\/full cannot be written: .*ENOSPC/);
    expect(code).toBe(1);
  },
);
