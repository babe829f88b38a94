import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";

/** A host that accepts mail for a domain; the lowest preference is asked first. */
export interface MailHost {
  name: string;
  preference: number;
}

/** DNS's answer about mail to a domain. */
export type DomainFinding =
  | { kind: "hosts"; hosts: readonly MailHost[] }
  /** Positive proof that no mail can be delivered there. */
  | { kind: "none"; reason: "no_such_domain" | "null_mx" | "no_mail_host" }
  /** DNS could not tell; this says nothing about the address. */
  | { kind: "unknown"; reason: "dns_timeout" | "dns_failed" | "address_literal" };

export interface MailDns {
  /**
   * The hosts that accept mail for a domain, by preference (RFC 5321 §5.1): its MX records, or without any, the domain
   * itself. At least one of them has an address.
   */
  mailHostsOf(domain: string): Promise<DomainFinding>;
  /** The addresses of a host, IPv4 first; "unknown" if DNS could not tell. */
  addressesOf(host: string): Promise<readonly string[] | "unknown">;
  /** DNS queries sent so far. */
  readonly questions: number;
  close(): void;
}

export interface MailDnsSettings {
  /** Empty for the machine's own. */
  servers: readonly string[];
  timeoutMs: number;
}

const TRIES = 2;
/** The most hosts that are searched for one with an address; after that the domain is unknown. */
const MOST_HOSTS = 10;

type Answer<Row> =
  | { kind: "records"; records: Row[] }
  | { kind: "no_name" }
  | { kind: "no_data" }
  | { kind: "timeout" }
  | { kind: "failed" };

/** Opens DNS for one run, which caches all answers. */
export function openMailDns({ servers, timeoutMs }: MailDnsSettings): MailDns {
  const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const domains = new Map<string, Promise<DomainFinding>>();
  const addresses = new Map<string, Promise<readonly string[] | "unknown">>();
  let questions = 0;

  async function ask<Row>(question: () => Promise<Row[]>): Promise<Answer<Row>> {
    questions++;
    try {
      const records = await question();
      return records.length > 0 ? { kind: "records", records } : { kind: "no_data" };
    } catch (error) {
      return { kind: meaningOf(error) };
    }
  }

  async function findHosts(domain: string): Promise<DomainFinding> {
    if (domain.startsWith("[")) return { kind: "unknown", reason: "address_literal" };
    const mx = await ask(() => resolver.resolveMx(domain));
    if (mx.kind === "no_name") return { kind: "none", reason: "no_such_domain" };
    if (mx.kind === "no_data") return hostsWithAddress([{ name: domain, preference: 0 }]);
    if (mx.kind !== "records")
      return { kind: "unknown", reason: mx.kind === "timeout" ? "dns_timeout" : "dns_failed" };
    const named = mx.records.filter(({ exchange }) => exchange !== "" && exchange !== ".");
    if (named.length === 0) return { kind: "none", reason: "null_mx" };
    const hosts = named
      .map(({ exchange, priority }) => ({
        name: exchange.toLowerCase().replace(/\.$/, ""),
        preference: priority,
      }))
      .sort((a, b) => a.preference - b.preference || (a.name < b.name ? -1 : 1));
    return hostsWithAddress(hosts);
  }

  async function hostsWithAddress(hosts: readonly MailHost[]): Promise<DomainFinding> {
    let isUnknown = hosts.length > MOST_HOSTS;
    for (const { name } of hosts.slice(0, MOST_HOSTS)) {
      // An MX record with an IP address is invalid, but some mail servers deliver to it all the same.
      const found = isIP(name) === 0 ? await addressesOf(name) : "unknown";
      if (found === "unknown") isUnknown = true;
      else if (found.length > 0) return { kind: "hosts", hosts: hosts.slice(0, MOST_HOSTS) };
    }
    return isUnknown ? { kind: "unknown", reason: "dns_failed" } : { kind: "none", reason: "no_mail_host" };
  }

  async function findAddresses(host: string): Promise<readonly string[] | "unknown"> {
    const answers = await Promise.all([
      ask(() => resolver.resolve4(host)),
      ask(() => resolver.resolve6(host)),
    ]);
    const found = answers.flatMap((answer) => (answer.kind === "records" ? answer.records.sort() : []));
    if (found.length > 0) return found;
    return answers.every(({ kind }) => kind === "no_name" || kind === "no_data") ? [] : "unknown";
  }

  function addressesOf(host: string): Promise<readonly string[] | "unknown"> {
    return once(addresses, host, () => findAddresses(host));
  }

  return {
    mailHostsOf: (domain) => once(domains, domain, () => findHosts(domain)),
    addressesOf,
    get questions() {
      return questions;
    },
    close: () => resolver.cancel(),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/** The meaning of an error of c-ares. Only NXDOMAIN and an empty answer are facts; everything else is a failure. */
function meaningOf(error: unknown): "no_name" | "no_data" | "timeout" | "failed" {
  switch ((error as { code?: unknown }).code) {
    case "ENOTFOUND":
      return "no_name";
    case "ENODATA":
      return "no_data";
    case "ETIMEOUT":
      return "timeout";
    default:
      return "failed";
  }
}
