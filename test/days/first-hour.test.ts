import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { emptyFolder, environmentOf, readyStore, type Store } from "../support/stores.js";
import { onTerminal, whyNoTerminal } from "../support/terminal.js";

/** A machine with a new igminer: no names, no accounts; with the embedded store no settings either. */
async function newMachine(store: Store = "postgres") {
  const folder = await emptyFolder();
  const sandbox = await sandboxOf();
  const place: Record<string, string> =
    store === "postgres"
      ? environmentOf(await readyStore("postgres"))
      : { IGMINER_DATA_DIR: join(folder, "data") };
  const environment = { ...sandboxEnvironment(sandbox), HOME: folder, ...place };
  return {
    folder,
    environment,
    igminer: (...args: string[]) => runCli(args, environment, "", folder),
    piped: (input: string, ...args: string[]) => runCli(args, environment, input, folder),
  };
}

const reason = whyNoTerminal();
const skipped = reason === null ? "" : ` (${reason})`;

test.skipIf(skipped !== "")(
  `init on a terminal asks again after a slip, and ends with a mined account${skipped}`,
  async () => {
    const { folder, environment, igminer } = await newMachine("embedded");
    const { code, shown } = await onTerminal(["init", "--account", "natgeo"], environment, folder, [
      ["PostgreSQL", "embedded"],
      ["Key of HikerAPI", ""],
      ["Your e-mail address", "me"],
      ["Please try again", "me@example.com"],
      ["Slack webhook", ""],
      // There is no DNS for this address in a test: the person continues all the same.
      ["Write .env anyway?", "y"],
    ]);
    expect({ code, shown }).toMatchObject({ code: 0, shown: expect.stringContaining("1 account new") });
    expect(shown).toContain("Next: igminer seed");
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe("IGMINER_MAIL_FROM=me@example.com\n");
    expect((await igminer("export", "usernames")).stdout).toContain("natgeo");
  },
);

test.skipIf(skipped !== "")(
  `what erases asks on a terminal, and "no" changes nothing${skipped}`,
  async () => {
    const { folder, environment, igminer } = await newMachine();
    await igminer("seed", "jane");
    const refused = await onTerminal(["forget", "jane"], environment, folder, [["[y/N]", "n"]]);
    expect(refused.shown).toContain("Nothing was erased");
    expect((await igminer("export", "frontier")).stdout).toContain("jane");
    const erased = await onTerminal(["forget", "jane"], environment, folder, [["[y/N]", "y"]]);
    expect(erased.code).toBe(0);
    expect((await igminer("export", "frontier")).stdout).not.toContain("jane");
  },
);

test("the first hour: each empty answer names the command that fills it, and following them ends with a table", async () => {
  const { folder, igminer } = await newMachine();
  expect((await igminer("status")).stdout).toContain("igminer seed");
  expect((await igminer("export", "usernames")).stderr).toContain("igminer seed NAME, then igminer mine-new");
  expect((await igminer("show", "natgeo")).stderr).toContain("igminer queue add natgeo");
  expect((await igminer("seed", "natgeo", "@nike", "https://www.instagram.com/adidas/")).stdout).toContain(
    "3 new",
  );
  expect((await igminer("export", "usernames")).stderr).toContain("igminer mine-new mines them");
  expect(await igminer("mine-new", "--batch", "3")).toMatchObject({ code: 0 });
  expect((await igminer("show", "@nike")).stdout).toContain("Found by");
  expect(await igminer("export", "accounts", "--out", "accounts.csv")).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "accounts.csv"), "utf8").split("\n")[0]).toMatch(/^id,username,/);
  expect(await igminer("dashboard", "--out", "d.html")).toMatchObject({ code: 0, stderr: "" });
});

test("the day a list of names comes as a table: its names are read, its header is nobody", async () => {
  const { folder, igminer, piped } = await newMachine();
  const table =
    "\uFEFFName;Instagram Handle;Followers\r\nAnna;@anna.berg;1200\r\nBen;https://instagram.com/ben_thal;90\r\n";
  writeFileSync(join(folder, "creators.csv"), table);
  expect((await igminer("seed", "--file", "creators.csv")).stdout).toContain("2 new usernames");
  expect((await piped(table, "seed")).stdout).toContain("2 known");
  const names = (await igminer("export", "frontier", "--format", "jsonl")).stdout;
  expect(names).toContain("ben_thal");
  expect(names).not.toMatch(/"handle"|"instagram handle"/i);

  writeFileSync(join(folder, "bad.csv"), `username\n${"not a name!\n".repeat(2_000)}`);
  const dry = await igminer("seed", "--file", "bad.csv", "--dry-run");
  const done = await igminer("seed", "--file", "bad.csv");
  expect(done.code).toBe(dry.code);
  expect(done.stderr.trim().split("\n").length).toBeLessThan(10);

  writeFileSync(join(folder, "people.csv"), "First,Last\nAnna,Berg\n");
  const none = await igminer("import", "people.csv");
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("--column") });
});

test("a value that cannot exist is refused with the nearest one; no empty file is written for it", async () => {
  const { folder, igminer } = await newMachine();
  for (const [flag, value, nearest] of [
    ["--country", "Germny", "germany (DE)"],
    ["--lang", "Germna", "german (DE)"],
    ["--gender", "femal", "female"],
  ] as const) {
    const refused = await igminer("export", "accounts", flag, value, "--out", "x.csv");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`did you mean ${nearest}`) });
    expect(() => readFileSync(join(folder, "x.csv"))).toThrow("ENOENT");
  }
});
