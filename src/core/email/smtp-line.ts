import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { TooLate } from "../deadline.js";
import { messageOf } from "../failure.js";
import { replyOf, type SmtpReply } from "./smtp-reply.js";

/** What is on the wire is no SMTP. */
export class NotSmtp extends Error {}
export class TlsFailed extends Error {}
/** The other side closed the connection. */
class HungUp extends Error {}

const CONNECT_TIMEOUT_MS = 10_000;
/** How long a host may take over the good-bye. */
const QUIT_TIMEOUT_MS = 2_000;
/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; some hosts are talkative. Of a reply no more is taken, in one line or many. */
const MAX_REPLY_CHARACTERS = 65_536;
const MAX_REPLY_LINES = 500;
/** Of a line no more is kept: `replyOf` judges less. */
const LINE_KEPT = 2_048;

/** Connects within ten seconds. @throws TooLate, the system's error, or the reason of `deadline`. */
export function connected(address: string, port: number, deadline: AbortSignal): Promise<Socket> {
  const socket = connect({ host: address, port });
  const timer = setTimeout(() => socket.destroy(new TooLate("nobody answers")), CONNECT_TIMEOUT_MS);
  return opened(socket, "connect", deadline, (error) => error).finally(() => clearTimeout(timer));
}

/** Goes over to TLS; the certificate is not checked, as no mail server does (RFC 7435). @throws TlsFailed */
export function secured(plain: Socket, hostName: string, deadline: AbortSignal): Promise<Socket> {
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
export interface Line {
  socket: Socket;
  /** Sends a command, unless it is null, and waits for the reply. */
  ask(command: string | null): Promise<SmtpReply>;
  /** Says good-bye and waits a little for the host to say it too. */
  leave(): Promise<void>;
  /** Resolves once the connection is closed. */
  close(): Promise<void>;
}

/** Opens the line over a socket that is open. What is asked after `deadline` throws its reason. */
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
