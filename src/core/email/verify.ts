import { randomInt } from "node:crypto";
import { type Address, readAddress } from "./address.js";
import { type Traits, traitsOf } from "./lists.js";
import type { DomainFinding, MailDns, MailHost } from "./mail-hosts.js";
import type { MailboxProber, ProbeAnswer } from "./mailbox-prober.js";
import { type Evidence, type MailboxFinding, type Verdict, verdictOf } from "./verdict.js";

/** Stored findings about a mail domain. */
export interface KnownDomain {
  /** null if DNS must be asked. */
  finding: DomainFinding | null;
  /** null if it must be tested. */
  isCatchAll: boolean | null;
  /**
   * The mailbox name used for the test, the same each time, so that a greylisting host recognises it; null if none yet.
   */
  catchAllProbe: string | null;
}

/** New findings about a domain. */
export interface DomainNews {
  domain: string;
  /** null if DNS was not asked. */
  finding: DomainFinding | null;
  /** undefined if not tested; null if tested without a result. */
  isCatchAll: boolean | null | undefined;
  catchAllProbe: string | null;
}

/** One address with all findings about it. */
export interface Verification extends Evidence, Verdict {
  email: string;
  domain: DomainFinding | null;
  domainName: string | null;
  /** The mail host's answer; null if none was asked. */
  answer: ProbeAnswer | null;
  /** A host asked to come back later. */
  isGreylisted: boolean;
  news: DomainNews | null;
}

export interface VerifyTools {
  dns: MailDns;
  /** null if mail hosts are not asked. */
  prober: MailboxProber | null;
}

export interface Verifier {
  /** Verifies one address. Throws `SourceError` if mail hosts cannot be asked any more, or the signal's reason. */
  verify(
    text: string,
    known: KnownDomain | null,
    runId: bigint | null,
    signal: AbortSignal,
  ): Promise<Verification>;
}

const NO_TRAITS: Traits = { isRole: false, isDisposable: false, isFree: false, suggestion: null };

interface CatchAll {
  isCatchAll: boolean | null;
  probe: string;
  isGreylisted: boolean;
}

/** Opens the verification of addresses, in order of cost: syntax, lists, DNS, and optionally the mail host. */
export function openVerifier({ dns, prober }: VerifyTools): Verifier {
  const catchAlls = new Map<string, Promise<CatchAll>>();

  /**
   * Asked in its own conversation after the real address, because some hosts refuse everything after a refused
   * recipient.
   */
  async function tryCatchAll(
    ask: MailboxProber["ask"],
    { domain }: Address,
    hosts: readonly MailHost[],
    known: KnownDomain | null,
    context: [bigint | null, AbortSignal],
  ): Promise<CatchAll> {
    const probe = known?.catchAllProbe ?? probeName();
    const email = `${probe}@${domain}`;
    const { meaning } = await ask({ email, local: probe, domain, isInternational: false }, hosts, ...context);
    const isCatchAll = meaning === "exists" ? true : meaning === "missing" ? false : null;
    return { isCatchAll, probe, isGreylisted: meaning === "greylisted" };
  }

  function catchAllOf(domain: string, find: () => Promise<CatchAll>): Promise<CatchAll> {
    const found = catchAlls.get(domain) ?? find();
    catchAlls.set(domain, found);
    return found;
  }

  return {
    async verify(text, known, runId, signal) {
      const reading = readAddress(text);
      if (!reading.isValid) {
        return verification(reading.email, null, {
          syntaxProblem: reading.problem,
          traits: NO_TRAITS,
          domain: null,
          mailbox: { kind: "not_asked" },
        });
      }
      const { address } = reading;
      const traits = traitsOf(address);
      const domain = known?.finding ?? (await dns.mailHostsOf(address.domain));
      const news: DomainNews = {
        domain: address.domain,
        finding: known?.finding ? null : domain,
        isCatchAll: undefined,
        catchAllProbe: null,
      };
      const evidence = { syntaxProblem: null, traits, domain };
      if (domain.kind !== "hosts" || prober === null) {
        return verification(
          address.email,
          address.domain,
          { ...evidence, mailbox: { kind: "not_asked" } },
          { news },
        );
      }
      const answer = await prober.ask(address, domain.hosts, runId, signal);
      let mailbox = findingOf(answer);
      let isGreylisted = answer.meaning === "greylisted";
      if (mailbox.kind === "exists") {
        const isKnown = known !== null && known.isCatchAll !== null;
        const found = isKnown
          ? { isCatchAll: known.isCatchAll, probe: known.catchAllProbe, isGreylisted: false }
          : await catchAllOf(address.domain, () =>
              tryCatchAll(prober.ask, address, domain.hosts, known, [runId, signal]),
            );
        mailbox = { kind: "exists", isCatchAll: found.isCatchAll };
        isGreylisted = found.isGreylisted;
        if (!isKnown) {
          news.isCatchAll = found.isCatchAll;
          news.catchAllProbe = found.probe;
        }
      }
      return verification(
        address.email,
        address.domain,
        { ...evidence, mailbox },
        { news, answer, isGreylisted },
      );
    },
  };
}

function verification(
  email: string,
  domainName: string | null,
  evidence: Evidence,
  more: Partial<Pick<Verification, "answer" | "isGreylisted" | "news">> = {},
): Verification {
  return {
    answer: null,
    isGreylisted: false,
    news: null,
    ...more,
    email,
    domainName,
    ...evidence,
    ...verdictOf(evidence),
  };
}

function findingOf({ meaning }: ProbeAnswer): MailboxFinding {
  switch (meaning) {
    case "exists":
      return { kind: "exists", isCatchAll: null };
    case "missing":
    case "disabled":
    case "full":
      return { kind: meaning };
    default:
      return { kind: "unknown", doubt: meaning };
  }
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** A mailbox name that nobody has: ten random letters and six digits. */
function probeName(): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${letters}${randomInt(100_000, 1_000_000)}`;
}
