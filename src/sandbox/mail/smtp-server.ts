import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { kindOf, MAIL_HOSTS, type MailKind, mailboxOf } from "./mail-world.js";

/** What one host has received. */
export interface HostStatistics {
  conversations: number;
  /** The highest number of concurrent conversations. */
  mostAtOnce: number;
  /** Every RCPT TO, in order. */
  recipients: string[];
  /** How many of them came over TLS. */
  encrypted: number;
}

export interface SmtpSandbox {
  port: number;
  /** By address. */
  hosts: ReadonlyMap<string, HostStatistics>;
  /** The highest number of concurrent conversations over all hosts. */
  mostAtOnce(): number;
  /** Messages sent: there must never be one. */
  messages(): number;
  close(): Promise<void>;
}

export interface SmtpSandboxOptions {
  /** 0 or omitted for any free port. */
  port?: number;
  /** Delay before the answer to each recipient. */
  latencyMs?: number;
  /** How long a greylisting host defers a recipient. */
  greylistMs?: number;
}

class Refusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** Starts every mail host of the world, each on its own loopback address, all on the same port. */
export async function startSmtpSandbox(options: SmtpSandboxOptions = {}): Promise<SmtpSandbox> {
  const hosts = new Map<string, HostStatistics>();
  const servers: SMTPServer[] = [];
  let now = 0;
  let mostAtOnce = 0;
  let messages = 0;
  let port = options.port ?? 0;

  for (const [address, kind] of MAIL_HOSTS) {
    const statistics: HostStatistics = { conversations: 0, mostAtOnce: 0, recipients: [], encrypted: 0 };
    const open = new Map<number, Socket>();
    const ended = (remotePort: number) => {
      if (open.delete(remotePort)) now--;
    };
    const server = new SMTPServer({
      ...behaviourOf(kind, options, statistics, (session) => open.get(session.remotePort)?.destroy()),
      onSecure(socket, session, callback) {
        socket.once("finish", () => ended(session.remotePort));
        callback();
      },
      onClose: (session) => ended(session.remotePort),
      onData(stream, _session, callback) {
        messages++;
        stream.resume().on("end", () => callback());
      },
    });
    server.on("error", () => {});
    const listener: Server = server.listen(port, address);
    listener.on("connection", (socket) => {
      open.set(socket.remotePort as number, socket);
      statistics.conversations++;
      statistics.mostAtOnce = Math.max(statistics.mostAtOnce, open.size);
      mostAtOnce = Math.max(mostAtOnce, ++now);
      const from = socket.remotePort as number;
      // A host counts as done once it has said goodbye: its socket closes a moment later than the client can see.
      for (const end of ["finish", "close"]) socket.once(end, () => ended(from));
    });
    await once(listener, "listening");
    port = (listener.address() as { port: number }).port;
    hosts.set(address, statistics);
    servers.push(server);
  }
  return {
    port,
    hosts,
    mostAtOnce: () => mostAtOnce,
    messages: () => messages,
    async close() {
      await Promise.all(
        servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      );
    },
  };
}

function behaviourOf(
  kind: MailKind,
  { latencyMs = 0, greylistMs = 1_000 }: SmtpSandboxOptions,
  statistics: HostStatistics,
  hangUp: (session: SMTPServerSession) => void,
): SMTPServerOptions {
  const firstAsked = new Map<string, number>();
  const refused = new Set<string>();

  /** @returns the refusal of a recipient, or null if it is accepted. */
  function judge(recipient: string, sender: string, session: SMTPServerSession): Refusal | null {
    const at = recipient.lastIndexOf("@");
    const [local, domain] = [recipient.slice(0, at).toLowerCase(), recipient.slice(at + 1).toLowerCase()];
    if (kind === "blocking")
      return new Refusal(550, "5.7.1 Service unavailable; client host blocked using zen.spamhaus.org");
    if (kind === "callback")
      return new Refusal(550, `Verification failed for <${sender}>: No such user here. Sender verify failed`);
    if (kind === "strict" && refused.has(session.id))
      return new Refusal(550, "5.7.1 Too many invalid recipients");
    if (kind === "greylist") {
      const key = `${sender} ${recipient}`;
      const firstMs = firstAsked.get(key) ?? performance.now();
      firstAsked.set(key, firstMs);
      if (performance.now() - firstMs < greylistMs)
        return new Refusal(451, "4.7.1 Greylisted, please try again in a few minutes");
    }
    if (kind === "catchall") return null;
    if (kindOf(domain) === null) return new Refusal(554, "5.7.1 Relay access denied");
    switch (mailboxOf(local)) {
      case "exists":
        return null;
      case "full":
        return new Refusal(552, "5.2.2 The mailbox is over quota");
      case "disabled":
        return new Refusal(550, "5.2.1 The account is disabled");
      case "missing":
        return kind === "terse"
          ? new Refusal(550, "Requested action not taken")
          : new Refusal(550, "5.1.1 No such user here");
    }
  }

  return {
    // The built-in key and certificate are for testing only and warn about it on stderr; testing is the purpose here.
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: kind === "starttls" || kind === "badtls" ? ["AUTH"] : ["AUTH", "STARTTLS"],
    hideSMTPUTF8: kind !== "utf8",
    closeTimeout: 100,
    ...(kind === "badtls" && { minVersion: "TLSv1", maxVersion: "TLSv1.1" }),
    onConnect(_session, callback) {
      if (kind === "mute") return;
      if (kind === "busy") callback(new Refusal(421, "4.3.2 Too busy, come back later"));
      else if (kind === "refusing")
        callback(new Refusal(554, "5.7.1 Your address has a poor reputation here"));
      else callback();
    },
    onRcptTo({ address }, session, callback) {
      statistics.recipients.push(address);
      if (session.secure) statistics.encrypted++;
      if (kind === "hangup") return hangUp(session);
      const mailFrom = session.envelope.mailFrom;
      const refusal = judge(address, mailFrom === false ? "" : mailFrom.address, session);
      if (refusal !== null) refused.add(session.id);
      setTimeout(() => callback(refusal), latencyMs);
    },
  };
}
