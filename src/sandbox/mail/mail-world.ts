import { hashOfText } from "../random.js";

/**
 * The domains of the sandbox, distinguished by name: `KIND.example` and `KIND-N.example`; all names under example.com,
 * example.org and example.net are of kind "plain". No other names exist.
 */
export const MAIL_KINDS = [
  "plain",
  /** No MX record: the domain's own address accepts mail. */
  "implicit",
  "nullmx",
  /** The domain exists and has neither MX nor address records. */
  "nomail",
  /** Its MX host does not exist. */
  "nohost",
  "servfail",
  /** DNS never responds. */
  "silent",
  /** DNS responds late. */
  "slow",
  /** Nobody listens on the host's port. */
  "closed",
  /** The host accepts the connection and sends nothing. */
  "mute",
  /** Greets with 421. */
  "busy",
  /** Greets with 554. */
  "refusing",
  /** Refuses every recipient because of our address. */
  "blocking",
  /** Refuses every recipient because our sender does not verify, in words that sound like a missing mailbox. */
  "callback",
  /** Closes the connection at RCPT TO. */
  "hangup",
  "greylist",
  /** Accepts every recipient. */
  "catchall",
  /** Refuses everything after a refused recipient. */
  "strict",
  "starttls",
  /** Offers STARTTLS and fails at it. */
  "badtls",
  /** Refuses without a reason. */
  "terse",
  "utf8",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** The state of a mailbox by its name: `missing…`, `full…`, `off…`; names with more than four digits do not exist. */
export type Mailbox = "exists" | "missing" | "full" | "disabled";

/** @returns the state of a mailbox, by its local part. */
export function mailboxOf(local: string): Mailbox {
  if (/^full/.test(local)) return "full";
  if (/^off/.test(local)) return "disabled";
  return /^(missing|gone)/.test(local) || /\d{5}/.test(local) ? "missing" : "exists";
}

/** @returns the kind of a domain, or null if it does not exist. */
export function kindOf(domain: string): MailKind | null {
  if (/(^|\.)example\.(com|org|net)$/.test(domain)) return "plain";
  const name = /^([a-z0-9]+)(?:-\d+)?\.example$/.exec(domain)?.[1];
  return MAIL_KINDS.find((kind) => kind === name) ?? null;
}

export type MailRecord =
  | { type: "A"; data: string }
  | { type: "MX"; data: { preference: number; exchange: string } };

/** The DNS records of a name, or why there are none. */
export function recordsOf(name: string): {
  rcode: "NOERROR" | "NXDOMAIN" | "SERVFAIL";
  records: MailRecord[];
} {
  const host = /^mx\.(.+)$/.exec(name)?.[1];
  const domain = host ?? name;
  const kind = kindOf(domain);
  const none = (rcode: "NOERROR" | "NXDOMAIN" | "SERVFAIL") => ({ rcode, records: [] });
  if (kind === null) return none("NXDOMAIN");
  if (kind === "servfail") return none("SERVFAIL");
  if (kind === "nomail" && host === undefined) return none("NOERROR");
  if (host !== undefined) {
    if (["nohost", "nomail", "nullmx", "implicit"].includes(kind)) return none("NXDOMAIN");
    return { rcode: "NOERROR", records: [{ type: "A", data: addressOf(domain, kind) }] };
  }
  if (kind === "implicit")
    return { rcode: "NOERROR", records: [{ type: "A", data: addressOf(domain, kind) }] };
  const exchange = kind === "nullmx" ? "." : `mx.${domain}`;
  return {
    rcode: "NOERROR",
    records: [{ type: "MX", data: { preference: kind === "nullmx" ? 0 : 10, exchange } }],
  };
}

/** Number of hosts that the plain domains share. */
const PLAIN_HOSTS = 8;
const NOBODY = "127.0.0.9";
const FIRST_PLAIN = 20;
const FIRST_OTHER = 40;

function addressOf(domain: string, kind: MailKind): string {
  if (kind === "closed") return NOBODY;
  if (kind === "plain" || kind === "slow" || kind === "implicit")
    return `127.0.0.${FIRST_PLAIN + (hashOfText(domain) % PLAIN_HOSTS)}`;
  return `127.0.0.${FIRST_OTHER + MAIL_KINDS.indexOf(kind)}`;
}

/** Kinds of domain without a host of their own: no host, an unreachable one, or one of the plain ones. */
const WITHOUT_HOST: readonly MailKind[] = [
  "nullmx",
  "nomail",
  "nohost",
  "servfail",
  "silent",
  "closed",
  "plain",
  "implicit",
  "slow",
];

/** Every host of the world by its address; it behaves according to its kind. */
export const MAIL_HOSTS: ReadonlyMap<string, MailKind> = new Map<string, MailKind>([
  ...Array.from({ length: PLAIN_HOSTS }, (_, index) => [`127.0.0.${FIRST_PLAIN + index}`, "plain"] as const),
  ...MAIL_KINDS.filter((kind) => !WITHOUT_HOST.includes(kind)).map(
    (kind) => [addressOf(kind, kind), kind] as const,
  ),
]);
