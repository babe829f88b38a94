import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";

const ROOT = new URL("../../", import.meta.url);
const GLOBAL_FLAGS = ["json", "quiet", "verbose", "log-format", "set", "help", "version"];
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const manifest = JSON.parse(read("dist/commands/manifest.json")) as { name: string }[];
const names = manifest.map(({ name }) => name).sort((a, b) => b.length - a.length);

/** Every call of igminer in code of a document: in fenced blocks, in `spans`, and in whole lines of a crontab. */
function callsIn(path: string): string[] {
  const text = read(path);
  const code = path.endsWith(".md")
    ? [
        ...[...text.matchAll(/^```(\w*)\n(.*?)^```/gms)]
          .filter(([, language]) => ["", "sh", "console", "bash"].includes(language as string))
          .map(([, , block]) => block as string),
        ...[...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map(
          ([, span]) => span as string,
        ),
      ].join("\n")
    : text.replaceAll(/^#.*$/gm, "");
  const calls = code
    .replaceAll("\\\n", " ")
    .replaceAll(/(^|\s)#.*$/gm, "")
    .matchAll(/(?:^|[\s(&;])igminer ([a-z][^|&;\n]*)/gm);
  // "igminer export …" stands for a whole family.
  return [...calls].map(([, call]) => (call as string).replace(/ …$/, "").trim());
}

const documents = [
  "README.md",
  "crontab.example",
  ...readdirSync(new URL("docs/", ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
];

describe.each(documents)("%s", (path) => {
  const calls = [...new Set(callsIn(path))];

  test.runIf(calls.length > 0)("names only commands and flags that exist", async () => {
    const wrong: string[] = [];
    for (const call of calls) {
      const words = call.split(/\s+/);
      // A shell variable stands for any member of a family.
      const isAny = words[1]?.startsWith("$") && names.some((known) => known.startsWith(`${words[0]} `));
      if (isAny) continue;
      const name = names.find((known) => known.split(" ").every((word, at) => words[at] === word));
      const isFamily = words.length === 1 && names.some((known) => known.startsWith(`${words[0]} `));
      if (name === undefined) {
        if (!isFamily) wrong.push(`igminer ${call}: no such command`);
        continue;
      }
      const file = new URL(`dist/commands/${name.replaceAll(" ", "-")}.js`, ROOT);
      const { default: definition } = (await import(pathToFileURL(file.pathname).href)) as {
        default: CommandDefinition;
      };
      const flags = Object.keys(definition.options).map((key) =>
        key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
      for (const [, flag] of call.matchAll(/(?:^|\s|\[)--([a-z][a-z-]*)/g))
        if (![...flags, ...GLOBAL_FLAGS].includes(flag as string)) wrong.push(`igminer ${call}: --${flag}`);
    }
    expect(wrong).toEqual([]);
  });
});
