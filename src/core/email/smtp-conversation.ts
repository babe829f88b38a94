import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { messageOf } from "../failure.js";
import { replyOf, type SmtpPhase, type SmtpReply } from "./smtp-reply.js";

export interface ConversationOptions {
  /** The host's address, to which is connected. */
  address: string;
  port: number;
  /** The host's name, asked for in TLS. */
  hostName: string;
  /** How we call ourselves. */
  helo: string;
  /** An address, or `<>`. */
  mailFrom: string;
  recipient: string;
  /** The recipient needs SMTPUTF8. */
  isInternational: boolean;
  /** STARTTLS is used where it is offered. */
  useTls: boolean;
  /** From connecting to the end. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** How a conversation went, as far as it went. */
export type Conversation =
  /** What the host said to RCPT TO, or the refusal that came before it. */
  | { kind: "reply"; phase: SmtpPhase; reply: SmtpReply }
  | { kind: "trouble"; phase: SmtpPhase; trouble: Trouble; detail: string };

export type Trouble =
  | "no_connection"
  | "timeout"
  /** The host hung up in the middle. */
  | "closed"
  /** It does not speak SMTP. */
  | "not_smtp"
  | "tls_failed"
  /** The recipient needs SMTPUTF8, which the host does not offer. */
  | "no_smtputf8";

const CONNECT_TIMEOUT_MS = 10_000;
/** How long a host may take over the good-bye. */
const QUIT_TIMEOUT_MS = 2_000;
/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; some hosts are talkative. */
const MAX_REPLY_BYTES = 65_536;

/**
 * Asks a mail host whether it would take mail for one recipient: EHLO, STARTTLS if it is offered, MAIL FROM, RCPT TO,
 * QUIT. There is no DATA: nothing is ever sent. The certificate is not checked, as no mail server does (RFC 7435).
 * Our own: the SMTP clients on npm send a message after RCPT TO or speak no TLS.
 * Resolves once the connection is closed. Throws the signal's reason only.
 */
export async function converse(options: ConversationOptions): Promise<Conversation> {
  const { signal: deadline, release } = deadlineOf(options);
  let line: Line | null = null;
  let phase: SmtpPhase = "connect";

  async function expect(step: SmtpPhase, command: string | null): Promise<SmtpReply> {
    phase = step;
    return (line as Line).ask(command);
  }

  async function hello(): Promise<SmtpReply> {
    const reply = await expect("hello", `EHLO ${options.helo}`);
    // RFC 5321 §3.2: a host of the old kind answers 500 or 502.
    return reply.code === 500 || reply.code === 502 ? expect("hello", `HELO ${options.helo}`) : reply;
  }

  async function talk(): Promise<Conversation> {
    line = lineOver(await connected(options, deadline), deadline);
    const greeting = await expect("greeting", null);
    if (greeting.code !== 220) return said(greeting);
    let welcome = await hello();
    if (welcome.code !== 250) return said(welcome);
    if (options.useTls && offers(welcome, "STARTTLS")) {
      const ready = await expect("starttls", "STARTTLS");
      if (ready.code === 220) {
        line.socket.removeAllListeners("data");
        line = lineOver(await secured(line.socket, options.hostName, deadline), deadline);
        welcome = await hello();
        if (welcome.code !== 250) return said(welcome);
      }
    }
    if (options.isInternational && !offers(welcome, "SMTPUTF8")) {
      await line.leave();
      return { kind: "trouble", phase: "mail", trouble: "no_smtputf8", detail: "SMTPUTF8 is not offered" };
    }
    const from = options.mailFrom === "<>" ? "<>" : `<${options.mailFrom}>`;
    const mail = await expect("mail", `MAIL FROM:${from}${options.isInternational ? " SMTPUTF8" : ""}`);
    if (mail.code >= 300) return said(mail);
    return said(await expect("recipient", `RCPT TO:<${options.recipient}>`));
  }

  async function said(reply: SmtpReply): Promise<Conversation> {
    await line?.leave();
    return { kind: "reply", phase, reply };
  }

  try {
    return await talk();
  } catch (error) {
    options.signal.throwIfAborted();
    const detail = messageOf(error).split("\n", 1)[0] as string;
    return { kind: "trouble", phase, trouble: troubleIn(error, phase), detail };
  } finally {
    release();
    await (line as Line | null)?.close();
  }
}

class NotSmtp extends Error {}
class TlsFailed extends Error {}
class HungUp extends Error {}
class TooLate extends Error {}

/**
 * Aborted when the time is over or the caller's signal is. Not AbortSignal.any over AbortSignal.timeout: Node 20 collects
 * such a signal as garbage while it is waited for, and it never fires.
 */
function deadlineOf({ timeoutMs, signal }: ConversationOptions): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new TooLate(`no answer in ${timeoutMs} ms`)), timeoutMs);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

function troubleIn(error: unknown, phase: SmtpPhase): Trouble {
  if (error instanceof TlsFailed) return "tls_failed";
  if (error instanceof NotSmtp) return "not_smtp";
  if (phase === "connect") return "no_connection";
  if (error instanceof TooLate) return "timeout";
  return "closed";
}

/** EHLO's reply lists one extension a line after the first; they come joined by spaces. */
function offers(welcome: SmtpReply, extension: string): boolean {
  return new RegExp(`\\s${extension}(\\s|$)`, "i").test(` ${welcome.text}`);
}

function connected({ address, port }: ConversationOptions, deadline: AbortSignal): Promise<Socket> {
  const socket = connect({ host: address, port });
  const timer = setTimeout(() => socket.destroy(new TooLate("nobody answers")), CONNECT_TIMEOUT_MS);
  return opened(socket, "connect", deadline, (error) => error).finally(() => clearTimeout(timer));
}

function secured(plain: Socket, hostName: string, deadline: AbortSignal): Promise<Socket> {
  const socket = connectTls({ socket: plain, servername: hostName, rejectUnauthorized: false });
  return opened(
    socket,
    "secureConnect",
    deadline,
    (error) => new TlsFailed(messageOf(error), { cause: error }),
  );
}

/** Waits for the event that says that a socket is open. A socket that does not get there is gone when this throws. */
async function opened(
  socket: Socket,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
  asError: (error: unknown) => unknown,
): Promise<Socket> {
  try {
    return await new Promise<Socket>((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener("abort", giveUp, { once: true });
      socket.once(event, () => {
        signal.removeEventListener("abort", giveUp);
        resolve(socket);
      });
      socket.once("error", reject);
      socket.once("close", () => reject(new HungUp("the host hung up")));
      if (signal.aborted) giveUp();
    });
  } catch (error) {
    socket.destroy();
    throw asError(error);
  }
}

/** Commands out, replies in, one at a time. */
interface Line {
  socket: Socket;
  /** Sends a command, unless it is null, and waits for the reply. */
  ask(command: string | null): Promise<SmtpReply>;
  /** Says good-bye and waits a little for the host to say it too. */
  leave(): Promise<void>;
  /** Resolves once the connection is closed. */
  close(): Promise<void>;
}

function lineOver(socket: Socket, deadline: AbortSignal): Line {
  let received = "";
  let replyLines: string[] = [];
  let failure: unknown = null;
  const replies: SmtpReply[] = [];
  let wake = (): void => {};

  function fail(error: unknown): void {
    failure ??= error;
    wake();
  }

  function take(text: string): void {
    received += text;
    if (received.length > MAX_REPLY_BYTES) fail(new NotSmtp("the reply has no end"));
    for (let end = received.indexOf("\n"); end >= 0; end = received.indexOf("\n")) {
      replyLines.push(received.slice(0, end).replace(/\r$/, ""));
      received = received.slice(end + 1);
      if (/^\d{3}-/.test(replyLines.at(-1) as string)) continue;
      const reply = replyOf(replyLines);
      replyLines = [];
      if (reply === null) fail(new NotSmtp("what it says is no SMTP reply"));
      else replies.push(reply);
    }
    wake();
  }

  socket.setEncoding("utf8");
  socket.on("data", take);
  socket.on("error", fail);
  socket.on("close", () => fail(new HungUp("the host hung up")));
  deadline.addEventListener("abort", () => fail(deadline.reason), { once: true });
  if (deadline.aborted) fail(deadline.reason);

  async function ask(command: string | null): Promise<SmtpReply> {
    if (command !== null) {
      if (/[\r\n]/.test(command)) throw new Error("A command is one line.");
      // What came before the question is no answer to it; after STARTTLS it may be somebody else's words (RFC 3207 §6).
      replies.length = 0;
      socket.write(`${command}\r\n`);
    }
    for (;;) {
      const reply = replies.shift();
      if (reply !== undefined) return reply;
      if (failure !== null) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  async function close(): Promise<void> {
    if (socket.destroyed && socket.closed) return;
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.destroy();
    await closed;
  }

  return {
    socket,
    ask,
    async leave() {
      const timer = setTimeout(() => fail(new HungUp("no good-bye")), QUIT_TIMEOUT_MS);
      try {
        await ask("QUIT");
        // The host closes first, so that it knows the conversation as ended before the next one begins.
        while (failure === null)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      } catch {
        // The answer is in; how the host takes leave does not matter.
      } finally {
        clearTimeout(timer);
      }
    },
    close,
  };
}
