import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { PACKAGE_FOLDER } from "../../package-folder.js";
import type { Mail } from "./read-mail.js";

const THREAD = fileURLToPath(new URL("dist/core/outreach/gmail/mail-thread.js", PACKAGE_FOLDER));
/** The thread's message that it is ready. */
export const READY = "ready";
/**
 * The slowest known message takes half a second (`bench:hostile-text`), and twenty times as long on a very busy
 * machine; no answer may be skipped because of that.
 */
const MOST_MS = 30_000;
/** The thread's limit: a message of the largest size takes a fifth of it. */
const MOST_MEMORY_MB = 256;

/** Reads messages one at a time, so that each has the thread and its time limit for itself. */
export interface MailReader {
  /** Reads a message as `readMail` does. @returns null if it exceeded its time or memory. */
  read(raw: Uint8Array): Promise<Mail | null>;
  close(): Promise<void>;
}

/**
 * Opens a reader in its own thread, which starts with the first message. Whatever a message does to the parser, the run
 * continues; a message that takes too long is abandoned together with its thread.
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

/** @returns a started thread, so that no message's time includes the start. */
async function startThread(): Promise<Worker> {
  const thread = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  await once(thread, "message");
  thread.unref();
  return thread;
}

/**
 * @returns the thread's answer, or null if it exceeded its time or memory.
 * @throws any other error that ends the thread.
 */
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
