import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";
import { replaceFile } from "../../src/cli/replace-file.js";
import { pictureFiles } from "../../src/core/clones/picture-files.js";
import { fileSink } from "../../src/core/exchange/export/sink.js";
import { openByHand } from "../../src/core/outreach/csv/by-hand.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { openRecorder } from "../../src/core/sources/recording.js";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { gmailEnvironment } from "../support/gmail.js";
import { emptyFolder } from "../support/stores.js";

const COMMANDS = new URL("../../src/commands/", import.meta.url);
const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/** Every file and folder below that others than this user have rights to, with its mode. */
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
    // Read by the node exporter, which is another user.
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

/** A call that writes files, by an option or because the shell redirects its output (`>`). */
interface Call {
  args: string[];
  input?: string;
  into?: string;
}

test("with the usual umask every command that writes files leaves none that others can read", {
  timeout: 600_000,
}, async () => {
  const home = await emptyFolder();
  const at = (name: string) => join(home, name);
  const sandbox = await sandboxOf();
  const { IGMINER_GMAIL_REFRESH_TOKEN: _none, ...gmail } = gmailEnvironment(sandbox);
  const environment = {
    HOME: home,
    XDG_CONFIG_HOME: at("config"),
    XDG_DATA_HOME: at("data"),
    ...sandboxEnvironment(sandbox),
    ...gmail,
  };
  const person = JSON.stringify({
    id: 1,
    username: "ada",
    biography: "ada@plain.example",
    profile_pic_url: `${sandbox.url}/pictures/5.png`,
  });
  const before = process.umask(0o022);
  try {
    // An existing one, made by another program.
    await writeFile(at("bad.jsonl"), "{}\n", { mode: 0o644 });
    await writeFile(at("accounts.csv"), "", { mode: 0o644 });
    const calls: Call[] = [
      {
        args: [
          ...["init", "--database", "embedded", "--set", "IGMINER_HTTP_TIMEOUT_MS=20000"],
          ...["--account", "nasa"],
        ],
      },
      { args: ["schedule", "print", "--format", "systemd", "--out", at("units")] },
      { args: ["man", "--out", at("igminer.1")] },
      { args: ["seed", "somebody"] },
      { args: ["mine-new", "--batch", "3", "--record", at("recorded")] },
      {
        args: [
          ...["import", "-", "--observed-at", "2026-01-01T00:00:00Z"],
          ...["--error-file", at("bad.jsonl")],
        ],
        input: `${person}\n{"id":`,
      },
      { args: ["clones", "watch", "ada"] },
      { args: ["fetch-pictures", "--batch", "1"] },
      { args: ["clones", "report", "--format", "html"], into: "report.html" },
      { args: ["sequence", "add", "by hand", "--via", "csv", "--campaign", "spring", "--allow-risky"] },
      { args: ["mark-bad-emails", "--file", "-", "--as", "good"], input: "ada@plain.example\n" },
      { args: ["import-sequence", "--sequence", "by hand"] },
      { args: ["hand-over"] },
      { args: ["suppress", "add", "ada@plain.example"] },
      { args: ["sync-instantly"] },
      { args: ["export", "accounts", "--out", at("accounts.csv")] },
      { args: ["export", "posts", "--format", "parquet", "--out", at("posts.parquet")] },
      { args: ["export", "emails", "--format", "jsonl", "--out", at("emails.jsonl")] },
      { args: ["export", "usernames"], into: "names.txt" },
      { args: ["dashboard", "--out", at("page.html")] },
      { args: ["archive", "--older-than", "3mo", "--out", at("archive"), "--yes"] },
      { args: ["purge"] },
      { args: ["subject-report", "ada"], into: "ada.json" },
      { args: ["backup", at("igminer.tar.gz")] },
      { args: ["restore", at("igminer.tar.gz"), "--yes"] },
      { args: ["forget", "ada"] },
    ];
    for (const { args, input, into } of calls) {
      const { code, stderr } = await (into === undefined
        ? runCli(args, environment, input, home)
        : sent(args, environment, at(into), home));
      expect([0, 3], `${args.join(" ")}: ${stderr}`).toContain(code);
    }
    const consent = sent(["gmail", "auth"], environment, at("token"), home, async (url) => {
      await fetch(url);
    });
    expect((await consent).code).toBe(0);
    expect(await readFile(at("token"), "utf8")).toMatch(/^IGMINER_GMAIL_REFRESH_TOKEN=./);
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
    expect(await writersLeftOut(calls)).toEqual([]);
  } finally {
    process.umask(before);
  }
});

/**
 * Runs igminer as a shell does that redirects its output to a file.
 * @param onUrl given the first address that it shows.
 */
async function sent(
  args: readonly string[],
  environment: Record<string, string>,
  file: string,
  folder: string,
  onUrl?: (url: string) => Promise<void>,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn("/bin/sh", ["-c", 'exec "$0" "$@" > "$FILE"', process.execPath, LAUNCHER, ...args], {
    env: { PATH: process.env.PATH, NO_COLOR: "1", FILE: file, ...environment },
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    const url = /https?:\S+(?=\n)/.exec(stderr)?.[0];
    if (url !== undefined && onUrl !== undefined) void onUrl(url);
  });
  const [code] = await once(child, "close");
  return { code, stderr };
}

/** Commands with an option that names a file or folder to write, but without such a call. */
async function writersLeftOut(calls: readonly Call[]): Promise<string[]> {
  const leftOut: string[] = [];
  for (const file of await readdir(COMMANDS)) {
    const { default: definition } = (await import(new URL(file, COMMANDS).href)) as {
      default: CommandDefinition;
    };
    const isWriter = ["out", "errorFile"].some((option) => option in definition.options);
    const isCalled = calls.some(({ args }) => args.join(" ").startsWith(definition.name));
    // Exports are one command with many subjects; `--record` is one option of many commands.
    if (isWriter && !isCalled && !definition.name.startsWith("export ")) leftOut.push(definition.name);
  }
  return leftOut;
}

test("a folder that others can write into is refused with the command that mends it", async () => {
  const folder = await emptyFolder();
  const shared = join(folder, "shared");
  await mkdir(shared);
  await chmod(shared, 0o775);
  const refusal = { exitCode: 2, hint: expect.stringContaining(`chmod 700 '${shared}'`) };
  await expect(openRecorder(shared, maskOf([]), () => new Date())).rejects.toMatchObject(refusal);
  await expect(openByHand(shared).block("a@b.example", AbortSignal.timeout(9_000))).rejects.toMatchObject(
    refusal,
  );
  await expect(
    pictureFiles(shared).keep({ sha256: "a".repeat(64), bytes: Buffer.from("") }),
  ).rejects.toMatchObject(refusal);
});

test("what somebody has put in the way of a file is not written into", async () => {
  const folder = await emptyFolder();
  const [path, trap] = [join(folder, "out.csv"), join(folder, "theirs")];
  await writeFile(trap, "theirs");
  const write: (() => Promise<void>)[] = [
    () => replaceFile(path, "personal"),
    async () => {
      const sink = await fileSink(path);
      await sink.write("personal");
      await sink.finish();
    },
  ];
  for (const each of write) {
    await symlink(trap, `${path}.${process.pid}.unfinished`);
    await each();
    expect([await readFile(path, "utf8"), await readFile(trap, "utf8")]).toEqual(["personal", "theirs"]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
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
