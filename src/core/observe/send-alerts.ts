import { hostname } from "node:os";
import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { messageOf } from "../failure.js";
import { openHttpClient } from "../net/http.js";
import { type Delivery, settleAlerts, takeDueAlerts, type WaitingAlert } from "../record/alerts.js";
import type { Mask } from "../record/secrets.js";
import type { Config } from "../settings/settings.js";
import { type AlertChannel, openChannels } from "./alert-channels.js";

/** The result of sending. */
export interface SendReport {
  /** Alerts that every channel has received. */
  sent: number;
  /** Alerts that some channel has not received; they are retried later. */
  waiting: number;
  channels: string[];
  /** Errors by channel, without secrets. */
  errors: Record<string, string>;
}

/** A message with more alerts would not be read. */
const ALERTS_A_MESSAGE = 50;

/**
 * Sends the alerts that are due to every configured channel, in one message per channel. It takes no longer than the
 * configured time limit, and never throws because of a channel: what a channel did not receive stays in the outbox for
 * it alone. After a crash before the outcome is stored, alerts are sent again: twice rather than never.
 */
export async function sendDueAlerts(
  db: Kysely<Schema>,
  { alerts: settings, http: httpSettings }: Pick<Config, "alerts" | "http">,
  mask: Mask,
): Promise<SendReport> {
  // A direct connection, since the proxies are for sources.
  const http = openHttpClient({ ...httpSettings, proxies: [], timeoutMs: settings.timeoutMs });
  try {
    const channels = openChannels(settings, http, hostname());
    const report: SendReport = {
      sent: 0,
      waiting: 0,
      channels: channels.map(({ name }) => name),
      errors: {},
    };
    if (channels.length === 0) return report;
    const due = await takeDueAlerts(db, report.channels, ALERTS_A_MESSAGE);
    if (due.length === 0) return report;
    const told = await Promise.all(channels.map((channel) => tell(channel, due, settings.timeoutMs, mask)));
    for (const { name, error } of told) if (error !== null) report.errors[name] = error;
    const deliveries = due.map((alert) => deliveryOf(alert, told));
    await settleAlerts(db, deliveries);
    report.sent = deliveries.filter(({ error }) => error === null).length;
    report.waiting = deliveries.length - report.sent;
    return report;
  } finally {
    await http.close();
  }
}

interface Told {
  name: string;
  error: string | null;
}

async function tell(
  channel: AlertChannel,
  due: readonly WaitingAlert[],
  timeoutMs: number,
  mask: Mask,
): Promise<Told> {
  const news = due.filter((alert) => isFor(alert, channel.name));
  if (news.length === 0) return { name: channel.name, error: null };
  try {
    await channel.send(news, AbortSignal.timeout(timeoutMs));
    return { name: channel.name, error: null };
  } catch (error) {
    return { name: channel.name, error: mask.text(messageOf(error)) };
  }
}

function isFor({ channel }: WaitingAlert, name: string): boolean {
  return channel === null || channel === name;
}

function deliveryOf(alert: WaitingAlert, told: readonly Told[]): Delivery {
  const meant = told.filter(({ name }) => isFor(alert, name));
  const missing = meant.filter(({ error }) => error !== null);
  return {
    id: alert.id,
    count: alert.count,
    arrivedAt: meant.filter(({ error }) => error === null).map(({ name }) => name),
    missedBy: missing.map(({ name }) => name),
    error: missing.length === 0 ? null : missing.map(({ name, error }) => `${name}: ${error}`).join("; "),
  };
}
