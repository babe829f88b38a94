import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newOracle, toldIn } from "../../chaos/embedded-oracle.js";

const CHAOS = fileURLToPath(new URL("../../chaos/", import.meta.url));

function run(file: string, args: readonly string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, ["--import", "tsx", `${CHAOS}${file}`, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

test("a step that does not exist, and no PostgreSQL, are errors of the harness", { timeout: 300_000 }, () => {
  const unknown = run("run.ts", ["--steps", "lunch"]);
  expect(unknown.status, unknown.stderr).toBe(2);
  expect(unknown.stderr).toContain("--steps: lunch is none of begun");
  const away = run("run.ts", ["--short"], { TEST_POSTGRES_URL: "postgres://nobody@127.0.0.1:1" });
  expect(away.status).toBe(1);
  expect(away.stderr).toContain("ECONNREFUSED");
});

test("what was told to be committed has to be there whole; what was under way may be, whole", () => {
  const oracle = newOracle();
  oracle.note(toldIn("found {}\nbegins 1\ncommitted 1\nbegins 2\ncommit"));
  expect(oracle.check({ "1": 20 })).toEqual([]);
  expect(oracle.check({})).toEqual(["batch 1 was committed, and 0 of its rows are there"]);

  oracle.note(toldIn('found {"1":20}\nbegins 2\n'));
  expect(oracle.check({ "1": 20, "2": 7 })).toEqual(["batch 2 is there by half: 7 rows"]);
  expect(oracle.check({ "1": 20, "2": 20, "9": 20 })).toEqual(["batch 9 was never written, and is there"]);
});
