import { randomInt } from "node:crypto";
import { type Address, readAddress } from "./address.js";
import { type Traits, traitsOf } from "./lists.js";
import type { DomainFinding, MailDns, MailHost } from "./mail-hosts.js";
import type { MailboxProber, ProbeAnswer } from "./mailbox-prober.js";
import { type Evidence, type MailboxFinding, type Verdict, verdictOf } from "./verdict.js";

/** What is known of a mail domain from before. */
export interface KnownDomain {
  /** null: DNS is to be asked. */
  finding: DomainFinding | null;
  /** null: it is to be tried. */
  isCatchAll: boolean | null;
  /** The mailbox name that is tried, the same each time, so that a greylisting host knows it again; null: none yet. */
  catchAllProbe: string | null;
}

/** What was found out about a domain on the way. */
export interface DomainNews {
  domain: string;
  /** null: nobody asked DNS. */
  finding: DomainFinding | null;
  /** undefined: not tried; null: tried, and it could not be told. */
  isCatchAll: boolean | null | undefined;
  catchAllProbe: string | null;
}

/** One address with all that was found out about it. */
export interface Verification extends Evidence, Verdict {
  email: string;
  domain: DomainFinding | null;
  domainName: string | null;
  /** What the mail host said; null: none was asked. */
  answer: ProbeAnswer | null;
  /** A host asked to come back later. */
  isGreylisted: boolean;
  news: DomainNews | null;
}

export interface VerifyTools {
  dns: MailDns;
  /** null: mail hosts are not asked. */
  prober: MailboxProber | null;
}

export interface Verifier {
  /** Verifies one address. Throws `SourceError` where mail hosts cannot be asked any more, or the signal's reason. */
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

/** Opens the verification of addresses, in the order of cost: form, lists, DNS, and the mail host where that is wanted. */
export function openVerifier({ dns, prober }: VerifyTools): Verifier {
  const catchAlls = new Map<string, Promise<CatchAll>>();

  /** Asked in a conversation of its own, and after the real address: some hosts refuse what follows a refused recipient. */
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

/** A mailbox name that nobody has: ten letters and six digits by chance. */
function probeName(): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${letters}${randomInt(100_000, 1_000_000)}`;
}
