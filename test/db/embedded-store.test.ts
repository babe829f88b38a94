import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EMBEDDED_POSTGRES } from "../../src/core/db/embedded.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, readyStore } from "../support/stores.js";

/** More than fits on the small disk. */
const MANY_NAMES = 200_000;
/** Fits a new store, and a little more. */
const SMALL_DISK = "size=70m";

const mount = (...args: string[]) => spawnSync("mount", args).status === 0;
/** Only root can mount a disk, and not in every container. */
const canMount = await trial();

async function trial(): Promise<boolean> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  return spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;
}

/** A folder on a disk of its own, until the test is finished. */
async function smallDisk(): Promise<string> {
  const folder = await emptyFolder();
  expect(mount("-t", "tmpfs", "-o", `${SMALL_DISK},mode=0700`, "tmpfs", folder)).toBe(true);
  onTestFinished(() => {
    spawnSync("umount", ["--lazy", folder]);
  });
  return folder;
}

test.skipIf(!canMount)(
  "on a full disk nothing is half saved, and the store goes on where there is room again (needs root and mount)",
  { timeout: 300_000 },
  async () => {
    const folder = await smallDisk();
    const environment = { IGMINER_DATA_DIR: folder };
    const names = join(await emptyFolder(), "names.txt");
    writeFileSync(names, Array.from({ length: MANY_NAMES }, (_, at) => `somebody.of.many.${at}`).join("\n"));
    expect(await runCli(["seed", "anna"], environment)).toMatchObject({ code: 0 });

    const full = await runCli(["seed", "--file", names], environment);
    expect(full).toMatchObject({ code: 5 });
    expect(full.stderr).toContain("run out of disk space");
    expect(full.stderr).toContain("Make room on the disk");

    expect(mount("-o", "remount,size=700m", folder)).toBe(true);
    const afterwards = await runCli(["status", "--json"], environment);
    expect(JSON.parse(afterwards.stdout)).toMatchObject({ queues: { frontier: { fresh: 1 } } });
    const again = await runCli(["seed", "--file", names, "--json"], environment);
    expect(JSON.parse(again.stdout)).toMatchObject({ added: MANY_NAMES });
  },
);

test.skipIf(!canMount)(
  "a folder that can only be read is named, and left as it is (needs root and mount)",
  async () => {
    const folder = await smallDisk();
    const environment = { IGMINER_DATA_DIR: folder };
    await runCli(["seed", "anna"], environment);
    expect(mount("-o", "remount,ro", folder)).toBe(true);
    for (const args of [["seed", "ben"], ["status"]]) {
      const { code, stderr } = await runCli(args, environment);
      expect(code).toBe(5);
      expect(stderr).toContain(`The embedded database in ${folder} cannot be opened`);
      expect(stderr).toContain("Check that the folder can be written");
    }
    expect(mount("-o", "remount,rw", folder)).toBe(true);
    expect((await runCli(["seed", "ben"], environment)).stdout).toContain("1 new username");
  },
);

test("a folder of another PostgreSQL is named with both versions, left as it is, and the way to move it is told", async () => {
  const { dataDir } = await readyStore("embedded");
  const environment = { IGMINER_DATA_DIR: dataDir };
  const own = join(dataDir, "pgdata", "PG_VERSION");
  writeFileSync(own, "17\n");
  const { code, stderr } = await runCli(["seed", "anna"], environment);
  expect(code).toBe(5);
  expect(stderr).toContain(`was made by PostgreSQL 17; this igminer brings ${EMBEDDED_POSTGRES}`);
  expect(stderr).toContain("igminer backup");
  writeFileSync(own, `${EMBEDDED_POSTGRES}\n`);
  expect(await runCli(["seed", "anna"], environment)).toMatchObject({ code: 0 });
});

test.skipIf(!canMount)(
  "a disk without room to open the store is named as the reason, also of a restore, and nothing is lost (needs root and mount)",
  async () => {
    const folder = await smallDisk();
    const environment = { IGMINER_DATA_DIR: join(folder, "data") };
    const backup = join(await emptyFolder(), "backup.tar.gz");
    expect(await runCli(["seed", "anna"], environment)).toMatchObject({ code: 0 });
    expect(await runCli(["backup", backup], environment)).toMatchObject({ code: 0 });
    spawnSync("sh", ["-c", `cat /dev/zero > '${join(folder, "other")}'`]);

    for (const args of [["status"], ["seed", "ben"], ["restore", backup, "--yes"]]) {
      const { code, stderr } = await runCli(args, environment);
      expect({ args, code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining("MB free") });
    }
    const page = join(folder, "page.html");
    expect(mount("-o", "remount,size=700m", folder)).toBe(true);
    expect((await runCli(["seed", "ben"], environment)).stdout).toContain("1 new username, 0 known");
    expect(await runCli(["restore", backup, "--yes"], environment)).toMatchObject({ code: 0 });
    expect(await runCli(["dashboard", "--out", page], environment)).toMatchObject({ code: 0 });
  },
);

test.runIf(process.platform === "linux")(
  "a home in which no folder can be created ends every command at once, in words",
  async () => {
    for (const home of ["/proc/1", "/dev/null"]) {
      for (const args of [["seed", "anna"], ["status"], ["restore", "no-such-file", "--yes"]]) {
        const { code, stderr } = await runCli(args, { HOME: home });
        expect({ home, args, code, stderr }).toMatchObject({
          code: args[0] === "restore" ? expect.any(Number) : 5,
          stderr: expect.stringContaining(`${home}/.local`),
        });
        expect(stderr).not.toContain("Unexpected error");
      }
    }
  },
);
