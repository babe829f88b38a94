import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accountNumbered, copiedAccounts } from "../../src/sandbox/world/look-alikes.js";
import { hikerEnvironment, runCli, sandboxOf } from "../support/cli.js";
import { emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";

const WORLD = { seed: 1, accounts: 500, postsPerAccount: null, relatedPerAccount: null, day: 0, copied: 6 };

// On one store: each statement is tested on both in test/clones.
test("the clone watch finds, shows and forgets look-alikes, from a name to a report", async () => {
  const sandbox = await sandboxOf({ accounts: WORLD.accounts, copied: WORLD.copied });
  const settings = await readyStore("postgres");
  const environment = {
    IGMINER_DATA_DIR: await emptyFolder(),
    ...environmentOf(settings),
    ...hikerEnvironment(sandbox),
    IGMINER_PICTURES_RATE_PER_MINUTE: "600000",
    IGMINER_PICTURES_MAX_RATE_PER_MINUTE: "600000",
  };
  const names = copiedAccounts(WORLD).map((number) => accountNumbered(WORLD, number)?.username as string);
  const run = async (...args: string[]) => {
    const result = await runCli(args, environment, names.join("\n"));
    expect(result, `${args.join(" ")}: ${result.stderr}`).toMatchObject({ code: 0 });
    return result.stdout;
  };

  expect((await run("clones", "report")).trim()).toMatch(/^clones report: no look-alikes found\./);
  expect(await run("clones", "watch", "-")).toContain(`${names.length} accounts under watch now`);
  await run("mine-manual", "--batch", "50", "--quiet");
  await run("vary-names", "--per-account", "15");
  const validated = JSON.parse(await run("validate-clones", "--batch", "2000", "--json"));
  expect(validated).toMatchObject({ status: "done", names_asked: expect.any(Number) });
  expect(validated.accounts_found).toBeGreaterThan(3);
  await run("fetch-pictures", "--batch", "200");

  const table = await run("clones", "report");
  expect(table).toMatch(/^watched +look alike +verdict +score +first seen +still there +reasons/);
  const lines = (await run("clones", "report", "--format", "jsonl")).trim().split("\n");
  const first = JSON.parse(lines[0] as string);
  expect(first).toMatchObject({ still_there: "yes", picture: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(first.reasons.length).toBeGreaterThan(1);
  const html = await run("clones", "report", "--watched", first.watched, "--format", "html");
  expect(html).toMatch(/^<!doctype html>[\s\S]*data:image\/jpeg;base64,[\s\S]*<\/html>\s*$/);
  expect(html).not.toMatch(/src="http|<script/);

  await run("clones", "dismiss", first.watched, first.look_alike, "--note", "her own");
  const left = (await run("clones", "report", "--format", "jsonl")).trim().split("\n");
  expect(left).toHaveLength(lines.length - 1);
  const pairs = JSON.parse(await run("show", first.look_alike, "--json")).look_alikes;
  expect(pairs).toContainEqual(expect.objectContaining({ verdict: "dismissed" }));

  expect(await run("clones", "task", "add", "--female", "3")).toContain("igminer fill-clones");
  expect(await run("fill-clones")).toContain("no further qualified account fits");
});

test("a watched account that is reported gone keeps nobody from their pictures", async () => {
  const sandbox = await sandboxOf({ accounts: WORLD.accounts });
  const settings = await readyStore("postgres");
  const environment = {
    IGMINER_DATA_DIR: await emptyFolder(),
    ...environmentOf(settings),
    ...hikerEnvironment(sandbox),
  };
  const file = join(await emptyFolder(), "people.jsonl");
  const person = (id: number, profile_pic_url: string) =>
    JSON.stringify({ id, username: `not.there.${id}`, full_name: "Ann", follower_count: 9, profile_pic_url });
  await writeFile(file, [person(901, ""), person(902, `${sandbox.url}/pictures/5.png`)].join("\n"));
  for (const args of [
    ["import", file],
    ["clones", "watch", "not.there.901", "not.there.902"],
    ["fetch-pictures"],
  ]) {
    expect(await runCli(args, environment)).toMatchObject({ code: 0 });
  }
  const { kysely: db } = await opened(settings);
  const shown = await db.selectFrom("AccountPicture").select(["id", "outcome"]).orderBy("id").execute();
  expect(shown).toEqual([
    { id: 901n, outcome: "unknown" },
    { id: 902n, outcome: "ok" },
  ]);
});

test("a task for nobody, and --gpt without a key, are wrong usage and say so", async () => {
  const environment = environmentOf(await readyStore("embedded"));
  const task = await runCli(["clones", "task", "add"], environment);
  expect(task).toMatchObject({ code: 2, stderr: expect.stringContaining("neither --female nor --male") });
  const range = await runCli(["clones", "task", "add", "--female", "1", "--posts", "40-5"], environment);
  expect(range).toMatchObject({ code: 2, stderr: expect.stringContaining("--posts 40-5") });
});
