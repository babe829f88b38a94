import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nearestCommands } from "../../src/cli/nearest-commands.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/stores.js";

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
