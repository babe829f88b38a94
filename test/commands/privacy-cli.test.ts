import { expect, test } from "vitest";
import { runCli, sandboxOf, startCli } from "../support/cli.js";
import { gmailEnvironment } from "../support/gmail.js";
import { filledSequence } from "../support/outreach.js";
import { environmentOf, opened, readyStore } from "../support/stores.js";

test("a person is reported, erased and kept out, as the operator does it", async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  await filledSequence(db, [{ id: 1, username: "jane.doe", email: "jane@doe.example" }]);
  const call = (...args: string[]) => runCli(args, environmentOf(settings));

  const report = await call("subject-report", "@jane.doe");
  expect(report.stderr).toBe("");
  expect(JSON.parse(report.stdout)).toMatchObject({
    known_by: { account_ids: ["1"], usernames: ["jane.doe"], emails: ["jane@doe.example"] },
    stored: { InstagramAccountBase: [{ username: "jane.doe" }], EmailSequenceLead: [{ state: "queued" }] },
  });
  const counted = await call("forget", "jane@doe.example", "--dry-run");
  expect(counted).toMatchObject({ code: 0, stderr: "" });
  expect(counted.stdout).toMatch(/^would erase +table +rows\n/);
  const erased = await call("forget", "jane@doe.example");
  expect(erased.stdout.split("\n").slice(1, -2)).toEqual(counted.stdout.split("\n").slice(1, -1));
  expect(erased).toMatchObject({ code: 0, stderr: "" });
  expect(erased.stdout).toMatch(/^erased +table +rows\n/);
  expect(erased.stdout).toMatch(/\naccounts +InstagramAccountBase +1\n/);
  expect(erased.stdout).toMatch(/forget: erased\. From now on the person is kept out\.\n$/);
  expect((await call("seed", "jane.doe", "friend")).stdout).toBe(
    "seed: 1 new username, 0 known, 0 invalid, 1 kept out (igminer forget).\n",
  );
  expect((await call("clones", "watch", "jane.doe")).stdout).toBe(
    "clones watch: 0 accounts under watch now, 0 already, 0 invalid, 1 kept out (igminer forget).\n",
  );
  expect((await call("queue", "add", "jane.doe", "joe")).stdout).toBe(
    "queue add: 1 username added, 0 to be tried again, 0 waiting already, 0 invalid, 1 kept out (igminer forget). Next: igminer mine-manual\n",
  );
  expect((await call("suppress", "add", "jane@doe.example", "@jane.doe")).stdout).toContain(
    "0 new suppressions, 0 waiting leads withdrawn, 0 invalid, 2 kept out (igminer forget).",
  );
  expect(await call("show", "jane.doe")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("@jane.doe is kept out (igminer forget)"),
  });
  expect(JSON.parse((await call("subject-report", "jane.doe")).stdout)).toMatchObject({ kept_out: true });
  // What protects the person is still done at the sequencer.
  const status = await call("forget", "--status");
  expect(status).toMatchObject({ code: 3, stdout: expect.stringContaining("block list at Instantly") });
  await db.deleteFrom("InstantlySync").execute();
  const again = await call("forget", "jane.doe");
  expect(again.stdout).toBe("forget: nothing was stored. From now on the person is kept out.\n");
  const left = await db.selectFrom("InitialInstagramAccount").select("username").execute();
  expect(left).toEqual([{ username: "friend" }]);
  expect(await call("forget", "not a name")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Write it as jane, @jane, jane@example.com or 12345678."),
  });
});

test("a person consents once, and the mailbox is read with what that gave", async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  await filledSequence(db, [{ id: 1, email: "ann@lead.example" }]);
  const sandbox = await sandboxOf({ gmailRefreshToken: "given-by-google" });
  const { IGMINER_GMAIL_REFRESH_TOKEN: _none, ...environment } = {
    ...gmailEnvironment(sandbox),
    ...environmentOf(settings),
  };
  const without = await runCli(["label-gmail"], environment);
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("igminer gmail auth") });

  const consent = startCli(["gmail", "auth"], environment);
  await expect.poll(() => consent.stderr(), { timeout: 20_000 }).toContain("access_type=offline");
  const url = /http\S+/.exec(consent.stderr())?.[0] ?? "";
  const asked = new URL(url).searchParams;
  const forged = new URL(asked.get("redirect_uri") ?? "");
  forged.search = "?code=x&state=forged";
  expect((await fetch(forged)).status).toBe(404);
  expect((await fetch(url)).status).toBe(200);
  const { code, stdout } = await consent.ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: "IGMINER_GMAIL_REFRESH_TOKEN=given-by-google\n" });

  sandbox.gmail.deliver("From: ann@lead.example\r\nTo: us@our.example\r\nSubject: Re: Hi\r\n\r\nYes\r\n");
  const read = await runCli(["label-gmail", "--json"], {
    ...environment,
    IGMINER_GMAIL_REFRESH_TOKEN: "given-by-google",
  });
  expect(JSON.parse(read.stdout)).toMatchObject({ ok: 1, messages: 1, replied: 1, exit_code: 0 });
  const filtered = await runCli(["filter-autoforwards"], environment);
  expect(filtered).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("no address of a lead only forwards"),
  });
});
