import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withValues } from "../../src/cli/init/dotenv-file.js";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder, emptyStore, environmentOf } from "../support/stores.js";

test("init checks the answers, writes .env for this user alone, and mines a first account", async () => {
  const folder = await emptyFolder();
  const sandbox = await sandboxOf();
  const { DATABASE_URL = "", ...place } = environmentOf(await emptyStore("postgres"));
  writeFileSync(join(folder, "url"), `${DATABASE_URL}\n`);
  writeFileSync(join(folder, ".env"), "# mine\nIGMINER_HTTP_TIMEOUT_MS=9000\nDATABASE_URL=postgres://old\n", {
    mode: 0o644,
  });
  const environment = { ...place, ...sandboxEnvironment(sandbox) };
  const init = (...flags: string[]) =>
    runCli(["init", "--set", "IGMINER_HTTP_TIMEOUT_MS=8000", ...flags], environment, "", folder);
  const done = await init("--database", "@url", "--account", "natgeo");
  expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/1 items? done/) });
  const file = join(folder, ".env");
  expect(readFileSync(file, "utf8").split("\n").sort()).toEqual(
    ["", "# mine", "IGMINER_HTTP_TIMEOUT_MS=8000", `DATABASE_URL=${DATABASE_URL}`].sort(),
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const exported = await runCli(["export", "usernames"], environment, "", folder);
  expect(exported.stdout).toContain("natgeo");
});

test("init writes nothing that is not well, and takes no secret from the command line", async () => {
  const folder = await emptyFolder();
  const refused = await runCli(["init", "--hiker-key", "abc"], {}, "", folder);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--hiker-key @FILE") });
  const away = await runCli(["init", "--database", "postgres://127.0.0.1:1/x"], {}, "", folder);
  expect(away.code).toBe(5);
  expect(() => statSync(join(folder, ".env"))).toThrow("ENOENT");
});

test.each([
  ["plain", "A=plain\n"],
  ["two words # no comment", "A='two words # no comment'\n"],
  ["it's", 'A="it\'s"\n'],
])("%s is written so that it is read back", (value, text) => {
  expect(withValues("A=old\nexport A = older\n", { A: value })).toBe(text);
});
