import { expect, test } from "vitest";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { runCli, sandboxOf } from "../support/cli.js";
import { addPeople, instantlyEnvironment, ledgerOf, peopleOf } from "../support/outreach.js";
import { environmentOf, opened, readyStore } from "../support/stores.js";

const ADD = ["sequence", "add", "vegan de", "--campaign", campaignIdOf(0)];

/** A PostgreSQL store with people in it, and igminer as a person calls it. */
async function office() {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  const sandbox = await sandboxOf();
  const environment = { ...instantlyEnvironment(sandbox), ...environmentOf(settings) };
  const call = (...args: string[]) => runCli(args, environment);
  return { db, sandbox, environment, call };
}

test("from a sequence to what came of it, as a person does it", async () => {
  const { db, sandbox, call } = await office();
  await addPeople(db, [
    ...peopleOf(3).map((person) => ({ ...person, biography: "vegan", country: "DE", followers: 3_000 })),
    { id: 4, biography: "vegan", country: "DE", followers: 10 },
    { id: 5, biography: "vegan", country: "DE", status: "undeliverable" },
  ]);
  const added = await call(...ADD, "--keywords", "vegan,plant based", "--country", "de", "--daily-cap", "2");
  expect(added).toMatchObject({ code: 0, stderr: "" });
  expect(added.stdout).toBe(
    `sequence add: "vegan de" is for vegan, plant based · DE; at most 2 a day.\nNext: igminer import-sequence --sequence "vegan de" --dry-run\n`,
  );

  const plan = await call(
    "import-sequence",
    "--sequence",
    "vegan de",
    "--min-followers",
    "1000",
    "--dry-run",
  );
  expect(plan.stdout).toBe(
    'import-sequence would add 3 accounts of 3 to "vegan de":\n  user1 user2 user3\n\nleft out                           accounts\nfollowers count outside the range         1\naddress undeliverable                     1\n',
  );
  const imported = await call(
    "import-sequence",
    "--sequence",
    "vegan de",
    "--min-followers",
    "1000",
    "--json",
  );
  expect(JSON.parse(imported.stdout)).toMatchObject({ ok: 3, leads: 3, exit_code: 0 });

  const suppressed = await call("suppress", "add", "user3@mail.example", "nonsense", "--reason", "asked");
  expect(suppressed).toMatchObject({
    code: 3,
    stdout:
      "address user3@mail.example\nsuppress add: 1 new suppression, 1 waiting lead withdrawn, 1 invalid.\n",
    stderr:
      "Warning: argument 2: not an address, a domain or an @account: nonsense; write @nonsense for the account, or a whole domain such as nonsense.com\n",
  });

  const dry = await call("hand-over", "--dry-run");
  expect(dry.stdout).toBe("hand-over would process 1 item:\n  vegan de: 2 leads\n");
  expect((await ledgerOf(sandbox)).leads).toEqual([]);
  const handed = await call("hand-over", "--json");
  expect(JSON.parse(handed.stdout)).toMatchObject({ ok: 1, handed_over: 2, requests: 1 });
  expect(JSON.parse((await call("hand-over", "--json")).stdout)).toMatchObject({ claimed: 0, requests: 0 });

  const synced = await call("sync-instantly", "--json");
  expect(JSON.parse(synced.stdout)).toMatchObject({ exit_code: 0, leads_seen: 2, block_listed: 1 });
  const shown = await call("sequence", "show", "vegan de");
  expect(shown.stdout).toContain("today     2 of at most 2 handed over");
  expect(shown.stdout).toMatch(/active +2\n/);
  expect(shown.stdout).toMatch(/withdrawn +1 {2}suppressed\n/);
  const list = await call("sequence", "list", "--format", "csv");
  expect(list.stdout).toBe(
    "name,open,waiting,sending,active,done,answered,bounced,unsubscribed,refused,withdrawn,today,daily_cap\n" +
      "vegan de,open,0,0,2,0,0,0,0,0,1,2,2\n",
  );
  const closed = await call("sequence", "close", "vegan de");
  expect(closed.stdout).toBe(
    'sequence close: "vegan de" is closed; 0 leads withdrawn, Instantly still contacts 2.\n',
  );
});

test("what is wrong is said in two lines, with the code for it", async () => {
  const { db, environment, call } = await office();
  expect(await call("sequence", "show", "nothing")).toMatchObject({
    code: 2,
    stderr: 'igminer sequence show: There is no sequence "nothing".\n  See: igminer sequence list\n',
  });
  expect(await call("import-sequence")).toMatchObject({ code: 2 });
  expect(await call(...ADD, "--country", "Germny")).toMatchObject({
    code: 2,
    stderr:
      "igminer sequence add: --country Germny: Germny is not a country; did you mean germany (DE)?\n  See the command's --help.\n",
  });
  await call(...ADD);
  expect(await call(...ADD)).toMatchObject({
    code: 2,
    stderr: 'igminer sequence add: There is a sequence "vegan de" already.\n  See: igminer sequence list\n',
  });
  await addPeople(db, peopleOf(1));
  await call("import-sequence", "--sequence", "vegan de");
  const keyless = await runCli(["hand-over"], { ...environment, IGMINER_INSTANTLY_KEY: "" });
  expect(keyless.code).toBe(2);
  expect(keyless.stderr).toContain("Instantly needs a key: IGMINER_INSTANTLY_KEY is not set.");
});

test("suppressions come in by file, and can be listed and taken back", async () => {
  const settings = await readyStore("postgres");
  const call = (args: string[], input?: string) => runCli(args, environmentOf(settings), input);
  const empty = await call(["suppress", "list"]);
  expect(empty.stdout).toBe(
    "suppress list: nobody is suppressed; igminer suppress add --help shows how to.\n",
  );
  const csv = 'email,since\n"Ann@Example.com",2024\nexample.org;x\n# a comment\n\n@jane\nnot one\n';
  const imported = await call(["suppress", "import", "-", "--json"], csv);
  expect([imported.code, JSON.parse(imported.stdout)]).toMatchObject([
    3,
    { added: 3, withdrawn: 0, given: 3, invalid: 1 },
  ]);
  const listed = await call(["suppress", "list", "--json"]);
  const rows = JSON.parse(listed.stdout).suppressions as {
    id: number;
    kind: string;
    value: string;
    reason: string;
  }[];
  expect(rows.map(({ kind, value, reason }) => [kind, value, reason])).toEqual([
    ["account", "jane", "imported"],
    ["domain", "example.org", "imported"],
    ["email", "ann@example.com", "imported"],
  ]);
  const after = await call(["suppress", "list", "--json", "--after", String(rows[0]?.id), "--limit", "1"]);
  expect(JSON.parse(after.stdout).suppressions).toHaveLength(1);
  const removed = await call(["suppress", "remove", "ann@example.com", "@nobody"]);
  expect(removed.stdout).toContain("suppress remove: 1 suppression removed, 1 not found.\n");
  expect(await call(["suppress", "add", "gmail.com"])).toMatchObject({ code: 2 });
  expect(await call(["suppress", "add", "gmail.com", "--force"])).toMatchObject({ code: 0 });
});
