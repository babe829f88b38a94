import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { runCli, sandboxOf } from "../support/cli.js";
import { gmailEnvironment } from "../support/gmail.js";
import { mailSandbox } from "../support/mail.js";
import { advance, instantlyEnvironment, ledgerOf, statesIn } from "../support/outreach.js";
import { emptyFolder, environmentOf, opened, readyStore } from "../support/stores.js";

/** These need a browser, mine for minutes, or send messages: they are not needed to turn an account into a lead. */
const BESIDE = new Set([
  "health",
  "alerts",
  "fetch-pictures",
  "validate-clones",
  "vary-names",
  "fill-clones",
  "purge",
]);

// Some twenty processes, one after the other.
test("the schedule as it is printed, run once in its order, makes leads of accounts; then they have answered", {
  timeout: 600_000,
}, async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  const sandbox = await sandboxOf({ accounts: 30 });
  const mail = await mailSandbox();
  const environment = {
    ...environmentOf(settings),
    ...mail.environment,
    ...instantlyEnvironment(sandbox),
    ...gmailEnvironment(sandbox),
    IGMINER_WEB_BASE_URL: sandbox.url,
    IGMINER_HIKER_BASE_URL: sandbox.url,
    IGMINER_HIKER_KEY: "key-of-the-test",
    IGMINER_WEB_RATE_PER_MINUTE: "60000",
    IGMINER_WEB_MAX_RATE_PER_MINUTE: "60000",
  };
  const call = (...args: string[]) => runCli(args, environment);
  const people = ["Anna Berg", "Ben Thal", "Cora Feld"].map((name, index) => ({
    id: String(9_000_001 + index),
    username: `lead${index}`,
    full_name: name,
    biography: `Ich koche gern. u${index}@plain.example`,
    follower_count: 2_000,
  }));
  const file = join(await emptyFolder(), "people.jsonl");
  await writeFile(file, people.map((person) => JSON.stringify(person)).join("\n"));
  expect(await call("import", file)).toMatchObject({ code: 0 });
  expect(await call("sequence", "add", "S", "--campaign", campaignIdOf(0))).toMatchObject({ code: 0 });

  const printed = await call("schedule", "print");
  expect(printed.stdout).toContain("verify-emails --batch 200 --max-seconds 540 --smtp");
  const calls = [...printed.stdout.matchAll(/bin\/igminer\.js (\S.*?)(?: --quiet)?(?:[ \t]+#.*)?$/gm)]
    .map(([, words]) => (words as string).replace("NAME", "S").split(" "))
    .filter(([name]) => !BESIDE.has(name as string) && name !== "status");
  expect(calls.map(([name]) => name)).toEqual(
    expect.arrayContaining(["verify-emails", "import-sequence", "hand-over"]),
  );
  for (const words of calls) {
    const { code, stderr } = await call(...words);
    expect([words[0], code, code === 0 ? "" : stderr]).toEqual([words[0], 0, ""]);
  }
  expect((await ledgerOf(sandbox)).leads.map(({ email }) => email)).toEqual(
    expect.arrayContaining(["u0@plain.example", "u1@plain.example", "u2@plain.example"]),
  );

  await advance(sandbox, 1);
  for (const index of [0, 1, 2])
    sandbox.gmail.deliver(
      `From: u${index}@plain.example\r\nTo: us@our.example\r\nSubject: Re: A question\r\n\r\nGladly\r\n`,
    );
  await sql`update "Mailbox" set next_attempt_at = null`.execute(db);
  expect(await call("label-gmail")).toMatchObject({ code: 0 });
  expect(await call("sync-instantly")).toMatchObject({ code: 0 });
  expect((await statesIn(db)).replied).toBeGreaterThanOrEqual(3);
});

test("without a sender for mail hosts the schedule, the status and the import say that outreach cannot have leads", async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  const call = (...args: string[]) => runCli(args, environmentOf(settings));
  const printed = await call("schedule", "print");
  expect(printed.stdout).toContain("no address becomes deliverable");
  expect(printed.stderr).toContain("IGMINER_MAIL_FROM is not set");
  await call("sequence", "add", "S", "--campaign", campaignIdOf(0));
  await sql`insert into "InstagramAccountBase" (id, username, ig_email) values (1, 'one', 'one@plain.example')`.execute(
    db,
  );
  const plan = await call("import-sequence", "--sequence", "S", "--dry-run");
  expect(plan.stdout).toContain("1 address not verified: igminer verify-emails --smtp");
  const status = await call("status", "--check");
  expect(status).toMatchObject({ code: 1 });
  expect(status.stdout).toContain("Outreach gets no leads");
});

test("what keeps leads away though every run ends well is told: a host name, a closed port, a sequencer's key", async () => {
  const settings = await readyStore("postgres");
  const mail = await mailSandbox();
  const call = (more: Record<string, string>, ...args: string[]) =>
    runCli(args, { ...environmentOf(settings), ...mail.environment, ...more });
  const nameless = { IGMINER_HELO: "" };
  const file = join(await emptyFolder(), "people.jsonl");
  const people = [1, 2].map((id) => ({
    id,
    username: `lead${id}`,
    full_name: "Anna",
    follower_count: 2_000,
    biography: `Ich koche gern. u${id}@plain.example`,
  }));
  await writeFile(file, people.map((person) => JSON.stringify(person)).join("\n"));
  expect(await call({}, "import", file)).toMatchObject({ code: 0 });
  await call({}, "sequence", "add", "files", "--campaign", "spring", "--via", "csv");
  expect((await call(nameless, "schedule", "print")).stdout).toContain("IGMINER_HELO is not set");
  expect((await call(nameless, "status", "--check", "--quiet")).stdout).toContain("it needs IGMINER_HELO");
  expect(await call({}, "status", "--check", "--quiet")).toMatchObject({ code: 0 });

  expect(await call({ IGMINER_SMTP_PORT: "9" }, "verify-emails", "--smtp")).toMatchObject({ code: 0 });
  const ill = await call({}, "status", "--check", "--quiet");
  expect(ill).toMatchObject({ code: 1, stdout: expect.stringContaining("most often no_connection") });

  // Files need no setting, so a schedule without any hands over; a sequence at Instantly needs its key.
  expect((await call({}, "schedule", "print")).stdout).toMatch(/igminer\.js hand-over/);
  await call({}, "sequence", "add", "instantly", "--campaign", campaignIdOf(0));
  expect((await call({}, "status", "--check", "--quiet")).stdout).toContain(
    "hands over no leads: IGMINER_INSTANTLY_KEY is not set",
  );
});

test("the status tells what stands dead in a queue, however long ago, and no longer once it is mended", async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  const call = (...args: string[]) => runCli(args, environmentOf(settings));
  await sql`insert into "Mailbox" (mailbox, outcome, attempts, last_error) values ('me', 'failed', 5, 'x')`.execute(
    db,
  );
  await sql`
    with sequence as (insert into "EmailSequence" (name, campaign_id, daily_cap) values ('S', 'c', 5) returning id),
    request as (
      insert into "EmailOutbox" (sequence_id, sent_at, leads, outcome, attempts)
      select id, now() - interval '3 days', 2, 'failed', 5 from sequence
      returning id, sequence_id
    )
    insert into "EmailSequenceLead" (sequence_id, email, state, outbox_id)
    select sequence_id, 'p' || number || '@x.example', 'sending', id from request, generate_series(1, 2) as number
  `.execute(db);
  const ill = await call("status", "--check", "--quiet");
  expect(ill).toMatchObject({ code: 1 });
  for (const part of [
    "label-gmail: 1 item has failed",
    "hand-over: 1 item has failed",
    "2 leads are stuck in requests",
  ])
    expect(ill.stdout).toContain(part);
  expect((await call("hand-over")).stdout).toContain("1 request has failed for good");
  await call("retry");
  await sql`update "EmailOutbox" set outcome = 'ok'`.execute(db);
  await sql`update "Mailbox" set outcome = 'ok'`.execute(db);
  for (let run = 0; run < 6; run++) await call("seed", "somebody");
  expect(await call("status", "--check", "--quiet")).toMatchObject({ code: 0 });
});
