import { chmod, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder } from "../support/stores.js";

/** Every file and folder below that anybody but this user has a right to, with its mode. */
async function openToOthers(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const modes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, mode: (await stat(path)).mode & 0o777 };
    }),
  );
  return modes
    .filter(({ mode }) => (mode & 0o077) !== 0)
    .map(({ path, mode }) => `${mode.toString(8)} ${path}`);
}

test("whatever igminer writes is this user's alone, whatever the umask; a store that was open to others is closed", async () => {
  const folder = await emptyFolder();
  const store = join(folder, "store");
  const before = process.umask(0o000);
  try {
    const call = (...args: string[]) => runCli(args, { IGMINER_DATA_DIR: store });
    expect(await call("seed", "somebody")).toMatchObject({ code: 0 });
    expect(await call("export", "accounts", "--out", join(folder, "a.csv"))).toMatchObject({
      code: 0,
    });
    expect(await call("dashboard", "--out", join(folder, "page.html"))).toMatchObject({ code: 0 });
    expect(await openToOthers(folder)).toEqual([]);
    // What the node exporter reads, as another user.
    expect(await call("metrics", "--textfile", join(folder, "igminer.prom"))).toMatchObject({ code: 0 });
    expect((await stat(join(folder, "igminer.prom"))).mode & 0o777).toBe(0o644);

    await chmod(store, 0o755);
    await chmod(join(store, "pgdata", "PG_VERSION"), 0o644);
    expect(await call("status")).toMatchObject({ code: 0 });
    expect(await openToOthers(store)).toEqual([]);

    await chmod(store, 0o777);
    expect(await call("status")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`chmod 700 '${store}'`),
    });
  } finally {
    process.umask(before);
  }
});

test("with the usual umask every command that writes files leaves none that others can read", {
  timeout: 600_000,
}, async () => {
  const home = await emptyFolder();
  const at = (name: string) => join(home, name);
  const sandbox = await sandboxOf();
  const environment = {
    HOME: home,
    XDG_CONFIG_HOME: at("config"),
    XDG_DATA_HOME: at("data"),
    ...sandboxEnvironment(sandbox),
  };
  const person = JSON.stringify({
    id: 1,
    username: "ada",
    biography: "ada@plain.example",
    profile_pic_url: `${sandbox.url}/pictures/5.png`,
  });
  const before = process.umask(0o022);
  try {
    const calls: [args: string[], input?: string][] = [
      [["init", "--database", "embedded", "--set", "IGMINER_HTTP_TIMEOUT_MS=20000", "--account", "nasa"]],
      [["schedule", "print", "--format", "systemd", "--out", at("units")]],
      [["man", "--out", at("igminer.1")]],
      [["seed", "somebody"]],
      [["mine-new", "--batch", "3", "--record", at("recorded")]],
      [
        ["import", "-", "--observed-at", "2026-01-01T00:00:00Z", "--error-file", at("bad.jsonl")],
        `${person}\n{"id":`,
      ],
      [["clones", "watch", "ada"]],
      [["fetch-pictures", "--batch", "1"]],
      [["sequence", "add", "by hand", "--via", "csv", "--campaign", "spring", "--allow-risky"]],
      [["mark-bad-emails", "--file", "-", "--as", "good"], "ada@plain.example\n"],
      [["import-sequence", "--sequence", "by hand"]],
      [["hand-over"]],
      [["suppress", "add", "ada@plain.example"]],
      [["sync-instantly"]],
      [["export", "accounts", "--out", at("accounts.csv")]],
      [["export", "posts", "--format", "parquet", "--out", at("posts.parquet")]],
      [["export", "emails", "--format", "jsonl", "--out", at("emails.jsonl")]],
      [["dashboard", "--out", at("page.html")]],
      [["purge"]],
      [["subject-report", "ada"]],
      [["backup", at("igminer.tar.gz")]],
      [["restore", at("igminer.tar.gz"), "--yes"]],
      [["forget", "ada"]],
    ];
    for (const [args, input] of calls) {
      const { code, stderr } = await runCli(args, environment, input, home);
      expect([0, 3], `${args.join(" ")}: ${stderr}`).toContain(code);
    }
    const written = await readdir(home, { recursive: true });
    for (const file of [
      ".env",
      "units",
      "igminer.1",
      "accounts.csv",
      "posts.parquet",
      "emails.jsonl",
      "page.html",
      "bad.jsonl",
      "igminer.tar.gz",
    ])
      expect(written).toContain(file);
    for (const part of ["recorded/", "/pictures/", "/add-1.csv", "/stop.csv"])
      expect(
        written.some((path) => `/${path}`.includes(part)),
        part,
      ).toBe(true);
    expect(await openToOthers(home)).toEqual([]);
  } finally {
    process.umask(before);
  }
});

test("a secret on the command line is refused; a file gives it", async () => {
  const folder = await emptyFolder();
  for (const given of [
    "IGMINER_HIKER_KEY=abcd",
    "DATABASE_URL=postgres://me:abcd@db/x",
    "IGMINER_WEB_BASE_URL=http://a:abcd@b",
  ]) {
    const refused = await runCli(["config", "--set", given], {});
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--set-file") });
    expect(refused.stderr).not.toContain("abcd");
  }
  await writeFile(join(folder, "key"), "abcd\n");
  const taken = await runCli(
    ["config", "--json", "--set-file", `IGMINER_HIKER_KEY=${join(folder, "key")}`],
    {},
  );
  const { settings } = JSON.parse(taken.stdout) as { settings: { setting: string; origin: string }[] };
  expect(settings.find(({ setting }) => setting === "IGMINER_HIKER_KEY")).toMatchObject({
    value: "••••••",
    origin: "flag",
  });
});

test("what would act on a terminal is shown instead, and a cell of a list is no formula", async () => {
  const folder = await emptyFolder();
  const call = (args: string[], input?: string) =>
    runCli(args, { IGMINER_DATA_DIR: join(folder, "store") }, input);
  const bad = await call(["seed", "-"], "good\n\u001b]52;c;cm0=\u0007\u001b[2J\u202ebad\n");
  expect(bad.stderr).toContain("\\u001b]52;c;cm0=\\u0007\\u001b[2J\\u202ebad");
  const added = await call(["suppress", "add", "x.example.com", "--reason", "=1+1\u001b[2J"]);
  expect(added).toMatchObject({ code: 0 });
  const listed = await call(["suppress", "list", "--format", "csv"]);
  expect(listed.stdout).toContain(",'=1+1\\u001b[2J,");
  const unknown = await call(["see\u001b[2Jd\u202e"]);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("'see\\u001b[2Jd\\u202e'") });
  const flag = await call(["status", "--no\u001b]0;x\u0007"]);
  expect(flag).toMatchObject({ code: 2, stderr: expect.stringContaining("\\u001b]0;x\\u0007") });
  for (const { stdout, stderr } of [bad, listed, unknown, flag])
    expect(`${stdout}${stderr}`).not.toMatch(/[\u001b\u0007\u202e]/);
});
