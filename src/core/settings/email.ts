import { isIP } from "node:net";
import { hostname } from "node:os";
import * as z from "zod";
import { count, list, ratePerMinute, setting } from "./setting.js";

/** Whether a text is a server such as `9.9.9.9`, `127.0.0.1:5353` or `[2620:fe::fe]:53`. */
function isServer(text: string): boolean {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 && isPort(port);
  return (isIP(plain ?? "") === 4 && isPort(port)) || isIP(text) === 6;
}

function isPort(text: string | undefined): boolean {
  return text === undefined || (Number(text) >= 1 && Number(text) <= 65_535);
}

const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const ownName = hostname();

/** Settings for e-mail verification: servers, our identity, rates (facts §4), and how long a result is valid. */
export const emailSettings = {
  dns: {
    servers: setting(
      "IGMINER_DNS_SERVERS",
      "DNS servers for mail domains, such as 9.9.9.9,127.0.0.1:5353 (default: the system's)",
      () =>
        list([]).pipe(
          z.array(z.string().refine(isServer, "expected IP addresses, each with an optional port")),
        ),
    ),
    timeoutMs: setting(
      "IGMINER_DNS_TIMEOUT_MS",
      "Time limit of a DNS query, which is repeated once, in milliseconds",
      () => count(3_000),
    ),
  },
  smtp: {
    port: setting("IGMINER_SMTP_PORT", "Port of mail hosts", () => count(25, 1, 65_535)),
    helo: setting(
      "IGMINER_HELO",
      "Host name used in SMTP conversations (HELO); limits are counted per name",
      () =>
        z
          .string()
          .refine((text) => HOST_NAME.test(text), "expected a full host name, such as mail.example.org")
          .nullable()
          .default(HOST_NAME.test(ownName) ? ownName : null),
    ),
    mailFrom: setting(
      "IGMINER_MAIL_FROM",
      "Sender address used in SMTP verification, an existing address of yours; <> is the empty sender",
      () =>
        z
          .string()
          .refine(
            (text) => text === "<>" || /^[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+$/.test(text),
            "expected an address, or <>",
          )
          .nullable()
          .default(null),
    ),
    timeoutMs: setting("IGMINER_SMTP_TIMEOUT_MS", "Time limit of an SMTP conversation, in milliseconds", () =>
      count(60_000),
    ),
    atOnce: setting(
      "IGMINER_SMTP_AT_ONCE",
      "Maximum number of simultaneous SMTP conversations per IGMINER_HELO, over all processes",
      () => count(5, 1, 100),
    ),
    ratePerMinute: setting(
      "IGMINER_SMTP_RATE_PER_MINUTE",
      "Maximum number of SMTP conversations per minute and IGMINER_HELO, over all processes",
      () => ratePerMinute(60),
    ),
    dailyBudget: setting(
      "IGMINER_SMTP_DAILY_BUDGET",
      "Maximum number of SMTP conversations per UTC day and IGMINER_HELO, over all processes",
      () => count(10_000),
    ),
    allowPrivateHosts: setting(
      "IGMINER_SMTP_ALLOW_PRIVATE_HOSTS",
      "yes: allow mail hosts on loopback and in private networks, such as the sandbox's",
      () =>
        z
          .enum(["yes", "no"])
          .default("no")
          .transform((word) => word === "yes"),
    ),
  },
  email: {
    verifyAgainDays: setting(
      "IGMINER_VERIFY_AGAIN_DAYS",
      "Days after which an address is verified again",
      () => count(30, 1, 3_650),
    ),
    domainTtlHours: setting(
      "IGMINER_MAIL_DOMAIN_TTL_HOURS",
      "Hours for which a DNS result of a mail domain is kept; a quarter of this for negative results",
      () => count(24, 1, 8_760),
    ),
    sharedFrom: setting(
      "IGMINER_EMAIL_SHARED_FROM",
      "Number of accounts sharing an address from which it is flagged as an agency's",
      () => count(5, 2),
    ),
  },
} as const;
