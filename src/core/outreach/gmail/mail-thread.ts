// Reads messages in a thread of its own: see mail-reader.ts.
import { type MessagePort, parentPort } from "node:worker_threads";
import { READY } from "./mail-reader.js";
import { readMail } from "./read-mail.js";

const asker = parentPort as MessagePort;
asker.on("message", async (raw: Uint8Array) => asker.postMessage(await readMail(raw)));
asker.postMessage(READY);
