import { Resolver } from "node:dns";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/core/config/config.js";
import { openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { MAIL_KINDS, type MailKind } from "../../src/sandbox/mail/mail-world.js";
import type { SmtpSandbox } from "../../src/sandbox/mail/smtp-server.js";
import { runCli, startCli } from "../support/cli.js";
import { mailSandbox } from "../support/mail.js";
import { letKilledRunsDie } from "../support/run-killed.js";
import { emptyFolder, environmentOf, opened, readyStore, STORES } from "../support/stores.js";
import { accountsShowing } from "../support/verification.js";

const SMTP = ["verify-emails", "--smtp", "--json"];

const conversationsAt = (smtp: SmtpSandbox) =>
  [...smtp.hosts.values()].reduce((sum, host) => sum + host.conversations, 0);

function verdicts(db: Kysely<Schema>) {
  return db
    .selectFrom("EmailVerification")
    .select(["email", "status", "reason", "outcome", "attempts", "claimed_by"])
    .orderBy("email")
    .execute();
}

/** The expected verdicts of an existing, a missing and a full mailbox at a host of each kind. */
const TRUTH: Record<MailKind, [jane: string, missing: string, full: string]> = {
  plain: ["deliverable", "undeliverable", "risky"],
  implicit: ["deliverable", "undeliverable", "risky"],
  slow: ["deliverable", "undeliverable", "risky"],
  strict: ["deliverable", "undeliverable", "risky"],
  starttls: ["deliverable", "undeliverable", "risky"],
  badtls: ["deliverable", "undeliverable", "risky"],
  utf8: ["deliverable", "undeliverable", "risky"],
  catchall: ["risky", "risky", "risky"],
  // It refuses without a reason: neither a missing mailbox nor a catch-all test proves anything.
  terse: ["risky", "unknown", "risky"],
  nullmx: ["undeliverable", "undeliverable", "undeliverable"],
  nomail: ["undeliverable", "undeliverable", "undeliverable"],
  nohost: ["undeliverable", "undeliverable", "undeliverable"],
  servfail: ["unknown", "unknown", "unknown"],
  silent: ["unknown", "unknown", "unknown"],
  closed: ["unknown", "unknown", "unknown"],
  mute: ["unknown", "unknown", "unknown"],
  busy: ["unknown", "unknown", "unknown"],
  refusing: ["unknown", "unknown", "unknown"],
  blocking: ["unknown", "unknown", "unknown"],
  callback: ["unknown", "unknown", "unknown"],
  hangup: ["unknown", "unknown", "unknown"],
  greylist: ["unknown", "unknown", "unknown"],
};

describe("verify-emails asks mail hosts", () => {
  test("and calls each address of the sandbox what it is: none that exists and none that could not be checked undeliverable", async () => {
    const { smtp, environment } = await mailSandbox();
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    const expected = new Map<string, string>();
    for (const kind of MAIL_KINDS)
      for (const [index, name] of ["jane", "missing.jo", "full.jo"].entries())
        expected.set(`${name}@${kind}.example`, TRUTH[kind][index] as string);
    await accountsShowing(db, ...expected.keys());
    const result = await runCli(SMTP, {
      ...environment,
      ...environmentOf(settings),
      IGMINER_SMTP_TIMEOUT_MS: "2000",
      IGMINER_DNS_TIMEOUT_MS: "800",
    });
    expect(result, result.stderr).toMatchObject({ code: 0 });
    const found = await verdicts(db);
    expect(Object.fromEntries(found.map(({ email, status }) => [email, status]))).toEqual(
      Object.fromEntries([...expected].sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    expect(found.every(({ attempts, claimed_by }) => attempts === 0 && claimed_by === null)).toBe(true);
    expect(smtp.messages()).toBe(0);
    expect(smtp.mostAtOnce()).toBeLessThanOrEqual(5);
    for (const { mostAtOnce } of smtp.hosts.values()) expect(mostAtOnce).toBeLessThanOrEqual(1);
  });

  test("for the address itself first, and for a name that nobody has in another conversation, once a domain", async () => {
    const { smtp, environment } = await mailSandbox();
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, "jane@strict.example", "tom@strict.example");
    await runCli(SMTP, { ...environment, ...environmentOf(settings) });
    const host = [...smtp.hosts.values()].find(({ conversations }) => conversations > 0);
    expect(host?.recipients).toHaveLength(3);
    expect(host?.conversations).toBe(3);
    expect(host?.recipients[0]).toMatch(/^(jane|tom)@/);
    const probes = host?.recipients.filter((recipient) => /^[a-z]{10}\d{6}@strict\.example$/.test(recipient));
    expect(probes).toHaveLength(1);
  });

  test("greylisting is met again when its time has come, with the same names", async () => {
    const { smtp, environment } = await mailSandbox({ greylistMs: 1 });
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, "jane@greylist.example");
    const statuses = [];
    for (let run = 0; run < 3; run++) {
      const result = await runCli(SMTP, { ...environment, ...environmentOf(settings) });
      expect(result, result.stderr).toMatchObject({ code: 0 });
      statuses.push((await verdicts(db))[0]);
      await sql`update "EmailVerification" set next_attempt_at = now()`.execute(db);
    }
    expect(statuses).toMatchObject([
      { status: "unknown", reason: "greylisted", attempts: 0 },
      { status: "risky", reason: "catch_all_unknown", attempts: 0 },
      { status: "deliverable", reason: "mailbox_exists", attempts: 0 },
    ]);
    const recipients = [...smtp.hosts.values()].flatMap((host) => host.recipients);
    expect(new Set(recipients).size).toBe(2);
  });

  test("stops with exit 4 when no host can be reached: the port is closed on the way out, and nothing is called undeliverable", async () => {
    const { environment } = await mailSandbox();
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, ...Array.from({ length: 40 }, (_, number) => `jane@plain-${number}.example`));
    const result = await runCli(SMTP, { ...environment, ...environmentOf(settings), IGMINER_SMTP_PORT: "9" });
    expect(result, result.stderr).toMatchObject({ code: 4 });
    expect(JSON.parse(result.stdout).stop_reason).toContain("No mail host can be reached on port 9");
    const found = await verdicts(db);
    expect(found.every(({ attempts, claimed_by }) => attempts === 0 && claimed_by === null)).toBe(true);
    const statuses = new Set(found.map(({ status }) => status));
    expect([...statuses].every((status) => status === null || status === "unknown")).toBe(true);
  });

  test("stops with exit 4 when the day's conversations are used up, and loses nothing", async () => {
    const { smtp, environment } = await mailSandbox();
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, ...Array.from({ length: 10 }, (_, number) => `jane@plain-${number}.example`));
    const result = await runCli(SMTP, {
      ...environment,
      ...environmentOf(settings),
      IGMINER_SMTP_DAILY_BUDGET: "6",
    });
    expect(result, result.stderr).toMatchObject({ code: 4 });
    expect(conversationsAt(smtp)).toBe(6);
    const found = await verdicts(db);
    expect(found.every(({ attempts, claimed_by }) => attempts === 0 && claimed_by === null)).toBe(true);
  });

  test("until SIGTERM: what is in flight is saved, the rest given back, no attempt burnt, exit 143", async () => {
    const { smtp, environment } = await mailSandbox({ latencyMs: 100 });
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, ...Array.from({ length: 40 }, (_, number) => `jane@plain-${number}.example`));
    const run = startCli(SMTP, { ...environment, ...environmentOf(settings) });
    while (conversationsAt(smtp) < 4) await sleep(5);
    run.process.kill("SIGTERM");
    const result = await run.ended;
    expect(result, result.stderr).toMatchObject({ code: 143 });
    expect(JSON.parse(result.stdout)).toMatchObject({ retried: 0, failed: 0 });
    expect(JSON.parse(result.stdout).given_back).toBeGreaterThan(20);
    const found = await verdicts(db);
    expect(found.every(({ attempts, claimed_by }) => attempts === 0 && claimed_by === null)).toBe(true);
    expect(await db.selectFrom("MailHostLease").select("host").execute()).toEqual([]);
  });

  test("of addresses that are given only as far as the day's conversations reach, and says so with exit 4", async () => {
    const { environment } = await mailSandbox();
    const result = await runCli(
      [
        "verify-emails",
        "missing.a@plain-1.example",
        "missing.b@plain-1.example",
        "missing.c@plain-1.example",
        "--smtp",
        "--format",
        "csv",
      ],
      { ...environment, ...environmentOf(await readyStore("postgres")), IGMINER_SMTP_DAILY_BUDGET: "2" },
    );
    expect(result, result.stderr).toMatchObject({ code: 4 });
    expect(result.stdout.trim().split("\n")).toHaveLength(3);
    expect(result.stderr).toContain("Stopped after 2 of 3 addresses");
  });

  test("never on a private network, unless a setting says so", async () => {
    const { smtp, environment } = await mailSandbox();
    const result = await runCli(["verify-emails", "jane@plain.example", "--smtp", "--json"], {
      ...environment,
      ...environmentOf(await readyStore("postgres")),
      IGMINER_SMTP_ALLOW_PRIVATE_HOSTS: "no",
    });
    expect(JSON.parse(result.stdout)).toMatchObject({
      addresses: [{ status: "unknown", reason: "private_host" }],
    });
    expect([...smtp.hosts.values()].every(({ conversations }) => conversations === 0)).toBe(true);
  });

  test("in two processes, never in two at one host and never more than five in all; nobody is asked twice", async () => {
    const { smtp, environment } = await mailSandbox({ latencyMs: 30 });
    const settings = await readyStore("postgres");
    const { kysely: db } = await opened(settings);
    await accountsShowing(
      db,
      ...Array.from({ length: 60 }, (_, number) => `user${number}@plain-${number % 12}.example`),
    );
    const runs = await Promise.all(
      [1, 2].map(() =>
        runCli([...SMTP, "--concurrency", "10"], { ...environment, ...environmentOf(settings) }),
      ),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.every(({ stdout }) => JSON.parse(stdout).ok > 0)).toBe(true);
    const hosts = [...smtp.hosts.values()].filter(({ conversations }) => conversations > 0);
    expect(hosts.map(({ mostAtOnce }) => mostAtOnce)).toEqual(hosts.map(() => 1));
    expect(smtp.mostAtOnce()).toBeLessThanOrEqual(5);
    const asked = hosts
      .flatMap(({ recipients }) => recipients)
      .filter((recipient) => recipient.startsWith("user"));
    expect(asked.length).toBe(60);
    expect(new Set(asked).size).toBe(60);
    expect(new Set((await verdicts(db)).map(({ status }) => status))).toEqual(new Set(["deliverable"]));
  });
});

/** After this many more conversations plus a delay in milliseconds. */
const MOMENTS: [conversations: number, delayMs: number][] = [
  [3, 40],
  [1, 0],
  [9, 110],
  [6, 5],
];

describe.each(STORES)("verify-emails on %s, killed with SIGKILL", (store) => {
  test("at any moment and run again, comes to the verdicts of a run that nobody disturbed, and leaves no address claimed", async () => {
    const addresses = ["plain", "plain-2", "strict", "catchall", "nullmx", "hangup"].flatMap((domain) =>
      ["jane", "missing.jo", "full.jo", "info"].map((name) => `${name}@${domain}.example`),
    );
    const { smtp, environment } = await mailSandbox({ latencyMs: 20 });
    const conversations = () => conversationsAt(smtp);
    const stores = [await readyStore(store), await readyStore(store)];
    for (const settings of stores) {
      const database = await openDatabase({ settings, notify: () => {} });
      await accountsShowing(database.kysely, ...addresses);
      await database.close();
    }
    const [whole, disturbed] = stores as [(typeof stores)[0], (typeof stores)[0]];
    expect(await runCli(SMTP, { ...environment, ...environmentOf(whole) })).toMatchObject({ code: 0 });
    const killed = { ...environment, ...environmentOf(disturbed) };
    // Opening the embedded database is slow: there, two moments are enough.
    for (const [more, delayMs] of store === "postgres" ? MOMENTS : MOMENTS.slice(0, 2)) {
      const target = conversations() + more;
      const run = startCli([...SMTP, "--concurrency", "3"], killed);
      while (conversations() < target && run.process.exitCode === null) await sleep(2);
      await sleep(delayMs);
      run.process.kill("SIGKILL");
      await run.ended;
      await letKilledRunsDie(disturbed);
    }
    const last = await runCli(SMTP, killed);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    const [expected, found] = await Promise.all(
      [whole, disturbed].map(async (settings) => {
        const database = await openDatabase({ settings, notify: () => {} });
        const rows = await verdicts(database.kysely);
        const leases = await database.kysely.selectFrom("MailHostLease").select("host").execute();
        await database.close();
        return { rows, leases };
      }),
    );
    expect(found).toEqual(expected);
    expect(expected?.leases).toEqual([]);
    expect(expected?.rows).toHaveLength(addresses.length);
    expect(smtp.messages()).toBe(0);
  });
});

describe("verify-emails of addresses that are given", () => {
  test("needs no database, keeps nothing, and prints one verdict a line in the order of the question", async () => {
    const { environment } = await mailSandbox();
    const nowhere = { ...environment, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const result = await runCli(
      ["verify-emails", "-", "--email", "Info@Plain.example", "--format", "csv"],
      nowhere,
      "# mine\njane@nullmx.example\n\njane@gmial.example\nno address\n",
    );
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(result.stdout.split("\n")).toEqual([
      "email,status,reason,suggestion,mail_host",
      "info@plain.example,risky,role,,mx.plain.example",
      "jane@nullmx.example,undeliverable,null_mx,,",
      "jane@gmial.example,undeliverable,no_such_domain,,",
      "no address,undeliverable,invalid_syntax,,",
      "",
    ]);
  });

  test("says as JSON what was found, and that DNS alone does not tell whether a mailbox exists", async () => {
    const { smtp, environment } = await mailSandbox();
    const result = await runCli(["verify-emails", "--email", "jane@plain.example", "--json"], environment);
    expect(JSON.parse(result.stdout)).toEqual({
      addresses: [
        {
          email: "jane@plain.example",
          status: "unknown",
          reason: "mailbox_not_asked",
          reasons: ["mailbox_not_asked"],
          suggestion: null,
          is_role: false,
          is_disposable: false,
          is_free: false,
          mail_host: "mx.plain.example",
          smtp_reply: null,
        },
      ],
    });
    expect([...smtp.hosts.values()].every(({ conversations }) => conversations === 0)).toBe(true);
  });
});

describe("settings of verification", () => {
  test.each([
    ["IGMINER_DNS_SERVERS", "dns.example", "expected IP addresses"],
    ["IGMINER_DNS_SERVERS", "9.9.9.9:70000", "expected IP addresses"],
    ["IGMINER_SMTP_PORT", "0", "IGMINER_SMTP_PORT"],
    ["IGMINER_HELO", "me", "expected a full host name"],
    ["IGMINER_MAIL_FROM", "me", "expected an address, or <>"],
    ["IGMINER_MAIL_FROM", "a@b.example>\r\nDATA", "expected an address, or <>"],
    ["IGMINER_VERIFY_AGAIN_DAYS", "never", "IGMINER_VERIFY_AGAIN_DAYS"],
    ["IGMINER_SMTP_ALLOW_PRIVATE_HOSTS", "maybe", "IGMINER_SMTP_ALLOW_PRIVATE_HOSTS"],
  ])("%s=%j is refused, with what it takes", (name, value, message) => {
    expect(() => loadConfig({ environment: { [name]: value }, folder: "/nonexistent" })).toThrow(message);
  });

  test.each(["9.9.9.9", "127.0.0.1:5353,9.9.9.9", "2620:fe::fe", "[2620:fe::fe]:53"])(
    "DNS servers may be %s",
    (servers) => {
      const { config } = loadConfig({
        environment: { IGMINER_DNS_SERVERS: servers },
        folder: "/nonexistent",
      });
      expect(config.dns.servers).toEqual(servers.split(","));
      expect(() => new Resolver().setServers(config.dns.servers)).not.toThrow();
    },
  );

  test("that --smtp cannot do without are named, with an example, before anybody is asked", async () => {
    const result = await runCli(["verify-emails", "jane@plain.example", "--smtp"], {
      ...environmentOf(await readyStore("postgres")),
      IGMINER_HELO: "mail.example.org",
    });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain("IGMINER_MAIL_FROM is not set");
  });
});

describe("mark-bad-emails", () => {
  test("takes the operator's list, whose word counts more than a verdict and can be taken back; a bad line is told with its number", async () => {
    const settings = await readyStore("postgres");
    const environment = environmentOf(settings);
    const { kysely: db } = await opened(settings);
    await accountsShowing(db, "jane@plain.example", "tom@plain.example");
    const file = join(await emptyFolder(), "never.txt");
    await writeFile(file, "# mine\nJane@Plain.EXAMPLE\nno address\n");
    const status = async () =>
      (
        await db
          .selectFrom("InstagramAccountBase")
          .select(["ig_email_status", "ig_email_status_reason"])
          .orderBy("id")
          .execute()
      )[0];

    await runCli(["mark-bad-emails", "--file", file, "--dry-run"], environment);
    expect(await db.selectFrom("EmailSignal").select("id").execute()).toEqual([]);
    const bad = await runCli(["mark-bad-emails", "--file", file, "--json"], environment);
    expect(bad, bad.stderr).toMatchObject({ code: 0 });
    expect(bad.stderr).toContain(`${file}:3: not an address: no address`);
    expect(JSON.parse(bad.stdout)).toMatchObject({ ok: 1, bad: 1, accounts_marked: 1 });
    expect(await status()).toEqual({ ig_email_status: "bad", ig_email_status_reason: "operator_bad" });
    const good = await runCli(
      ["mark-bad-emails", "--file", "-", "--as", "good", "--json"],
      environment,
      "jane@plain.example\n",
    );
    expect(JSON.parse(good.stdout)).toMatchObject({ good: 1, good_again: 1 });
    expect(await status()).toEqual({ ig_email_status: "good", ig_email_status_reason: "operator_good" });
    const idle = await runCli(["mark-bad-emails"], environment);
    expect(idle).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("there is no new evidence about any address"),
    });
  });
});
