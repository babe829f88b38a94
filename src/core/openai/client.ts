import OpenAI from "openai";
import { ownSignal } from "../deadline.js";
import type { Config } from "../settings/settings.js";
import { meaningOfFailure } from "./refusals.js";

export type OpenAiConfig = Config["openai"] & { key: string };

/** A client for OpenAI or a compatible service. Each request must go through a gate. */
export interface OpenAiClient {
  /**
   * Sends one request.
   * @throws SourceError, or the signal's reason.
   * @param onRefused called if the service answers with a refusal; such a request costs nothing.
   */
  send<T>(
    request: (client: OpenAI, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    onRefused?: () => void,
  ): Promise<T>;
}

/** Opens the client. It never retries by itself; the gate does, and counts the requests. */
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
      // The client does not remove its listeners from the signal, so each request gets its own.
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
