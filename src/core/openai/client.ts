import OpenAI from "openai";
import { ownSignal } from "../deadline.js";
import type { Config } from "../settings/settings.js";
import { meaningOfFailure } from "./refusals.js";

export type OpenAiConfig = Config["openai"] & { key: string };

/** What speaks to OpenAI, or to a service that speaks its language; each request is to be sent through a gate. */
export interface OpenAiClient {
  /**
   * Sends one request. Throws SourceError, or the signal's reason.
   * @param onRefused called where the service has answered, and refuses: such a request costs nothing.
   */
  send<T>(
    request: (client: OpenAI, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    onRefused?: () => void,
  ): Promise<T>;
}

/** Opens the client. It never asks twice by itself: the gate does, and counts what it sends. */
export function openClient({ key, baseUrl, timeoutMs, model }: OpenAiConfig): OpenAiClient {
  const client = new OpenAI({
    apiKey: key,
    baseURL: baseUrl,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: "off",
  });
  return {
    async send(request, signal, onRefused) {
      // The client leaves its listeners on the signal of each request.
      const own = ownSignal(signal, null);
      try {
        return await request(client, own.signal);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (error instanceof OpenAI.APIError && error.status !== undefined) onRefused?.();
        throw meaningOfFailure(error, model);
      } finally {
        own.end();
      }
    },
  };
}
