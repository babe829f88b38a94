import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { DatabaseSettings } from "../../src/core/db/database.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runCli, sandboxOf } from "../support/cli.js";
import { inStore } from "../support/commands.js";
import { gmailEnvironment } from "../support/gmail.js";
import { MAIL_SET } from "../support/mail-set.js";
import { filledSequence } from "../support/outreach.js";
import { runKilledAtEach } from "../support/run-killed.js";
import { environmentOf, readyStore, STORES, type Store } from "../support/stores.js";

const LEADS = 24;
/** While it lists, reads messages, creates labels, adds them, and saves. */
const MOMENTS: [requests: number, delayMs: number][] = [
  [2, 0],
  [9, 3],
  [22, 0],
  [30, 2],
  [32, 0],
  [34, 0],
  [37, 1],
  [38, 5],
];
const ARGUMENTS = ["label-gmail", "--json"];
const bounce = MAIL_SET.find(({ name }) => name === "Postfix: no such user")?.raw ?? "";

/** A store with leads, and a mailbox to which each of them has answered differently. */
async function office(store: Store): Promise<{ settings: DatabaseSettings; sandbox: Sandbox }> {
  const settings = await readyStore(store);
  const sandbox = await sandboxOf({ latencyMs: 4 });
  const emails = ["jane", ...Array.from({ length: LEADS - 1 }, (_, at) => `lead${at}`)].map(
    (name) => `${name}@lead.example`,
  );
  await inStore(settings, async (db) => {
    await filledSequence(
      db,
      emails.map((email, at) => ({ id: at + 1, email })),
    );
    await sql`update "EmailSequenceLead" set state = 'active'`.execute(db);
  });
  sandbox.gmail.deliver(bounce);
  for (const [at, email] of emails.slice(1).entries()) {
    const header = at % 3 === 0 ? "Auto-Submitted: auto-replied" : "Subject: Re: A question";
    sandbox.gmail.deliver(`From: ${email}\r\nTo: us@our.example\r\n${header}\r\n\r\nHello\r\n`);
  }
  sandbox.gmail.deliver("From: mum@home.example\r\nTo: us@our.example\r\nSubject: Dinner?\r\n\r\nHello\r\n");
  return { settings, sandbox };
}

/** Leads, messages, suppressions and signals; and the mailbox as a person sees it. */
async function endOf({ settings, sandbox }: { settings: DatabaseSettings; sandbox: Sandbox }) {
  const rows = await inStore(settings, async (db) => ({
    leads: await db
      .selectFrom("EmailSequenceLead")
      .select(["email", "state", "answered_from"])
      .orderBy("email")
      .execute(),
    messages: await db
      .selectFrom("EmailMessage")
      .select(["gmail_id", "class", "sender", "about", "lead_id"])
      .orderBy("gmail_id")
      .execute(),
    suppressed: await db.selectFrom("Suppression").select(["value", "reason", "source"]).execute(),
    signals: (
      await sql`select email, kind, source, reference from "EmailSignal" order by email, kind`.execute(db)
    ).rows,
  }));
  const labels = [...sandbox.gmail.messages.keys()].map((id) => [id, sandbox.gmail.labelsOf(id)]);
  return { ...rows, labels, labelNames: [...sandbox.gmail.labels.values()].sort() };
}

describe.each(STORES)("label-gmail on %s, killed with SIGKILL", (store) => {
  test("at eight moments and run again, leaves rows and labels as a run that nobody disturbed", {
    timeout: 120_000,
  }, async () => {
    const calm = await office(store);
    const whole = await runCli(ARGUMENTS, {
      ...gmailEnvironment(calm.sandbox),
      ...environmentOf(calm.settings),
    });
    expect(whole, whole.stderr).toMatchObject({ code: 0 });

    const { settings, sandbox } = await office(store);
    const environment = { ...gmailEnvironment(sandbox), ...environmentOf(settings) };
    const killed = await runKilledAtEach(MOMENTS, ARGUMENTS, environment, { sandbox, settings });
    // On a busy machine the last kills may come too late.
    expect(killed).toBeGreaterThanOrEqual(6);
    // A run that was killed after it had saved has read the mailbox to its end: it is read again a minute later.
    await inStore(settings, (db) => db.updateTable("Mailbox").set({ next_attempt_at: null }).execute());
    const last = await runCli(ARGUMENTS, environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });

    const expected = await endOf(calm);
    expect(await endOf({ settings, sandbox })).toEqual(expected);
    expect(expected.messages).toHaveLength(LEADS);
    expect(expected.suppressed).toEqual([{ value: "jane@lead.example", reason: "bounced", source: "gmail" }]);
  });
});
