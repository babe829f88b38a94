import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changesOf, divideCrontab, joinCrontab } from "../../src/core/schedule/crontab-block.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/stores.js";

/** A crontab(1) that keeps the table in a file, as POSIX describes it. */
const CRONTAB = `#!/bin/sh
if [ "$1" = -l ]; then cat "$TABLE" 2>/dev/null || { echo "no crontab for $USER" >&2; exit 1; }
else cat > "$TABLE"; fi
`;

async function machineWithCron() {
  const folder = await emptyFolder();
  const program = join(folder, "crontab");
  const table = join(folder, "table");
  writeFileSync(program, CRONTAB);
  chmodSync(program, 0o755);
  const environment = { PATH: `${folder}:${process.env.PATH}`, TABLE: table, USER: "me" };
  return {
    table: () => readFileSync(table, "utf8"),
    write: (text: string) => writeFileSync(table, text),
    igminer: (...args: string[]) => runCli(args, environment),
  };
}

const OWN = "MAILTO=me@example.com\n0 1 * * * my-backup --to '%d'\n";

test("schedule install adds igminer's lines to those of a person, and schedule remove takes only its own away", async () => {
  const cron = await machineWithCron();
  cron.write(OWN);
  const dry = await cron.igminer("schedule", "install", "--dry-run");
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\+ .*igminer\.js mine-new/m) });
  expect(cron.table()).toBe(OWN);

  expect(await cron.igminer("schedule", "install", "--yes")).toMatchObject({ code: 0 });
  expect(cron.table().startsWith(OWN)).toBe(true);
  const [line] = /^\*\/5 .*mine-new.*$/m.exec(cron.table()) ?? [""];
  expect(line).toMatch(/^\S+ \* \* \* \*\s+cd \/\S+ && \/\S+ \/\S+igminer\.js mine-new --batch 200/);
  expect(cron.table().match(/^MAILTO=/gm)).toHaveLength(1);

  const installed = cron.table();
  const again = await cron.igminer("schedule", "install");
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to change") });
  expect(cron.table()).toBe(installed);

  expect(await cron.igminer("schedule", "remove")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^- .*mine-new/m),
  });
  expect(cron.table()).toBe(OWN);
});

test("schedule install without a crontab makes one, and keeps the address that was given before", async () => {
  const cron = await machineWithCron();
  await cron.igminer("schedule", "install", "--mailto", "ops@example.com");
  expect(cron.table()).toContain("\nMAILTO=ops@example.com\n");
  await cron.igminer("schedule", "install");
  expect(cron.table()).toContain("\nMAILTO=ops@example.com\n");
});

test("schedule print mails nobody unless it is told whom, and names no command that is not set up", async () => {
  const { stdout } = await runCli(["schedule", "print"], {});
  expect(stdout).not.toContain("MAILTO");
  expect(stdout).not.toMatch(/label-gmail|import-comments|sync-instantly|npx/);
  const hiker = await runCli(["schedule", "print"], { IGMINER_HIKER_KEY: "key" });
  expect(hiker.stdout).toContain("import-comments");
  // Variables set in a shell are not set in cron.
  expect(hiker.stderr).toContain("IGMINER_HIKER_KEY");
});

test("a machine without cron is told of systemd", async () => {
  const folder = await emptyFolder();
  const result = await runCli(["schedule", "install"], { PATH: folder });
  expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("--format systemd") });
});

describe("igminer's part of a crontab", () => {
  const block = ["SHELL=/bin/sh", "* * * * * igminer"];

  test("comes last, whatever was added below it", () => {
    const text = `${joinCrontab({ own: ["A=1"], block })}0 2 * * * mine\n`;
    const divided = divideCrontab(text);
    expect(divided).toEqual({ own: ["A=1", "", "0 2 * * * mine"], block });
    expect(joinCrontab(divided).trimEnd().split("\n").slice(-3)).toEqual([...block, "# END igminer"]);
  });

  test.each(["# BEGIN igminer\nx\n", "x\n# END igminer\n", "# END igminer\n# BEGIN igminer\n"])(
    "is not guessed at where a mark is missing: %j",
    (text) => expect(() => divideCrontab(text)).toThrow("cannot be identified"),
  );

  test("changes by the lines that go and come", () => {
    expect(changesOf(["a", "b"], ["b", "c"])).toEqual(["- a", "+ c"]);
    expect(joinCrontab({ own: [], block: [] })).toBe("");
  });
});
