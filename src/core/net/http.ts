import type { IncomingHttpHeaders } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Agent, type Dispatcher, ProxyAgent, request } from "undici";
import { messageOf } from "../failure.js";
import { SourceError } from "./errors.js";
import { type ProxyRotation, rotateProxies } from "./proxies.js";

export interface HttpAnswer<Body = string> {
  status: number;
  /** Lower-case names. */
  headers: IncomingHttpHeaders;
  /** The whole body, decompressed; a text is decoded as UTF-8. A redirect is never followed. */
  body: Body;
}

export interface HttpRequest {
  headers?: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpPost extends HttpRequest {
  body: string;
}

/** The one HTTP client. A network failure or time-out is thrown as `SourceError` "transient", a body over the size limit as "bad_response". */
export interface HttpClient {
  get(url: URL, request: HttpRequest): Promise<HttpAnswer>;
  /** For what is no text, as a picture. */
  getBytes(url: URL, request: HttpRequest): Promise<HttpAnswer<Buffer>>;
  post(url: URL, request: HttpPost): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpSettings {
  /** One request, headers and body together. */
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
    method: "GET" | "POST",
    url: URL,
    { headers, signal }: HttpRequest,
    content?: string,
  ): Promise<HttpAnswer<Buffer>> {
    const proxy = proxies.next();
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    try {
      const answer = await request(url, {
        method,
        dispatcher: agentFor(proxy),
        headers: { "accept-encoding": "gzip, br", ...headers },
        signal: AbortSignal.any([signal, timeout]),
        ...(content !== undefined && { body: content }),
      });
      const body = await readBody(answer, url, settings.maxBytes);
      noteProxy(proxies, proxy, answer.statusCode !== 407);
      return { status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof SourceError) throw error;
      noteProxy(proxies, proxy, false);
      const what = timeout.aborted ? `no complete answer within ${settings.timeoutMs} ms` : messageOf(error);
      throw new SourceError(
        "transient",
        `${url.host}: ${what}`,
        { url: withoutQuery(url), proxy: proxy?.host },
        error,
      );
    }
  }

  return {
    get: async (url, asked) => decoded(await send("GET", url, asked)),
    getBytes: (url, asked) => send("GET", url, asked),
    post: async (url, asked) => decoded(await send("POST", url, asked, asked.body)),
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function decoded(answer: HttpAnswer<Buffer>): HttpAnswer {
  return { ...answer, body: answer.body.toString("utf8") };
}

function noteProxy(proxies: ProxyRotation, proxy: URL | null, isAlive: boolean): void {
  if (proxy === null) return;
  if (isAlive) proxies.succeeded(proxy);
  else proxies.failed(proxy);
}

async function readBody(answer: Dispatcher.ResponseData, url: URL, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(chunk);
  }
  const encoding = String(answer.headers["content-encoding"] ?? "identity").toLowerCase();
  const packed = Buffer.concat(chunks);
  const decompress = decompressors[encoding];
  if (decompress === undefined || bytes === 0) return packed;
  try {
    return await decompress(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(url, maxBytes);
    throw new SourceError(
      "bad_response",
      `${url.host}: the ${encoding} body is damaged: ${messageOf(error)}`,
      { url: withoutQuery(url) },
      error,
    );
  }
}

function tooLarge(url: URL, maxBytes: number): SourceError {
  return new SourceError("bad_response", `${url.host}: the answer is larger than ${maxBytes} bytes`, {
    url: withoutQuery(url),
  });
}

/** Queries may hold tokens. */
function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
