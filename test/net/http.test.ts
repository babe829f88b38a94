import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { type HttpSettings, openHttpClient } from "../../src/core/net/http.js";
import { rotateProxies } from "../../src/core/net/proxies.js";

const signal = new AbortController().signal;

async function serverThat(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function clientWith(changes: Partial<HttpSettings>) {
  const client = openHttpClient({
    timeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    maxBytes: 1_000_000,
    proxies: [],
    ...changes,
  });
  onTestFinished(() => client.close());
  return client;
}

test("an answer that never ends is given up as transient", async () => {
  const url = await serverThat((_request, response) => {
    response.writeHead(200).write("half of it");
  });
  await expect(clientWith({ timeoutMs: 200 }).get(url, { signal })).rejects.toMatchObject({
    kind: "transient",
  });
});

test("a connection that is cut is transient", async () => {
  const url = await serverThat((request) => request.socket.destroy());
  await expect(clientWith({}).get(url, { signal })).rejects.toMatchObject({ kind: "transient" });
});

test.each([
  ["plain", (text: string) => [text, {}]],
  ["packed to almost nothing", (text: string) => [gzipSync(text), { "content-encoding": "gzip" }]],
] as const)("an answer over the size limit is refused: %s", async (_name, packed) => {
  const [body, headers] = packed("x".repeat(100_000));
  const url = await serverThat((_request, response) => {
    response.writeHead(200, headers).end(body);
  });
  await expect(clientWith({ maxBytes: 50_000 }).get(url, { signal })).rejects.toMatchObject({
    kind: "bad_response",
  });
  expect((await clientWith({ maxBytes: 200_000 }).get(url, { signal })).body).toHaveLength(100_000);
});

test("a redirect is an answer, not followed", async () => {
  const url = await serverThat((_request, response) => {
    response.writeHead(302, { location: "/accounts/login/" }).end();
  });
  expect(await clientWith({}).get(url, { signal })).toMatchObject({
    status: 302,
    headers: { location: "/accounts/login/" },
  });
});

test("proxies are taken in turn; one that fails rests, longer each time", () => {
  let nowMs = 0;
  const [a, b] = [new URL("http://a:1"), new URL("http://b:1")] as const;
  const proxies = rotateProxies([a, b], () => nowMs);
  expect([proxies.next(), proxies.next(), proxies.next()]).toEqual([a, b, a]);
  proxies.failed(b);
  expect([proxies.next(), proxies.next()]).toEqual([a, a]);
  nowMs = 30_001;
  expect(proxies.next()).toEqual(b);
  proxies.failed(b);
  nowMs = 80_000;
  expect([proxies.next(), proxies.next()]).toEqual([a, a]);
  proxies.failed(a);
  expect(proxies.next()).toEqual(b);
});
