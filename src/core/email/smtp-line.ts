import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { TooLate } from "../deadline.js";
import { messageOf } from "../failure.js";
import { replyOf, type SmtpReply } from "./smtp-reply.js";

/** The other side does not speak SMTP. */
export class NotSmtp extends Error {}
export class TlsFailed extends Error {}
/** The other side closed the connection. */
class HungUp extends Error {}

const CONNECT_TIMEOUT_MS = 10_000;
/** The longest wait for the host's reply to QUIT. */
const QUIT_TIMEOUT_MS = 2_000;
/**
 * RFC 5321 §4.5.3.1.5 allows 512 octets per line; some hosts send more. This is the limit of a reply, in one line or
 * many.
 */
const MAX_REPLY_CHARACTERS = 65_536;
const MAX_REPLY_LINES = 500;
/** The part of a line that is kept: `replyOf` judges less. */
const LINE_KEPT = 2_048;

/** Connects within ten seconds. @throws TooLate, the system's error, or the reason of `deadline`. */
export function connected(address: string, port: number, deadline: AbortSignal): Promise<Socket> {
  const socket = connect({ host: address, port });
  const timer = setTimeout(() => socket.destroy(new TooLate("nobody answers")), CONNECT_TIMEOUT_MS);
  return opened(socket, "connect", deadline, (error) => error).finally(() => clearTimeout(timer));
}

/** Switches to TLS; the certificate is not checked, as in any mail server (RFC 7435). @throws TlsFailed */
export function secured(plain: Socket, hostName: string, deadline: AbortSignal): Promise<Socket> {
  const socket = connectTls({ socket: plain, servername: hostName, rejectUnauthorized: false });
  return opened(
    socket,
    "secureConnect",
    deadline,
    (error) => new TlsFailed(messageOf(error), { cause: error }),
  );
}

/** Waits for the event of an open socket. If this throws, the socket is destroyed. */
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

/** Sends commands and reads replies, one at a time. */
export interface Line {
  socket: Socket;
  /** Sends a command, unless it is null, and waits for the reply. */
  ask(command: string | null): Promise<SmtpReply>;
  /** Sends QUIT and waits a little for the reply. */
  leave(): Promise<void>;
  /** Resolves once the connection is closed. */
  close(): Promise<void>;
}

/** Opens the line over an open socket. After `deadline`, asking throws its reason. */
export function lineOver(socket: Socket, deadline: AbortSignal): Line {
  let received = "";
  let replyLines: string[] = [];
  let taken = 0;
  let failure: unknown = null;
  const replies: SmtpReply[] = [];
  let wake = (): void => {};

  function fail(error: unknown): void {
    failure ??= error;
    wake();
  }

  function take(text: string): void {
    received += text;
    if (received.length + taken > MAX_REPLY_CHARACTERS || replyLines.length > MAX_REPLY_LINES) {
      fail(new NotSmtp("the reply has no end"));
      return;
    }
    for (let end = received.indexOf("\n"); end >= 0; end = received.indexOf("\n")) {
      replyLines.push(received.slice(0, Math.min(end, LINE_KEPT)).replace(/\r$/, ""));
      taken += end;
      received = received.slice(end + 1);
      if (/^\d{3}-/.test(replyLines.at(-1) as string)) continue;
      const reply = replyOf(replyLines);
      replyLines = [];
      taken = 0;
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
      // A reply before the question is no answer to it; after STARTTLS it may be somebody else's (RFC 3207 §6).
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
        // The host closes first, so that for it the conversation has ended before the next one begins.
        while (failure === null)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      } catch {
        // The answer has arrived; how the host ends the conversation does not matter.
      } finally {
        clearTimeout(timer);
      }
    },
    close,
  };
}
