import { isIP } from "node:net";
import { hostname } from "node:os";
import * as z from "zod";
import { count, list, ratePerMinute, setting } from "./setting.js";

/** A server as `9.9.9.9`, `127.0.0.1:5353` or `[2620:fe::fe]:53`. */
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

/** E-mail verification: who is asked, how we call ourselves, how fast (facts §4), and for how long an answer holds. */
export const emailSettings = {
  dns: {
    servers: setting(
      "IGMINER_DNS_SERVERS",
      "DNS servers that are asked for mail hosts, as 9.9.9.9,127.0.0.1:5353; not set: the machine's own",
      list([]).pipe(
        z.array(z.string().refine(isServer, "a server is an IP address, with a port if need be")),
      ),
    ),
    timeoutMs: setting(
      "IGMINER_DNS_TIMEOUT_MS",
      "A DNS question is given up after, and asked once more",
      count(3_000),
    ),
  },
  smtp: {
    port: setting("IGMINER_SMTP_PORT", "Port on which mail hosts are asked", count(25, 1, 65_535)),
    helo: setting(
      "IGMINER_HELO",
      "Name by which this machine introduces itself to mail hosts; its pace is counted under it",
      z
        .string()
        .refine((text) => HOST_NAME.test(text), "it is a full host name, as mail.example.org")
        .nullable()
        .default(HOST_NAME.test(ownName) ? ownName : null),
    ),
    mailFrom: setting(
      "IGMINER_MAIL_FROM",
      "Sender named to mail hosts, an address of yours that exists; <> is the empty sender",
      z
        .string()
        .refine(
          (text) => text === "<>" || /^[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+$/.test(text),
          "it is an address, or <>",
        )
        .nullable()
        .default(null),
    ),
    timeoutMs: setting(
      "IGMINER_SMTP_TIMEOUT_MS",
      "One conversation, from connecting to the end",
      count(60_000),
    ),
    atOnce: setting(
      "IGMINER_SMTP_AT_ONCE",
      "Conversations at once under one IGMINER_HELO, all processes together",
      count(5, 1, 100),
    ),
    ratePerMinute: setting(
      "IGMINER_SMTP_RATE_PER_MINUTE",
      "Conversations a minute under one IGMINER_HELO, all processes together",
      ratePerMinute(60),
    ),
    dailyBudget: setting(
      "IGMINER_SMTP_DAILY_BUDGET",
      "Conversations a UTC day under one IGMINER_HELO, all processes together",
      count(10_000),
    ),
    allowPrivateHosts: setting(
      "IGMINER_SMTP_ALLOW_PRIVATE_HOSTS",
      "yes: mail hosts on loopback and in private networks are asked too, as the sandbox's",
      z
        .enum(["yes", "no"])
        .default("no")
        .transform((word) => word === "yes"),
    ),
  },
  email: {
    verifyAgainDays: setting(
      "IGMINER_VERIFY_AGAIN_DAYS",
      "A verdict is looked at again after",
      count(30, 1, 3_650),
    ),
    domainTtlHours: setting(
      "IGMINER_MAIL_DOMAIN_TTL_HOURS",
      "What DNS said of a mail domain holds for; a quarter of it where it was a no",
      count(24, 1, 8_760),
    ),
    sharedFrom: setting(
      "IGMINER_EMAIL_SHARED_FROM",
      "An address that so many accounts show is an agency's: it is flagged",
      count(5, 2),
    ),
  },
} as const;
