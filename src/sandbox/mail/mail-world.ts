import { hashOfText } from "../random.js";

/**
 * The domains of the sandbox, told apart by name: `KIND.example` and `KIND-N.example`; all names under example.com,
 * example.org and example.net are of kind "plain". Every other name does not exist.
 */
export const MAIL_KINDS = [
  "plain",
  /** No MX record: the domain's own address takes the mail. */
  "implicit",
  "nullmx",
  /** The domain exists and has neither MX nor address. */
  "nomail",
  /** Its MX host does not exist. */
  "nohost",
  "servfail",
  /** DNS never answers. */
  "silent",
  /** DNS answers late. */
  "slow",
  /** Nobody listens on the host's port. */
  "closed",
  /** The host takes the connection and says nothing. */
  "mute",
  /** 421 as greeting. */
  "busy",
  /** 554 as greeting. */
  "refusing",
  /** Refuses every recipient because of our address. */
  "blocking",
  /** Refuses every recipient because our sender does not verify, in words that sound like a missing mailbox. */
  "callback",
  /** Hangs up at RCPT TO. */
  "hangup",
  "greylist",
  /** Takes every recipient. */
  "catchall",
  /** Refuses whatever follows a refused recipient. */
  "strict",
  "starttls",
  /** Offers STARTTLS and fails at it. */
  "badtls",
  /** Refuses without a reason. */
  "terse",
  "utf8",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** What is true of a mailbox, by its name: `missing…`, `full…`, `off…`; names with more than four digits do not exist. */
export type Mailbox = "exists" | "missing" | "full" | "disabled";

export function mailboxOf(local: string): Mailbox {
  if (/^full/.test(local)) return "full";
  if (/^off/.test(local)) return "disabled";
  return /^(missing|gone)/.test(local) || /\d{5}/.test(local) ? "missing" : "exists";
}

/** @returns the kind of a domain; null: it does not exist. */
export function kindOf(domain: string): MailKind | null {
  if (/(^|\.)example\.(com|org|net)$/.test(domain)) return "plain";
  const name = /^([a-z0-9]+)(?:-\d+)?\.example$/.exec(domain)?.[1];
  return MAIL_KINDS.find((kind) => kind === name) ?? null;
}

export type MailRecord =
  | { type: "A"; data: string }
  | { type: "MX"; data: { preference: number; exchange: string } };

/** What DNS says of a name: its records, or why there are none. */
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

/** Plain domains are spread over so many hosts. */
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

/** Kinds of domain without a host of their own: none at all, nobody there, or one of the plain ones. */
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

/** Every host of the world, by its address; what it is like is that of its kind. */
export const MAIL_HOSTS: ReadonlyMap<string, MailKind> = new Map<string, MailKind>([
  ...Array.from({ length: PLAIN_HOSTS }, (_, index) => [`127.0.0.${FIRST_PLAIN + index}`, "plain"] as const),
  ...MAIL_KINDS.filter((kind) => !WITHOUT_HOST.includes(kind)).map(
    (kind) => [addressOf(kind, kind), kind] as const,
  ),
]);
