import type { HttpClient } from "../net/http.js";
import type { WaitingAlert } from "../record/alerts.js";
import type { Config } from "../settings/settings.js";

/** One way to send alerts to people. */
export interface AlertChannel {
  readonly name: "slack" | "webhook";
  /** Sends all of them in one message. @throws if their arrival is not certain. */
  send(alerts: readonly WaitingAlert[], signal: AbortSignal): Promise<void>;
}

/** Opens the configured channels. */
export function openChannels(
  { slackUrl, webhookUrl, timeoutMs }: Config["alerts"],
  http: Pick<HttpClient, "post">,
  host: string,
): AlertChannel[] {
  return [
    ...(slackUrl === null ? [] : [slackChannel(slackUrl, timeoutMs, host)]),
    ...(webhookUrl === null ? [] : [webhookChannel(new URL(webhookUrl), http, host)]),
  ];
}

function slackChannel(url: string, timeoutMs: number, host: string): AlertChannel {
  return {
    name: "slack",
    async send(alerts) {
      const { IncomingWebhook } = await import("@slack/webhook");
      await new IncomingWebhook(url, { timeout: timeoutMs }).send({ text: slackText(alerts, host) });
    },
  };
}

function webhookChannel(url: URL, http: Pick<HttpClient, "post">, host: string): AlertChannel {
  return {
    name: "webhook",
    async send(alerts, signal) {
      const { status } = await http.post(url, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(webhookBody(alerts, host)),
        signal,
      });
      if (status < 200 || status >= 300) throw new Error(`the webhook answered ${status}`);
    },
  };
}

/** The body for the JSON webhook: `text` for chats that show nothing else, and each alert for programs. */
function webhookBody(alerts: readonly WaitingAlert[], host: string) {
  return {
    source: "igminer",
    host,
    text: alerts.map((alert) => lineOf(alert)).join("\n"),
    alerts: alerts.map(({ kind, subject, message, count, first_at, last_at, run_id }) => ({
      kind,
      subject,
      message,
      count: Number(count),
      first_at,
      last_at,
      run_id: run_id?.toString() ?? null,
    })),
  };
}

const GOOD_NEWS = new Set(["breaker_closed", "overdue_over", "health_good", "test"]);

/** The text for Slack, with its own markup escaped in external content (docs.slack.dev, "Formatting message text"). */
export function slackText(alerts: readonly WaitingAlert[], host: string): string {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const lines = alerts.map(
    (alert) => `${GOOD_NEWS.has(alert.kind) ? ":white_check_mark:" : ":warning:"} ${escaped(lineOf(alert))}`,
  );
  return [`*igminer* on ${escaped(host)}`, ...lines].join("\n");
}

function lineOf({ message, count, first_at }: WaitingAlert): string {
  const times = count > 1n ? ` (${count} times since ${first_at.toISOString().slice(11, 16)} UTC)` : "";
  return `${message}${times}`;
}
