import type { Attempt } from "../../net/attempt.js";
import { openHttpClient } from "../../net/http.js";
import type { Config } from "../../settings/settings.js";
import { SourceError } from "../../source-error.js";
import { type Finding, failed, type HealthCheck, ok, warning } from "./check.js";

interface Question {
  name: string;
  /** The setting with the key. */
  setting: string;
  url: URL;
  headers: Record<string, string>;
}

/** Whether OpenAI or a compatible service accepts the key: lists its models, which is free. */
export function openaiCheck(key: string, baseUrl: string, http: Config["http"]): HealthCheck {
  return keyCheck(
    {
      name: "openai",
      setting: "OPENAI_API_KEY",
      url: new URL("models", withSlash(baseUrl)),
      headers: { authorization: `Bearer ${key}` },
    },
    http,
  );
}

/** Whether Instantly accepts the key: requests one campaign. */
export function instantlyCheck(key: string, baseUrl: string, http: Config["http"]): HealthCheck {
  return keyCheck(
    {
      name: "instantly",
      setting: "IGMINER_INSTANTLY_KEY",
      url: new URL("campaigns?limit=1", withSlash(baseUrl)),
      headers: { authorization: `Bearer ${key}` },
    },
    http,
  );
}

/** Whether Google accepts the refresh token: requests the mailbox's latest history id, which costs one unit of quota. */
export function gmailCheck(settings: Config["gmail"], http: Config["http"]): HealthCheck {
  return {
    name: "gmail",
    adviceOnFailure: `Check that this machine can reach ${new URL(settings.baseUrl).host}.`,
    async look(signal) {
      // Google's client is slow to load, and few installations have a mailbox.
      const { openGmail } = await import("../../outreach/gmail/client.js");
      const ungated = {
        run: <T>(ask: (attempt: Attempt) => Promise<T>) => ask({ signal, charge: () => {} }),
      };
      try {
        await openGmail(settings, http.timeoutMs, ungated).historyId(signal);
        return ok("the mailbox opens");
      } catch (error) {
        if (!(error instanceof SourceError) || error.kind !== "unauthorized") throw error;
        return failed(error.message, "Authorize again: igminer gmail auth");
      }
    },
  };
}

/**
 * Whether Slack knows the webhook, without posting: a message without text is refused with 400 if the webhook is valid,
 * and with 403, 404 or 410 if not (docs.slack.dev, "Sending messages using incoming webhooks").
 */
export function slackCheck(url: string, settings: Config["http"]): HealthCheck {
  return {
    name: "slack",
    adviceOnFailure: `Check that this machine can reach ${new URL(url).host}.`,
    look: (signal) =>
      withHttp(settings, async (http) => {
        const { status, body } = await http.post(new URL(url), {
          headers: { "content-type": "application/json" },
          body: "{}",
          signal,
        });
        return status === 400 || status === 200
          ? ok("the webhook is valid")
          : failed(
              `the webhook is refused (${status} ${body.slice(0, 40)})`,
              "Create a new one at api.slack.com/apps and set IGMINER_SLACK_WEBHOOK_URL.",
            );
      }),
  };
}

function keyCheck({ name, setting, url, headers }: Question, settings: Config["http"]): HealthCheck {
  return {
    name,
    adviceOnFailure: `Check that this machine can reach ${url.host}.`,
    look: (signal) =>
      withHttp(settings, async (http): Promise<Finding> => {
        const { status } = await http.get(url, {
          headers: { ...headers, accept: "application/json" },
          signal,
        });
        if (status === 401 || status === 403)
          return failed(`the key is not accepted (${status})`, `Check ${setting}.`);
        if (status === 402) return failed("the account's credit is used up (402)", "Top it up.");
        if (status === 429)
          return warning("too many requests (429)", "Nothing to do: requests pause by themselves.");
        return status < 300
          ? ok("the key is accepted")
          : failed(`it answered ${status}`, "Try again later; is its base URL right?");
      }),
  };
}

async function withHttp<T>(
  settings: Config["http"],
  use: (http: ReturnType<typeof openHttpClient>) => Promise<T>,
): Promise<T> {
  const http = openHttpClient({ ...settings, proxies: [] });
  try {
    return await use(http);
  } finally {
    await http.close();
  }
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
