import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder } from "../support/stores.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
/** The content of a clone, and what `npm start` has added to it. */
const CLONE = [
  "bench",
  "bin",
  "chaos",
  "dist",
  "docs",
  "scripts",
  "sql",
  "src",
  "test",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vitest.config.ts",
];
/** Not run by its own test. */
const THIS = "npm test";

const commands = [...README.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => (block as string).trim().split("\n"))
  .map((line) => line.replace(/\s+#.*$/, ""));

test("is short enough to be read", () => {
  expect(README.length).toBeLessThan(8_000);
});

test("every command in the README works as it is printed, from the first to the last", {
  timeout: 600_000,
}, async () => {
  const clone = await emptyFolder();
  for (const path of CLONE)
    await cp(join(ROOT, path), join(clone, path), { recursive: true, preserveTimestamps: true });
  await symlink(join(ROOT, "node_modules"), join(clone, "node_modules"));
  const home = await emptyFolder();
  const sandbox = await sandboxOf();
  const environment = {
    PATH: `${join(home, "bin")}:${process.env.PATH}`,
    HOME: home,
    npm_config_prefix: home,
    npm_config_offline: "true",
    IGMINER_DATA_DIR: join(home, "data"),
    ...sandboxEnvironment(sandbox),
  };
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands.filter((text) => text !== THIS)) {
    const { code, output } = await inShell(command, clone, environment);
    // A new store has no runs yet, which status reports as it should.
    expect(code, `${command}\n${output}`).toBe(0);
  }
});

function inShell(
  command: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", command], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
