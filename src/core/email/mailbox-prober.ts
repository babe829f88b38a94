import { bulkhead } from "cockatiel";
import type { Gate } from "../net/gate.js";
import { RateLimited } from "../source-error.js";
import type { Address } from "./address.js";
import type { HostTurns } from "./host-turns.js";
import type { MailDns, MailHost } from "./mail-hosts.js";
import { isPrivate } from "./private-networks.js";
import { type Conversation, converse } from "./smtp-conversation.js";
import { meaningOfReply } from "./smtp-reply.js";
import type { MailboxDoubt } from "./verdict.js";

/** The answer of a domain's mail hosts about one mailbox. */
export interface ProbeAnswer {
  meaning: "exists" | "missing" | "disabled" | "full" | MailboxDoubt;
  /** The host that answered; null if none was reached. */
  host: string | null;
  /** Its reply, as code and words; null if there was none. */
  reply: string | null;
}

export interface MailboxProber {
  /**
   * Asks the hosts in order, the next one only if one cannot be reached. Throws `SourceError` or the signal's reason.
   */
  ask(
    address: Address,
    hosts: readonly MailHost[],
    runId: bigint | null,
    signal: AbortSignal,
  ): Promise<ProbeAnswer>;
  /** Many hosts were tried and none could be reached: outgoing traffic to the port is blocked, as most providers do. */
  readonly isPortClosed: boolean;
}

export interface ProberOptions {
  dns: MailDns;
  gate: Gate;
  turns: HostTurns;
  settings: {
    port: number;
    helo: string;
    mailFrom: string;
    timeoutMs: number;
    atOnce: number;
    allowPrivateHosts: boolean;
  };
  draining: AbortSignal;
}

/** The most hosts that are asked about one mailbox. */
const MOST_TRIES = 3;
const UNREACHED_TO_DOUBT = 10;
const REPLY_KEPT = 300;

interface Target extends MailHost {
  address: string;
}

/** Opens access to mail hosts for one run: one conversation at a time with each, paced by the gate. */
export function openMailboxProber({ dns, gate, turns, settings, draining }: ProberOptions): MailboxProber {
  const lines = bulkhead(settings.atOnce, Number.MAX_SAFE_INTEGER);
  const lastTalk = new Map<string, Promise<unknown>>();
  const unreached = new Set<string>();
  let isReached = false;

  /** Queues conversations per address, so that at the shared turns this process only waits for others. */
  function inLine<T>(address: string, talk: () => Promise<T>): Promise<T> {
    const before = lastTalk.get(address) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(talk);
    lastTalk.set(address, mine);
    return mine;
  }

  async function conversation(
    target: Target,
    address: Address,
    runId: bigint | null,
    useTls: boolean,
    signal: AbortSignal,
  ): Promise<Conversation | "busy"> {
    return inLine(target.address, () =>
      lines.execute(() => {
        if (draining.aborted)
          throw new RateLimited("Not asked, the run is stopping", null, { draining: true });
        return gate.run(async (attempt) => {
          const turn = { host: target.name, address: target.address, runId };
          const talked = await turns.withTurn(turn, () =>
            converse({
              address: target.address,
              port: settings.port,
              hostName: target.name,
              helo: settings.helo,
              mailFrom: settings.mailFrom,
              recipient: `${address.local}@${address.domain}`,
              isInternational: address.isInternational,
              useTls,
              timeoutMs: settings.timeoutMs,
              signal: attempt.signal,
            }),
          );
          if (talked === "busy") attempt.charge(0);
          return talked;
        }, signal);
      }),
    );
  }

  async function talkTo(target: Target, address: Address, runId: bigint | null, signal: AbortSignal) {
    const talked = await conversation(target, address, runId, true, signal);
    const isTlsTrouble = talked !== "busy" && talked.kind === "trouble" && talked.trouble === "tls_failed";
    return isTlsTrouble ? conversation(target, address, runId, false, signal) : talked;
  }

  /** One address per host: the lowest, so that all processes choose the same. */
  async function targetsAmong(hosts: readonly MailHost[]): Promise<Target[]> {
    const targets: Target[] = [];
    for (const host of hosts) {
      if (targets.length === MOST_TRIES) break;
      const found = await dns.addressesOf(host.name);
      if (found !== "unknown" && found[0] !== undefined) targets.push({ ...host, address: found[0] });
    }
    return targets;
  }

  async function ask(
    address: Address,
    hosts: readonly MailHost[],
    runId: bigint | null,
    signal: AbortSignal,
  ): Promise<ProbeAnswer> {
    let last: ProbeAnswer = { meaning: "no_connection", host: null, reply: null };
    for (const target of await targetsAmong(hosts)) {
      if (!settings.allowPrivateHosts && isPrivate(target.address)) {
        last = { meaning: "private_host", host: target.name, reply: null };
        continue;
      }
      const talked = await talkTo(target, address, runId, signal);
      if (talked === "busy") return { meaning: "host_busy", host: target.name, reply: null };
      const answer = answerOf(talked, target.name, settings.mailFrom);
      if (answer.meaning === "no_connection") unreached.add(target.name);
      else isReached = true;
      if (!isNextWorthAsking(talked)) return trusted(answer, target, hosts);
      last = answer;
    }
    return last;
  }

  return {
    ask,
    get isPortClosed() {
      return !isReached && unreached.size >= UNREACHED_TO_DOUBT;
    },
  };
}

/** The next host is asked only if this one could not be talked to (RFC 5321 §5.1). */
function isNextWorthAsking(talked: Conversation): boolean {
  return (
    talked.phase === "connect" ||
    (talked.phase === "greeting" && (talked.kind === "trouble" || talked.reply.code < 500))
  );
}

function answerOf(talked: Conversation, host: string, sender: string): ProbeAnswer {
  if (talked.kind === "trouble") return { meaning: talked.trouble, host, reply: null };
  const { code, text } = talked.reply;
  return {
    meaning: meaningOfReply(talked.reply, talked.phase, sender),
    host,
    reply: `${code} ${text}`.trim().slice(0, REPLY_KEPT),
  };
}

/** A secondary host often accepts mail for any mailbox, to pass it on later. */
function trusted(answer: ProbeAnswer, target: Target, hosts: readonly MailHost[]): ProbeAnswer {
  const isBackup = target.preference > Math.min(...hosts.map(({ preference }) => preference));
  return answer.meaning === "exists" && isBackup ? { ...answer, meaning: "backup_host" } : answer;
}
