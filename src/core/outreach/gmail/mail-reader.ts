import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { PACKAGE_FOLDER } from "../../package-folder.js";
import type { Mail } from "./read-mail.js";

const THREAD = fileURLToPath(new URL("dist/core/outreach/gmail/mail-thread.js", PACKAGE_FOLDER));
/** What the thread says when it can be asked. */
export const READY = "ready";
/**
 * The worst message that was found takes half a second (`bench:hostile-text`), and twenty times as long on a machine that has
 * much else to do: an answer must not be passed over for that.
 */
const MOST_MS = 30_000;
/** Of a thread: a message of the largest size takes a fifth. */
const MOST_MEMORY_MB = 256;

/** Reads messages one after the other, so that each has the thread and its time for itself. */
export interface MailReader {
  /** Reads a message as `readMail` does. @returns null: it took longer than it may, or more memory. */
  read(raw: Uint8Array): Promise<Mail | null>;
  close(): Promise<void>;
}

/**
 * Opens a reader in a thread of its own, which starts with the first message: whatever a message does to the parser, the run goes
 * on, and a message that takes too long is given up with its thread.
 */
export function openMailReader(mostMs = MOST_MS): MailReader {
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function readNow(raw: Uint8Array): Promise<Mail | null> {
    thread ??= await startThread();
    const mail = await answerOf(thread, raw, mostMs);
    if (mail === null) await close();
    return mail;
  }

  async function close(): Promise<void> {
    await thread?.terminate();
    thread = null;
  }

  return {
    read(raw) {
      const mail = last.then(() => readNow(raw));
      last = mail.catch(() => {});
      return mail;
    },
    close,
  };
}

/** @returns a thread that can be asked: what its start takes is charged to no message. */
async function startThread(): Promise<Worker> {
  const thread = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  await once(thread, "message");
  thread.unref();
  return thread;
}

/** @returns what the thread answers; null: nothing in time, or it ended (too little memory). @throws what else ends it. */
function answerOf(thread: Worker, raw: Uint8Array, mostMs: number): Promise<Mail | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(null), mostMs);
    function settle(mail: Mail | null): void {
      clearTimeout(timer);
      thread.off("message", settle).off("error", onError);
      resolve(mail);
    }
    function onError(error: NodeJS.ErrnoException): void {
      if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") reject(error);
      settle(null);
    }
    thread.on("message", settle).on("error", onError);
    thread.postMessage(raw);
  });
}
