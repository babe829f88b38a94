import { onDeadline, TooLate } from "../deadline.js";
import { messageOf } from "../failure.js";
import { connected, type Line, lineOver, NotSmtp, secured, TlsFailed } from "./smtp-line.js";
import type { SmtpPhase, SmtpReply } from "./smtp-reply.js";

export interface ConversationOptions {
  /** The host's address to connect to. */
  address: string;
  port: number;
  /** The host's name, requested in TLS. */
  hostName: string;
  /** The name by which we introduce ourselves. */
  helo: string;
  /** An address, or `<>`. */
  mailFrom: string;
  recipient: string;
  /** The recipient needs SMTPUTF8. */
  isInternational: boolean;
  /** Use STARTTLS if it is offered. */
  useTls: boolean;
  /** From connecting to the end. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** The result of a conversation, as far as it got. */
export type Conversation =
  /** The host's reply to RCPT TO, or the refusal before it. */
  | { kind: "reply"; phase: SmtpPhase; reply: SmtpReply }
  | { kind: "trouble"; phase: SmtpPhase; trouble: Trouble; detail: string };

export type Trouble =
  | "no_connection"
  | "timeout"
  /** The host hung up before the end. */
  | "closed"
  /** It does not speak SMTP. */
  | "not_smtp"
  | "tls_failed"
  /** The recipient needs SMTPUTF8, which the host does not offer. */
  | "no_smtputf8";

/**
 * Asks a mail host whether it would accept mail for one recipient: EHLO, STARTTLS if offered, MAIL FROM, RCPT TO, QUIT.
 * There is no DATA: nothing is ever sent. Own code, because the SMTP clients on npm send a message after RCPT TO or do
 * not support TLS. Resolves once the connection is closed. Throws only the signal's reason.
 */
export async function converse(options: ConversationOptions): Promise<Conversation> {
  const limit = new AbortController();
  const release = onDeadline(options.timeoutMs, options.signal, (reason) => limit.abort(reason));
  let line: Line | null = null;
  let phase: SmtpPhase = "connect";

  async function expect(step: SmtpPhase, command: string | null): Promise<SmtpReply> {
    phase = step;
    return (line as Line).ask(command);
  }

  async function hello(): Promise<SmtpReply> {
    const reply = await expect("hello", `EHLO ${options.helo}`);
    // RFC 5321 §3.2: an old host answers 500 or 502.
    return reply.code === 500 || reply.code === 502 ? expect("hello", `HELO ${options.helo}`) : reply;
  }

  async function talk(): Promise<Conversation> {
    line = lineOver(await connected(options.address, options.port, limit.signal), limit.signal);
    const greeting = await expect("greeting", null);
    if (greeting.code !== 220) return said(greeting);
    let welcome = await hello();
    if (welcome.code !== 250) return said(welcome);
    if (options.useTls && offers(welcome, "STARTTLS")) {
      const ready = await expect("starttls", "STARTTLS");
      if (ready.code === 220) {
        line.socket.removeAllListeners("data");
        line = lineOver(await secured(line.socket, options.hostName, limit.signal), limit.signal);
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

function troubleIn(error: unknown, phase: SmtpPhase): Trouble {
  if (error instanceof TlsFailed) return "tls_failed";
  if (error instanceof NotSmtp) return "not_smtp";
  if (phase === "connect") return "no_connection";
  if (error instanceof TooLate) return "timeout";
  return "closed";
}

/** EHLO's reply has one extension per line after the first; here they are joined by spaces. */
function offers(welcome: SmtpReply, extension: string): boolean {
  return new RegExp(`\\s${extension}(\\s|$)`, "i").test(` ${welcome.text}`);
}
