import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { nearestCommands } from "../../src/cli/nearest-commands.js";
import { lockEmbedded } from "../../src/core/db/embedded-lock.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, environmentOf, readyStore } from "../support/stores.js";

const isThere = (program: string) => {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
};

/** The completion script of a shell, in a file. */
async function scriptFor(shell: string): Promise<string> {
  const file = join(await emptyFolder(), `completion.${shell}`);
  await writeFile(file, (await runCli(["completion", shell], {})).stdout);
  return file;
}

describe("completion", () => {
  test("bash completes commands, flags, values and files", async () => {
    const file = await scriptFor("bash");
    const offered = (...words: string[]) =>
      execFileSync("bash", [
        "-c",
        'source "$0"; COMP_WORDS=(igminer "$@"); COMP_CWORD=$#; _igminer; IFS=" "; echo "$' +
          '{COMPREPLY[*]}"',
        file,
        ...words,
      ])
        .toString()
        .trim()
        .split(" ");
    expect(offered("mi")).toEqual(["migrate", "mine-manual", "mine-new"]);
    expect(offered("queue", "")).toEqual(["add", "list"]);
    expect(offered("queue", "add", "--re")).toEqual(["--requested-by"]);
    expect(offered("queue", "list", "--format", "")).toEqual(["table", "csv", "jsonl"]);
    expect(offered("mine-new", "--json", "--ba")).toEqual(["--batch"]);
    expect(offered("dashboard", "--out", file.slice(0, -2))).toEqual([file]);
  });

  test("bash completes the names of sequences and audiences from the store, and says nothing where there is none", async () => {
    const file = await scriptFor("bash");
    const programs = await emptyFolder();
    const launcher = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));
    await writeFile(join(programs, "igminer"), `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$@"\n`, {
      mode: 0o755,
    });
    const offered = (environment: Record<string, string>, ...words: string[]) =>
      spawnSync(
        "bash",
        [
          "-c",
          'source "$0"; COMP_WORDS=(igminer "$@"); COMP_CWORD=$#; _igminer; printf "%s\\n" "$' +
            '{COMPREPLY[@]}"',
          file,
          ...words,
        ],
        {
          env: { PATH: `${programs}:${process.env.PATH}`, HOME: "/nonexistent", ...environment },
          encoding: "utf8",
        },
      );
    const settings = await readyStore("embedded");
    const environment = environmentOf(settings);
    const added = ["sequence", "add", "vegan $(touch here) de", "--via", "csv", "--campaign", "vegan"];
    expect((await runCli(added, environment)).code).toBe(0);
    await runCli(["audience", "add", "makers", "--lang", "de"], environment);
    expect(offered(environment, "import-sequence", "--sequence", "ve").stdout.trim()).toBe(
      "vegan $(touch here) de",
    );
    expect(offered(environment, "audience", "show", "").stdout.trim()).toBe("makers");
    const nowhere = { IGMINER_DATA_DIR: join(programs, "nothing") };
    expect(offered(nowhere, "audience", "show", "ma")).toMatchObject({ stdout: "\n", stderr: "" });
    // Another command has locked the store: completion does not make the user wait.
    const unlock = await lockEmbedded(settings.dataDir, 0, () => {});
    expect(await runCli(["completion", "--names", "sequences"], environment)).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "",
    });
    await unlock();
  });

  // Not every machine has these two.
  test.runIf(isThere("fish"))("fish completes commands, flags and values", async () => {
    const file = await scriptFor("fish");
    const offered = (line: string) =>
      execFileSync("fish", ["--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"', file, line], {
        env: { PATH: process.env.PATH, HOME: "/nonexistent" },
        stdio: ["ignore", "pipe", "ignore"],
      })
        .toString()
        .trim()
        .split("\n")
        .map((entry) => entry.split("\t")[0]);
    expect(offered("igminer mine-n")).toEqual(["mine-new"]);
    expect(offered("igminer queue ")).toEqual(["add", "list"]);
    expect(offered("igminer queue add --re")).toEqual(["--requested-by"]);
    expect(offered("igminer queue list --format ")).toEqual(["csv", "jsonl", "table"]);
  });

  test.runIf(isThere("zsh"))("zsh takes the script", async () => {
    execFileSync("zsh", ["-f", "-n", await scriptFor("zsh")]);
  });

  test("a shell it does not know is refused with those it knows", async () => {
    const { code, stderr } = await runCli(["completion", "csh"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh or fish");
  });
});

test("the manual page has every command, and groff finds nothing wrong in it", async () => {
  const { stdout: page } = await runCli(["man"], {});
  const names = (await runCli(["--help"], {})).stdout.matchAll(/^ {2}([a-z][a-z -]+?) {2}/gm);
  for (const [, name] of names) expect(page).toContain(`.SS "igminer ${name?.replaceAll("-", "\\-")}`);
  if (isThere("groff")) {
    const warnings = execFileSync("sh", ["-c", "groff -man -Tutf8 -ww -z 2>&1"], { input: page }).toString();
    expect(warnings).toBe("");
  }
});

test("help begins with examples", async () => {
  expect((await runCli(["mine-new", "--help"], {})).stdout).toMatch(/^Examples:\n {2}igminer mine-new/);
});

describe("a mistyped command is answered with the one that was meant", () => {
  const names = ["mine-new", "mine-manual", "queue add", "queue list", "clones report", "status"];
  test.each([
    ["mine", ["mine-new", "mine-manual"]],
    ["mine-nw", ["mine-new"]],
    ["quue add natgeo", ["queue add"]],
    ["clone report", ["clones report"]],
    ["statsu", ["status"]],
    ["xyzzy", []],
  ])("%s", (typed, meant) => {
    expect(nearestCommands(typed.split(" "), names)).toEqual(meant);
  });
});
