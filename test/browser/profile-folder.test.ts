import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findBrowser } from "../../src/core/browser/find-browser.js";
import { makeProfileFolder, removeLeftovers } from "../../src/core/browser/profile-folder.js";
import { emptyFolder } from "../support/stores.js";

/** Starts a waiting process in a group of its own, with these arguments. @returns its process id once it runs. */
async function waiting(...args: string[]): Promise<{ pid: number; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1e6)", "--", ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child.stdout, "data");
  return { pid: child.pid as number, ended: once(child, "exit") };
}

/** The remains of a killed igminer: its files, which nobody holds locked. */
async function leftover(root: string, name: string, browserPid: number | null): Promise<string> {
  const folder = join(root, name);
  await mkdir(join(folder, "profile"), { recursive: true });
  await writeFile(join(root, `${name}.owner`), String(browserPid ?? ""));
  return folder;
}

test("a browser whose igminer lives is left alone", async () => {
  const root = await emptyFolder();
  const folder = await makeProfileFolder(root);
  const browser = await waiting(`--user-data-dir=${folder.profile}`);
  await folder.noteBrowser(browser.pid);
  expect(await removeLeftovers(root)).toBe(0);
  await access(folder.profile);
  process.kill(browser.pid, 0);
  await folder.remove();
  expect(await browser.ended).toEqual([null, "SIGKILL"]);
  expect(await readdir(root)).toEqual([]);
});

test("of an igminer that died, browser and folder are removed, also where it died before it noted the browser", async () => {
  const root = await emptyFolder();
  const folder = await leftover(root, "aaaa", null);
  const browser = await waiting(`--user-data-dir=${folder}/profile`);
  expect(await removeLeftovers(root)).toBe(1);
  expect(await browser.ended).toEqual([null, "SIGKILL"]);
  expect(await readdir(root)).toEqual([]);
});

test("a number that is somebody else's by now is not killed", async () => {
  const root = await emptyFolder();
  const somebody = await waiting("--type=renderer");
  await leftover(root, "aaaa", somebody.pid);
  expect(await removeLeftovers(root)).toBe(1);
  process.kill(somebody.pid, 0);
  expect(await readdir(root)).toEqual([]);
});

test("two runs that clean up at once do not get into each other's way, nor into that of one that begins", async () => {
  const root = await emptyFolder();
  for (const name of ["aaaa", "bbbb", "cccc"]) await leftover(root, name, null);
  const [folder, ...removed] = await Promise.all([
    makeProfileFolder(root),
    removeLeftovers(root),
    removeLeftovers(root),
  ]);
  expect(removed.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(3);
  await access(folder.profile);
  await folder.remove();
  expect(await readdir(root)).toEqual([]);
});

test("where there are no leftovers, nothing is made", async () => {
  const root = join(await emptyFolder(), "none");
  expect(await removeLeftovers(root)).toBe(0);
  await expect(access(root)).rejects.toThrow();
});

test("a browser is found where it is set, in puppeteer's cache, on the PATH; and one that is set and missing is not replaced", async () => {
  const folder = await emptyFolder();
  const program = async (...path: string[]) => {
    const file = join(folder, ...path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "", { mode: 0o755 });
    return file;
  };
  const onPath = await program("bin", "chromium");
  const set = await program("mine", "browser");
  const searchPath = join(folder, "bin");
  const places = { executablePath: null, cacheDir: join(folder, "cache"), searchPath };
  expect(await findBrowser(places)).toBe(onPath);
  if (process.platform === "linux" && process.arch === "x64") {
    await program("cache", "chrome", "linux-138.0.7204.49", "chrome-linux64", "chrome");
    const newest = await program("cache", "chrome", "linux-139.0.7258.66", "chrome-linux64", "chrome");
    expect(await findBrowser(places)).toBe(newest);
  }
  expect(await findBrowser({ ...places, executablePath: set })).toBe(set);
  await expect(findBrowser({ ...places, executablePath: join(folder, "nothing") })).rejects.toMatchObject({
    exitCode: 2,
    hint: expect.stringContaining("igminer browser install"),
  });
});
