/**
 * Migrates from each earlier version, with rows: interrupted before and after each statement; then by two processes at
 * once whose connections are ended at random moments, even in the middle of a statement. In the end schema and rows
 * must equal those of an undisturbed store. Also, this igminer refuses each older schema, and an older igminer refuses
 * this one.
 *
 *   npm run chaos:migrations -- [--every 1] [--kills 30] [--seed 1]
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { requireCurrentSchema } from "../src/core/db/applied-migrations.js";
import { type Database, openDatabase } from "../src/core/db/database.js";
import { migrate } from "../src/core/db/migrate.js";
import { troubleOf } from "../src/core/db/trouble.js";
import { Failure, messageOf } from "../src/core/failure.js";
import type { FaultPoint } from "../src/core/fault-point.js";
import { hashOf, shareOf } from "../src/sandbox/random.js";
import { ALL_THERE, countsOf, MIGRATION_FILES, makeOldStore, schemaOf } from "../test/support/old-store.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { POOL } from "../test/support/template.js";
import { asked, endConnections } from "./ask.js";
import { flagsOf, wholeFlag } from "./flags.js";

const PACKAGE = fileURLToPath(new URL("../", import.meta.url));
/** The longest time before a migrating process's connections are ended. */
const LONGEST_LIFE_MS = 120;

const values = flagsOf({
  every: { type: "string", default: "1" },
  kills: { type: "string", default: "30" },
  seed: { type: "string", default: "1" },
});
const every = wholeFlag("every", values.every);
const kills = wholeFlag("kills", values.kills);
const seed = wholeFlag("seed", values.seed);
const problems: string[] = [];
const sums = { versions: 0, interrupted: 0, ended: 0 };
const postgres = await startPostgres();
try {
  const newest = await inDatabase("newest", async (db) => {
    await migrate(db);
    return await schemaOf(db);
  });
  for (let known = 1; known < MIGRATION_FILES.length; known += every) {
    const files = MIGRATION_FILES.slice(0, known);
    const from = files.at(-1) as string;
    const check = async (db: Database["kysely"], how: string) => {
      if (!isDeepStrictEqual(await schemaOf(db), newest)) problems.push(`${from}, ${how}: another schema`);
      if (!isDeepStrictEqual(await countsOf(db), ALL_THERE))
        problems.push(`${from}, ${how}: rows are missing`);
    };
    await inDatabase("interrupted", async (db) => {
      await makeOldStore(db, files);
      await refusesOlder(db, from);
      sums.interrupted += await migrateInterrupted(db);
      await check(db, "interrupted at each step");
    });
    await inDatabase("ended", async (db, url) => {
      await makeOldStore(db, files);
      sums.ended += await migrateByTwo(url, known);
      await check(db, "by two whose connections were ended");
    });
    sums.versions++;
    console.error(`${from}: ${sums.interrupted} interruptions and ${sums.ended} ended connections so far`);
  }
  await olderRefuses();
} finally {
  await postgres.stop();
}
console.log(
  `${sums.versions} versions; ${sums.interrupted} interruptions before or after a statement; connections ended ${sums.ended} times under two migrators`,
);
for (const problem of problems) console.log(problem);
if (sums.interrupted === 0 || sums.ended === 0) problems.push("nothing was disturbed: nothing is shown");
console.log(problems.length === 0 ? "promise kept" : `promise broken: ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function inDatabase<T>(
  name: string,
  use: (db: Database["kysely"], url: string) => Promise<T>,
): Promise<T> {
  await asked(`${postgres.url}/postgres`, `drop database if exists ${name} with (force)`);
  await asked(`${postgres.url}/postgres`, `create database ${name}`);
  const url = `${postgres.url}/${name}`;
  const { kysely, close } = await openStore(url);
  try {
    return await use(kysely, url);
  } finally {
    await close();
  }
}

function openStore(url: string): Promise<Database> {
  return openDatabase({ settings: { url, dataDir: "", pool: POOL }, notify: () => {} });
}

/** Interrupts each step once before and once after its commit, like the loss of the process. @returns how often. */
async function migrateInterrupted(db: Database["kysely"]): Promise<number> {
  class Interrupted extends Error {}
  const listeners = globalThis as { [listener: symbol]: unknown };
  const listener = Symbol.for("igminer.fault-point");
  let interruptions = 0;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const step of ["committing", "committed"]) {
      listeners[listener] = (point: FaultPoint) => {
        if (point !== step) return;
        delete listeners[listener];
        throw new Interrupted(step);
      };
      await migrate(db).catch((error: Error) => {
        if (!(error instanceof Interrupted) && !(error.cause instanceof Interrupted)) throw error;
        isDone = false;
        interruptions++;
      });
      delete listeners[listener];
    }
  }
  return interruptions;
}

/** Two processes migrate repeatedly while their connections are ended. @returns how often they were ended. */
async function migrateByTwo(url: string, version: number): Promise<number> {
  let working = 2;
  let ended = 0;
  async function migrator(): Promise<void> {
    for (;;) {
      const store = await openStore(url).catch(() => null);
      try {
        if (store === null) continue;
        await migrate(store.kysely);
        working--;
        return;
      } catch (error) {
        if (troubleOf(error) === null && troubleOf((error as Error).cause) === null) throw error;
      } finally {
        await store?.close().catch(() => {});
      }
    }
  }
  async function hangUp(): Promise<void> {
    for (let kill = 0; kill < kills && working > 0; kill++) {
      await sleep(LONGEST_LIFE_MS * shareOf(hashOf(seed, version, kill)));
      await endConnections(url);
      ended++;
    }
  }
  await Promise.all([migrator(), migrator(), hangUp()]);
  return ended;
}

async function refusesOlder(db: Database["kysely"], from: string): Promise<void> {
  const refusal = await requireCurrentSchema(db).catch((error: unknown) => error);
  if (!(refusal instanceof Failure && refusal.exitCode === 5 && refusal.hint.includes("igminer migrate")))
    problems.push(`${from}: this igminer does not refuse it: ${messageOf(refusal)}`);
}

/** Runs this program without its newest migrations, as an older version, on the newest schema. */
async function olderRefuses(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "older-igminer-"));
  try {
    for (const part of ["bin", "dist", "package.json", "sql"])
      cpSync(join(PACKAGE, part), join(folder, part), { recursive: true });
    symlinkSync(join(PACKAGE, "node_modules"), join(folder, "node_modules"));
    for (const file of MIGRATION_FILES.slice(-2)) rmSync(join(folder, "sql", file));
    await inDatabase("newer", async (db, url) => {
      await migrate(db);
      for (const args of [["status"], ["seed", "somebody"], ["mine-new", "--batch", "1"], ["migrate"]]) {
        const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin", "igminer.js"), ...args], {
          env: { PATH: process.env.PATH, HOME: folder, DATABASE_URL: url },
          encoding: "utf8",
        });
        if (status !== 5)
          problems.push(`an older igminer ${args.join(" ")} ended with ${status}: ${stderr.slice(-400)}`);
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
