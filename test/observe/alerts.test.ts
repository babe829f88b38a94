import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/core/config/config.js";
import type { Database } from "../../src/core/db/database.js";
import { slackText } from "../../src/core/observe/alert-channels.js";
import { sendDueAlerts } from "../../src/core/observe/send-alerts.js";
import { noteObservations } from "../../src/core/observe/watch.js";
import { raiseAlerts, takeDueAlerts } from "../../src/core/record/alerts.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { migratedStore, STORES } from "../support/stores.js";
import { type Webhook, webhookOf } from "../support/webhook.js";

const OPENED = {
  kind: "breaker_opened",
  subject: "web",
  message: "web: the circuit breaker has opened",
} as const;

/** Sends due alerts, as a command does at its end. */
function send(
  { kysely: db }: Database,
  { slack, webhook, timeoutMs = 5_000 }: { slack?: Webhook; webhook?: Webhook; timeoutMs?: number },
) {
  const { config } = loadConfig({
    environment: {
      XDG_CONFIG_HOME: "/nonexistent",
      ...(slack && { IGMINER_SLACK_WEBHOOK_URL: slack.url }),
      ...(webhook && { IGMINER_ALERT_WEBHOOK_URL: webhook.url }),
      IGMINER_ALERT_TIMEOUT_MS: String(timeoutMs),
    },
    folder: "/nonexistent",
  });
  return sendDueAlerts(db, config, maskOf([]));
}

const alertsIn = ({ received }: Webhook) =>
  received.map(({ body }) =>
    (JSON.parse(body) as { alerts: { kind: string; subject: string; count: number }[] }).alerts.map(
      ({ kind, subject, count }) => `${kind} ${subject} ${count}`,
    ),
  );

const later = ({ kysely: db }: Database, span: string) =>
  sql`
    update "Alert"
    set sent_at = sent_at - ${span}::interval,
        next_attempt_at = next_attempt_at - ${span}::interval,
        sending_until = sending_until - ${span}::interval
  `.execute(db);

describe.each(STORES)("alerts, on %s", (store) => {
  test("of the same kind about the same thing are told once an hour, with a count; others at once", async () => {
    const database = await migratedStore(store);
    const webhook = await webhookOf();
    await raiseAlerts(database.kysely, [OPENED]);
    expect(await send(database, { webhook })).toMatchObject({ sent: 1, waiting: 0 });
    for (let time = 0; time < 3; time++) await raiseAlerts(database.kysely, [OPENED]);
    await raiseAlerts(database.kysely, [{ ...OPENED, subject: "hiker" }]);
    await send(database, { webhook });
    await later(database, "59 minutes");
    await send(database, { webhook });
    expect(alertsIn(webhook)).toEqual([["breaker_opened web 1"], ["breaker_opened hiker 1"]]);
    await later(database, "2 minutes");
    await send(database, { webhook });
    expect(alertsIn(webhook).at(-1)).toEqual(["breaker_opened web 3"]);
  });

  test("are neither there without what caused them, nor lost when the sender dies", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const webhook = await webhookOf();
    const undone = db.transaction().execute(async (tx) => {
      await raiseAlerts(tx, [OPENED]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await send(database, { webhook })).toMatchObject({ sent: 0 });
    await raiseAlerts(db, [OPENED]);
    // A process takes it and is killed before sending it.
    expect(await takeDueAlerts(db, ["webhook"], 10)).toHaveLength(1);
    expect(await send(database, { webhook })).toMatchObject({ sent: 0 });
    await later(database, "61 seconds");
    expect(await send(database, { webhook })).toMatchObject({ sent: 1 });
  });

  test("wait for a dead channel, hold nobody up, and do not bother the channel that has them", async () => {
    const database = await migratedStore(store);
    const [webhook, slack] = [await webhookOf(), await webhookOf(null)];
    await raiseAlerts(database.kysely, [OPENED]);
    const fromMs = performance.now();
    const report = await send(database, { slack, webhook, timeoutMs: 300 });
    expect(performance.now() - fromMs).toBeLessThan(3_000);
    expect(report).toMatchObject({ sent: 0, waiting: 1, errors: { slack: expect.any(String) } });
    expect(await send(database, { slack, webhook })).toMatchObject({ sent: 0, waiting: 0 });
    slack.status = 200;
    await later(database, "61 seconds");
    expect(await send(database, { slack, webhook })).toMatchObject({ sent: 1, waiting: 0 });
    expect([webhook.received.length, slack.received.length]).toEqual([1, 2]);
    expect(JSON.parse(slack.received[1]?.body ?? "").text).toContain("web: the circuit breaker has opened");
  });

  test("go on being told to a channel that works, however long another one is dead, which is told all of it in the end", async () => {
    const database = await migratedStore(store);
    const [slack, webhook] = [await webhookOf(), await webhookOf(500)];
    for (let hour = 0; hour < 4; hour++) {
      await raiseAlerts(database.kysely, [OPENED, OPENED]);
      await send(database, { slack, webhook });
      await later(database, "2 hours");
    }
    expect(slack.received).toHaveLength(4);
    for (const { body } of slack.received) expect(JSON.parse(body).text).toContain("(2 times since");
    webhook.received.length = 0;
    webhook.status = 200;
    await send(database, { slack, webhook });
    expect(alertsIn(webhook)).toEqual([["breaker_opened web 8"]]);
    expect(slack.received).toHaveLength(4);
  });

  test("that are raised while they are being sent are told the next time", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const webhook = await webhookOf(null);
    await raiseAlerts(db, [OPENED]);
    const sending = send(database, { webhook, timeoutMs: 500 });
    await expect.poll(() => webhook.received.length).toBe(1);
    await raiseAlerts(db, [OPENED, OPENED]);
    webhook.status = 200;
    // The request in progress gets no answer; the alert is sent again with everything that has been added since.
    await sending;
    await later(database, "61 seconds");
    await send(database, { webhook });
    expect(alertsIn(webhook)).toEqual([["breaker_opened web 1"], ["breaker_opened web 3"]]);
  });

  test("tell each turn of what is watched once, however many look; and nothing where all is well from the start", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const webhook = await webhookOf();
    const kinds = { turnedBad: "health_bad", turnedGood: "health_good" } as const;
    const see = (isBad: boolean) =>
      noteObservations(
        db,
        [{ subject: "dns", isBad, message: `dns ${isBad ? "is down" : "is well"}` }],
        kinds,
      );
    await see(false);
    expect(await send(database, { webhook })).toMatchObject({ sent: 0 });
    await Promise.all([see(true), see(true), see(true)]);
    await send(database, { webhook });
    await see(false);
    await see(false);
    await send(database, { webhook });
    expect(alertsIn(webhook)).toEqual([["health_bad dns 1"], ["health_good dns 1"]]);
  });
});

test("a message to Slack is one text, in which nothing from outside is markup", () => {
  const now = new Date("2026-11-24T20:15:00Z");
  const alert = {
    id: 1n,
    kind: "run_failed",
    subject: "s",
    count: 3n,
    first_at: now,
    last_at: now,
    run_id: null,
  } as const;
  const text = slackText([{ ...alert, message: "<!channel> & <https://x|y>", channel: null }], "host");
  expect(text).toBe(
    "*igminer* on host\n:warning: &lt;!channel&gt; &amp; &lt;https://x|y&gt; (3 times since 20:15 UTC)",
  );
});
