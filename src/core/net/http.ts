import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { TooLate } from "../deadline.js";
import { messageOf } from "../failure.js";
import { passFaultPoint } from "../fault-point.js";
import { SourceError } from "../source-error.js";
import type { HttpAnswer } from "./http-answer.js";
import { type ProxyRotation, rotateProxies } from "./proxies.js";
import { roundTrip } from "./round-trip.js";
import { decodeUtf8 } from "./utf8.js";

export interface HttpRequest {
  headers?: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpPost extends HttpRequest {
  body: string;
}

/**
 * The one HTTP client. Answers are complete and decompressed, and text is decoded as UTF-8; redirects are never
 * followed. A network failure or timeout is thrown as `SourceError` "transient", a body over the size limit as
 * "bad_response".
 */
export interface HttpClient {
  get(url: URL, request: HttpRequest): Promise<HttpAnswer>;
  /** For binary content such as pictures. */
  getBytes(url: URL, request: HttpRequest): Promise<HttpAnswer<Buffer>>;
  post(url: URL, request: HttpPost): Promise<HttpAnswer>;
  delete(url: URL, request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpSettings {
  /** For one request, headers and body together. */
  timeoutMs: number;
  connectTimeoutMs: number;
  maxBytes: number;
  proxies: readonly string[];
}

const decompressors: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> =
  {
    gzip: promisify(gunzip),
    br: promisify(brotliDecompress),
    deflate: promisify(inflate),
  };

/** A client with keep-alive pools, direct or through proxies taken in turn. */
export function openHttpClient(settings: HttpSettings): HttpClient {
  const agentOptions = {
    connect: { timeout: settings.connectTimeoutMs },
    headersTimeout: settings.timeoutMs,
    bodyTimeout: settings.timeoutMs,
    keepAliveTimeout: 30_000,
    maxResponseSize: settings.maxBytes,
  };
  const proxies = rotateProxies(
    settings.proxies.map((url) => new URL(url)),
    () => performance.now(),
  );
  const agents = new Map<string, Dispatcher>();

  function agentFor(proxy: URL | null): Dispatcher {
    const key = proxy?.href ?? "";
    const open = agents.get(key);
    if (open) return open;
    const agent = proxy ? new ProxyAgent({ uri: proxy.href, ...agentOptions }) : new Agent(agentOptions);
    agents.set(key, agent);
    return agent;
  }

  async function send(
    method: "GET" | "POST" | "DELETE",
    url: URL,
    { headers, signal }: HttpRequest,
    content?: string,
  ): Promise<HttpAnswer<Buffer>> {
    const proxy = proxies.next();
    try {
      const answer = await roundTrip(
        agentFor(proxy),
        {
          method,
          origin: url.origin,
          path: url.pathname + url.search,
          headers: { "accept-encoding": "gzip, br", ...headers },
          ...(content !== undefined && { body: content }),
        },
        { timeoutMs: settings.timeoutMs, signal },
      );
      if (method !== "GET") passFaultPoint("sent");
      const body = await unpacked(answer, url);
      noteProxy(proxies, proxy, answer.status !== 407);
      return { ...answer, body };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isTooLarge(error)) {
        const what = `${url.host}: the answer is larger than ${settings.maxBytes} bytes`;
        throw new SourceError("bad_response", what, { url: withoutQuery(url) });
      }
      if (error instanceof SourceError) throw error;
      noteProxy(proxies, proxy, false);
      const what =
        error instanceof TooLate ? `no complete answer within ${settings.timeoutMs} ms` : messageOf(error);
      throw new SourceError(
        "transient",
        `${url.host}: ${what}`,
        { url: withoutQuery(url), proxy: proxy?.host },
        error,
      );
    }
  }

  /** @throws SourceError "bad_response" if the body is damaged; zlib's error if it exceeds the size limit. */
  async function unpacked({ headers, body }: HttpAnswer<Buffer>, url: URL): Promise<Buffer> {
    const encoding = String(headers["content-encoding"] ?? "identity").toLowerCase();
    const decompress = decompressors[encoding];
    if (decompress === undefined || body.length === 0) return body;
    try {
      return await decompress(body, { maxOutputLength: settings.maxBytes });
    } catch (error) {
      if (isTooLarge(error)) throw error;
      throw new SourceError(
        "bad_response",
        `${url.host}: the ${encoding} body is damaged: ${messageOf(error)}`,
        { url: withoutQuery(url) },
        error,
      );
    }
  }

  return {
    get: async (url, asked) => decoded(await send("GET", url, asked)),
    getBytes: (url, asked) => send("GET", url, asked),
    post: async (url, asked) => decoded(await send("POST", url, asked, asked.body)),
    delete: async (url, asked) => decoded(await send("DELETE", url, asked)),
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function decoded(answer: HttpAnswer<Buffer>): HttpAnswer {
  return { ...answer, body: decodeUtf8(answer.body) };
}

function noteProxy(proxies: ProxyRotation, proxy: URL | null, isAlive: boolean): void {
  if (proxy === null) return;
  if (isAlive) proxies.succeeded(proxy);
  else proxies.failed(proxy);
}

/** undici reports this for the received body, zlib for the unpacked one. */
function isTooLarge(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === "UND_ERR_RES_EXCEEDED_MAX_SIZE" || code === "ERR_BUFFER_TOO_LARGE";
}

/** Query strings may hold tokens. */
function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
