import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { apifyPost, apifyProfile, folderOf, lines } from "../support/exchange.js";
import { emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/** Runs shell commands in which `igminer` is the built one. */
function shell(script: string, environment: Record<string, string>) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(
      "bash",
      ["-c", `igminer() { "${process.execPath}" "${LAUNCHER}" "$@"; }\n${script}`],
      {
        env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NO_COLOR: "1", ...environment },
      },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

describe("igminer import", () => {
  test("tells what came in, lists what was bad in the error file, and exits 3; with everything good it exits 0", async () => {
    const environment = environmentOf(await readyStore("embedded"));
    const folder = await folderOf({
      "a.jsonl": `${lines([apifyProfile(1), apifyPost(2n)])}{"cut\n`,
      "names.txt": "natgeo\n",
    });
    const errors = join(folder, "bad.json.log");
    const result = await runCli(
      ["import", folder, join(folder, "names.txt"), "--error-file", errors],
      environment,
    );
    expect(result, result.stderr).toMatchObject({ code: 3 });
    expect(result.stdout).toMatch(/^import {3}3 items of 2 files in /);
    expect(result.stdout).toContain(`bad      1 item not imported, or only in part: ${errors}`);
    expect(result.stdout).toContain("2 accounts new · 1 email found · 1 post new · 2 discovered");
    expect(result.stderr).toContain(`Warning: ${join(folder, "a.jsonl")}:3: not JSON, or cut off`);
    expect(JSON.parse(await readFile(errors, "utf8"))).toEqual({
      file: join(folder, "a.jsonl"),
      line: 3,
      error: "not JSON, or cut off",
      excerpt: '{"cut',
    });
    const good = await runCli(["import", join(folder, "names.txt"), "--json"], environment);
    expect(good).toMatchObject({ code: 0 });
    expect(JSON.parse(good.stdout)).toMatchObject({ ok: 1, failed: 0, discovered: 0, files: 1 });
    expect((await runCli(["status", "--check"], environment)).code).toBe(0);
  });

  test("--dry-run says what it would import, exits 3 where something is bad, and writes nothing", async () => {
    const settings = await readyStore("embedded");
    const folder = await folderOf({ "a.jsonl": `${lines([apifyProfile(1), apifyPost(2n), "natgeo"])}bad\n` });
    const result = await runCli(["import", folder, "--dry-run", "--json"], environmentOf(settings));
    expect(result).toMatchObject({ code: 3 });
    expect(JSON.parse(result.stdout)).toMatchObject({ items: 4, bad: 1, profiles: 2, posts: 1, names: 1 });
    const { kysely: db } = await opened(settings);
    expect(await db.selectFrom("Run").selectAll().execute()).toEqual([]);
  });

  test.each([
    [["import"], "missing required argument"],
    [["import", "/no/such/file"], "/no/such/file cannot be read"],
    [["import", "-"], "Standard input does not say when its data was collected"],
    [["import", "x", "--format", "xml"], "expected one of"],
    [["import", "/dev/null", "--observed-at", "soon"], "expected a time"],
    [
      ["import", "/dev/null", "--error-file", "/no/such/folder/x"],
      "--error-file /no/such/folder/x cannot be written",
    ],
    [["export", "accounts", "--json"], "--json prints the summary of an export"],
    [["export", "accounts", "--out", "/no/such/folder/x.csv"], "/no/such/folder/x.csv cannot be written"],
    [["export", "posts", "--media-type", "opera"], "expected one of: image, video, carousel"],
    [["export", "frontier", "--country", "DE"], "unknown option '--country'"],
  ])("igminer %j ends with exit 2 and says why", async (args, message) => {
    const result = await runCli(args, environmentOf(await readyStore("embedded")));
    expect(result, result.stdout).toMatchObject({ code: 2 });
    expect(result.stderr).toContain(message);
  });
});

describe("igminer export", () => {
  test("closes without a word when the reader has seen enough", async () => {
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await sql`
      insert into "InitialInstagramAccount" (username, source)
      select 'name' || number, 'SEED' from generate_series(1, 60000) as numbers(number)
    `.execute(db);
    for (const format of ["csv", "jsonl"]) {
      const { code, stdout, stderr } = await shell(
        `igminer export frontier --format ${format} | head -2; echo "\${PIPESTATUS[0]}"`,
        environmentOf(settings),
      );
      expect({ code, stderr, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({
        code: 0,
        stderr: "",
        last: "0",
      });
    }
  });

  test("hands names to another igminer, on the embedded database too", async () => {
    const source = environmentOf(await readyStore("embedded"));
    const folder = await folderOf({
      "a.jsonl": lines([apifyProfile(1), apifyProfile(2, { followersCount: 9 })]),
    });
    await runCli(["import", folder], source);
    const result = await shell(
      "igminer export usernames --min-followers 10 | igminer queue add - --json",
      source,
    );
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(result.stdout)).toMatchObject({ added: 1, invalid: 0 });
  });

  test("names its format after the file, tells what it wrote, and says so when nothing matches", async () => {
    const environment = environmentOf(await readyStore("embedded"));
    await runCli(["import", await folderOf({ "a.jsonl": lines([apifyProfile(1)]) })], environment);
    const folder = await emptyFolder();
    const file = join(folder, "accounts.parquet");
    const result = await runCli(["export", "accounts", "--out", file, "--json"], environment);
    expect(JSON.parse(result.stdout)).toMatchObject({ rows: 1, file });
    expect((await readFile(file)).subarray(0, 4).toString()).toBe("PAR1");
    expect(await readdir(folder)).toEqual(["accounts.parquet"]);
    const none = await runCli(["export", "emails", "--country", "de"], environment);
    expect(none).toMatchObject({ code: 0 });
    expect(none.stdout).toMatch(/^email,email_source,account_id,username,[a-z_,]+\n$/);
    expect(none.stderr).toContain("no row matches; of 1 row, --country leaves out 1.");
    // Each filter with what it leaves out of the results of those before it.
    const passed = await runCli(
      ["export", "accounts", "--min-followers", "0", "--max-followers", "0", "--country", "de"],
      environment,
    );
    expect(passed.stderr).toContain("no row matches; of 1 row, --country leaves out 1.");
    const commenters = await runCli(["export", "commenters"], environment);
    expect(commenters.stderr).toContain("there are no commenters yet");
  });
});
