import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { onDeadline } from "../deadline.js";

export interface Exchange {
  status: number;
  /** Lower-case names. */
  headers: IncomingHttpHeaders;
  /** As it came over the wire: not decompressed. */
  body: Buffer;
}

/**
 * Sends one request and waits for the whole answer. Over undici's handlers, since a stream and an abort signal for each
 * answer take as long again as fetching it.
 * @throws TooLate after `timeoutMs`, the signal's reason, undici's errors.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let isGivenUp = false;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];

    signal.throwIfAborted();
    const release = onDeadline(timeoutMs, signal, (reason) => {
      reject(reason);
      isGivenUp = true;
      controller?.abort(new Error("given up"));
    });

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        // Until there is a connection undici has no way to take a request back.
        if (isGivenUp) started.abort(new Error("given up"));
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
