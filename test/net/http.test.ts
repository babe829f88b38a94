import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
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

test("an answer that is given up while it comes frees its connection, and the caller gets its own reason", async () => {
  let isClosed = false;
  const url = await serverThat((request, response) => {
    request.socket.once("close", () => {
      isClosed = true;
    });
    response.writeHead(200).write("half of it");
  });
  const controller = new AbortController();
  const reason = new Error("the person has pressed Ctrl-C");
  const answer = clientWith({}).get(url, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 100);
  await expect(answer).rejects.toBe(reason);
  await expect.poll(() => isClosed).toBe(true);
});

test("what was given up before it began is not asked", async () => {
  let requests = 0;
  const url = await serverThat((_request, response) => {
    requests++;
    response.end();
  });
  const reason = new Error("over");
  await expect(clientWith({}).get(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(requests).toBe(0);
});

test("an answer that comes in many pieces is whole, in bytes and in characters", async () => {
  const text = "größer — 日本 🎉 ".repeat(500);
  const bytes = Buffer.from(text);
  const url = await serverThat(async (_request, response) => {
    response.writeHead(200);
    for (let at = 0; at < bytes.length; at += 1_001) {
      response.write(bytes.subarray(at, at + 1_001));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    response.end();
  });
  const client = clientWith({});
  expect((await client.get(url, { signal })).body).toBe(text);
  expect((await client.getBytes(url, { signal })).body.equals(bytes)).toBe(true);
});

test("an answer through a proxy is the server's; of a proxy that is gone the request is transient", async () => {
  const url = await serverThat((request, response) => response.end(request.url));
  const targets: string[] = [];
  const proxy = createServer().on("connect", ({ url: target = "" }, client) => {
    targets.push(target);
    const server = connect(Number(target.split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(server).pipe(client);
    });
    client.on("error", () => server.destroy());
    server.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const proxies = [`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`];
  onTestFinished(() => void proxy.close());
  const client = clientWith({ proxies });
  expect(await client.get(new URL("/one?two=3", url), { signal })).toMatchObject({
    status: 200,
    body: "/one?two=3",
  });
  expect(targets).toEqual([url.host]);
  await client.close();
  await new Promise((resolve) => proxy.close(resolve));
  await expect(clientWith({ proxies }).get(url, { signal })).rejects.toMatchObject({ kind: "transient" });
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
