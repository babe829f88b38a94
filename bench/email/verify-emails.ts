/**
 * 1. The results of verification for each kind of mail host in the sandbox, against the truth.
 * 2. The time for 1,000 addresses on 200 domains at 50 ms of DNS latency, against the minimum for the same questions: a
 *    bare node:dns loop over as many domains at once, in the same run. Sandbox and PostgreSQL (durable, as installed)
 *    run in processes of their own.
 */
import { Resolver } from "node:dns/promises";
import pg from "pg";
import { tableText } from "../../src/cli/table.js";
import { MAIL_KINDS, type MailKind } from "../../src/sandbox/mail/mail-world.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer, startSandboxProcess } from "../support/processes.js";

const ADDRESSES = 1_000;
const DOMAINS = 200;
const LATENCY_MS = 50;
const AT_ONCE = 100;
const ROUNDS = 5;
const MAILBOXES = { exists: "jane", missing: "missing.jo", full: "full.jo", disabled: "off.jo" };
/** Hosts of these kinds never reveal anything about a mailbox. */
const SILENT: readonly MailKind[] = [
  "servfail",
  "silent",
  "closed",
  "mute",
  "busy",
  "refusing",
  "blocking",
  "callback",
  "hangup",
];

async function withAccounts(url: string, emails: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `insert into "InstagramAccountBase" (id, username, ig_email)
     select number, 'user' || number, email from unnest($1::text[]) with ordinality as given (email, number)`,
    [emails],
  );
  await client.query("analyze");
  await client.end();
}

/** Prints the verdicts for all kinds of host. @returns whether any is wrong in a way that is never allowed. */
async function truthTable(server: string): Promise<boolean> {
  const sandbox = await startSandboxProcess(["--mail"]);
  try {
    const url = await freshDatabase(server, "bench_truth");
    const addresses = MAIL_KINDS.flatMap((kind) =>
      Object.values(MAILBOXES).map((name) => `${name}@${kind}.example`),
    );
    await withAccounts(url, addresses);
    const environment = {
      ...sandbox.mail,
      DATABASE_URL: url,
      IGMINER_SMTP_TIMEOUT_MS: "2000",
      IGMINER_DNS_TIMEOUT_MS: "800",
    };
    const client = new pg.Client(url);
    await client.connect();
    await runIgminer(["verify-emails", "--smtp", "--quiet"], environment);
    const first = await verdictsIn(client);
    // In the second look greylisted questions are repeated, for the address and then for a name that nobody has.
    for (let look = 0; look < 2; look++) {
      await client.query(
        `update "EmailVerification" set next_attempt_at = now() where domain like 'greylist%'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await runIgminer(["verify-emails", "--smtp", "--quiet"], environment);
    }
    const last = await verdictsIn(client);
    await client.end();
    const rows = MAIL_KINDS.map((kind) => [
      kind,
      ...Object.values(MAILBOXES).map((name) => {
        const email = `${name}@${kind}.example`;
        const [before, after] = [first.get(email), last.get(email)];
        return before === after ? `${after}` : `${before}, then ${after}`;
      }),
    ]);
    console.log(
      tableText(
        ["host", "mailbox exists", "is missing", "is full", "is disabled"].map((title) => ({ title })),
        rows,
      ),
    );
    const calledUndeliverable = (kind: MailKind, names: string[]) =>
      names.filter((name) => last.get(`${name}@${kind}.example`)?.startsWith("undeliverable")).length;
    const takesMail = MAIL_KINDS.filter((kind) => !["nullmx", "nomail", "nohost"].includes(kind));
    const existing = takesMail.reduce(
      (sum, kind) => sum + calledUndeliverable(kind, [MAILBOXES.exists, MAILBOXES.full]),
      0,
    );
    const unchecked = SILENT.reduce(
      (sum, kind) => sum + calledUndeliverable(kind, Object.values(MAILBOXES)),
      0,
    );
    console.log(
      `called undeliverable: ${existing} that exist, ${unchecked} that could not be checked (promised: none of either)`,
    );
    return existing + unchecked === 0;
  } finally {
    sandbox.stop();
  }
}

async function verdictsIn(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ email: string; status: string; reason: string }>(
    `select email, status, reason from "EmailVerification"`,
  );
  return new Map(rows.map(({ email, status, reason }) => [email, `${status} (${reason})`]));
}

/** The same questions and nothing else: MX, then the host's addresses, for a number of domains at once. */
async function bareDns(server: string, domains: readonly string[]): Promise<number> {
  const resolver = new Resolver();
  resolver.setServers([server]);
  const left = [...domains];
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let domain = left.pop(); domain !== undefined; domain = left.pop()) {
        const [host] = await resolver.resolveMx(domain);
        const name = host?.exchange as string;
        await Promise.all([resolver.resolve4(name), resolver.resolve6(name).catch(() => [])]);
      }
    }),
  );
  return performance.now() - startedMs;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;

async function wallTime(server: string): Promise<boolean> {
  const sandbox = await startSandboxProcess(["--mail", "--latency-ms", String(LATENCY_MS)]);
  try {
    const domains = Array.from({ length: DOMAINS }, (_, number) => `plain-${number}.example`);
    const addresses = Array.from(
      { length: ADDRESSES },
      (_, number) => `user${number}@${domains[number % DOMAINS]}`,
    );
    const boundMs = Math.ceil(DOMAINS / AT_ONCE) * 2 * LATENCY_MS;
    const ratios = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const bareMs = await bareDns(sandbox.mail.IGMINER_DNS_SERVERS as string, domains);
      const url = await freshDatabase(server, "bench_verify");
      await withAccounts(url, addresses);
      const { wallMs: idleMs } = await runIgminer(["status", "--quiet"], { DATABASE_URL: url });
      const { result, wallMs } = await runIgminer(
        ["verify-emails", "--quiet", "--batch", String(ADDRESSES), "--concurrency", String(AT_ONCE)],
        { ...sandbox.mail, DATABASE_URL: url },
      );
      const runMs = result.duration_ms as number;
      ratios.push(runMs / bareMs);
      console.log(
        `round ${round}: verify-emails ${seconds(wallMs)} (the run ${seconds(runMs)}; a command that only starts ${seconds(idleMs)}), ` +
          `${Math.round(ADDRESSES / (wallMs / 1_000)).toLocaleString("en")} addresses/s, ${result.requests} questions; ` +
          `bare DNS ${seconds(bareMs)}; latency bound ${seconds(boundMs)}; run / bare ${(runMs / bareMs).toFixed(2)}`,
      );
    }
    const oneByOneMs = ADDRESSES * 2 * LATENCY_MS;
    console.log(
      `median run / bare ${median(ratios).toFixed(2)}; address by address it would take ${seconds(oneByOneMs)}`,
    );
    return true;
  } finally {
    sandbox.stop();
  }
}

const postgres = process.env.BENCH_POSTGRES_URL
  ? { url: process.env.BENCH_POSTGRES_URL, stop: async () => {} }
  : await startPostgres({ isDurable: true });
try {
  const isTrue = await truthTable(postgres.url);
  await wallTime(postgres.url);
  process.exitCode = isTrue ? 0 : 1;
} finally {
  await postgres.stop();
}
