import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { NotSetUp } from "../failure.js";
import { openGate } from "../net/gate.js";
import type { Config } from "../settings/settings.js";
import { SourceError } from "../source-error.js";
import { openHostTurns } from "./host-turns.js";
import { openMailDns } from "./mail-hosts.js";
import { openMailboxProber } from "./mailbox-prober.js";
import { openVerifier, type Verifier } from "./verify.js";

export interface VerificationSession {
  verifier: Verifier;
  /** Throws `SourceError` (blocked) if no mail host can be reached from here. */
  assertPortIsOpen(): void;
  /** DNS queries and conversations with mail hosts so far. */
  requests(): number;
  close(): Promise<void>;
}

export interface VerificationSessionOptions {
  config: Config;
  /** Mail hosts are asked, at a rate shared through this database; null if they are not asked. */
  smtp: { db: Kysely<Schema> } | null;
  draining: AbortSignal;
}

/**
 * Opens the tools of one verification run.
 * @throws Failure (exit 2) if mail hosts are to be asked and a setting for it is missing.
 */
export async function openVerification({
  config,
  smtp,
  draining,
}: VerificationSessionOptions): Promise<VerificationSession> {
  const identity = smtp && ownIdentity(config);
  const dns = openMailDns(config.dns);
  if (smtp === null || identity === null) {
    return {
      verifier: openVerifier({ dns, prober: null }),
      assertPortIsOpen() {},
      requests: () => dns.questions,
      close: async () => dns.close(),
    };
  }
  const { ratePerMinute, dailyBudget, atOnce, timeoutMs } = config.smtp;
  // The rate belongs to one sender: another machine with another host name has its own.
  const gate = await openGate({
    db: smtp.db,
    source: `smtp ${identity.helo}`,
    policy: {
      ratePerMinute,
      minRatePerMinute: ratePerMinute,
      maxRatePerMinute: ratePerMinute,
      dailyBudget,
      backgroundBudget: null,
    },
    isBackground: false,
    draining,
  });
  const turns = openHostTurns({ db: smtp.db, ownName: identity.helo, atOnce, timeoutMs, draining });
  const prober = openMailboxProber({ dns, gate, turns, settings: { ...config.smtp, ...identity }, draining });
  return {
    verifier: openVerifier({ dns, prober }),
    assertPortIsOpen() {
      if (!prober.isPortClosed) return;
      throw new SourceError(
        "blocked",
        `No mail host can be reached on port ${config.smtp.port} from here: most providers close it. Run without --smtp, or on a machine where it is open`,
        { breaker: "open" },
      );
    },
    requests: () => dns.questions + gate.requests,
    async close() {
      dns.close();
      await gate.close();
    },
  };
}

function ownIdentity({ smtp: { helo, mailFrom } }: Config): { helo: string; mailFrom: string } {
  if (mailFrom === null) {
    throw new NotSetUp(
      "--smtp needs a sender address: IGMINER_MAIL_FROM is not set.",
      "Set it to an existing address of yours, for example: IGMINER_MAIL_FROM=postmaster@your-domain.com",
    );
  }
  if (helo === null) {
    throw new NotSetUp(
      "--smtp needs a full host name, and the name of this machine is not one: IGMINER_HELO is not set.",
      "Set it to the host name that this machine's IP address resolves to, for example: IGMINER_HELO=mail.your-domain.com",
    );
  }
  return { helo, mailFrom };
}
