/**
 * Kills the embedded store again and again: in the middle of writes, and while it recovers from the previous kill.
 * Whatever was reported as committed must be there completely; what was in progress may be there completely or not at
 * all.
 *
 *   npm run chaos:embedded -- [--kills 200] [--seed 1]
 */
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openDatabase } from "../src/core/db/database.js";
import { migrate } from "../src/core/db/migrate.js";
import { hashOf, shareOf } from "../src/sandbox/random.js";
import { POOL } from "../test/support/template.js";
import { temporaryFolder } from "../test/support/temporary-folder.js";
import { newOracle, type Told, toldIn } from "./embedded-oracle.js";
import { flagsOf, wholeFlag } from "./flags.js";

/** Bundled once, because it is started as often as it is killed. Its packages are found from there. */
const WRITER = fileURLToPath(new URL("../node_modules/.cache/igminer-chaos/writer.mjs", import.meta.url));
/** One in this many kills happens before the store is open. */
const OPENING_EACH = 8;
const LONGEST_OPENING_MS = 60_000;

const values = flagsOf({ kills: { type: "string", default: "200" }, seed: { type: "string", default: "1" } });
const [kills, seed] = [wholeFlag("kills", values.kills), wholeFlag("seed", values.seed)];
await build({
  entryPoints: [fileURLToPath(new URL("./embedded-writer.ts", import.meta.url))],
  outfile: WRITER,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
});
const dataDir = temporaryFolder("embedded");
const oracle = newOracle();
const problems: string[] = [];
let [inWrite, inOpening] = [0, 0];
try {
  const database = await openDatabase({ settings: { url: null, dataDir, pool: POOL }, notify: () => {} });
  await migrate(database.kysely);
  await database.close();
  for (let kill = 1; kill <= kills; kill++) {
    const told = await writeAndKill(kill);
    if (told.found === null) inOpening++;
    else problems.push(...oracle.check(told.found).map((problem) => `after kill ${kill - 1}: ${problem}`));
    if (told.begun !== null && !told.committed.includes(told.begun)) inWrite++;
    oracle.note(told);
    if (kill % 20 === 0)
      console.error(`${kill} kills, ${oracle.next() - 1} batches, ${problems.length} problems`);
  }
  console.log(
    `${kills} kills: ${inWrite} while a batch was written, ${inOpening} before the store was open; ${oracle.next() - 1} batches`,
  );
  if (inWrite === 0) problems.push("no kill came while something was written: nothing is shown");
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? "promise kept" : `promise broken: ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

/** Lets a writer write, and kills it at a chosen moment. @returns what it has reported. */
async function writeAndKill(kill: number): Promise<Told> {
  const child = spawn(process.execPath, [WRITER, dataDir, String(oracle.next())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const isOpen = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("begins")) resolve();
    });
  });
  const share = shareOf(hashOf(seed, kill));
  if (kill % OPENING_EACH === 0) await sleep(300 + 1_500 * share);
  else {
    await Promise.race([isOpen, ended, sleep(LONGEST_OPENING_MS, undefined, { ref: false })]);
    await sleep(400 * share);
  }
  if (child.exitCode !== null)
    problems.push(`the writer ended by itself before kill ${kill}, with ${child.exitCode}`);
  child.kill("SIGKILL");
  await ended;
  return toldIn(stdout);
}
