import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { onDeadline } from "../deadline.js";
import type { HttpAnswer } from "./http-answer.js";

/**
 * Sends one request and waits for the complete answer. It uses undici's handlers directly, since a stream and an abort
 * signal for each answer take as long again as the request itself.
 * @returns the answer as it came over the wire, not decompressed.
 * @throws TooLate after `timeoutMs`, the signal's reason, or undici's errors.
 */
export function roundTrip(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<HttpAnswer<Buffer>> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let isGivenUp = false;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];

    function hangUp(): void {
      controller?.abort(new Error("given up"));
    }

    signal.throwIfAborted();
    const release = onDeadline(timeoutMs, signal, (reason) => {
      isGivenUp = true;
      hangUp();
      reject(reason);
    });

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        // Before a connection exists, undici offers no way to cancel a request.
        if (isGivenUp) hangUp();
      },
      onResponseStart(_controller, statusCode, answered) {
        status = statusCode;
        headers = answered;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        release();
        const [only] = chunks;
        resolve({ status, headers, body: chunks.length === 1 ? (only as Buffer) : Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        release();
        reject(error);
      },
    });
  });
}
