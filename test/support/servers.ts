import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Starts an HTTP server on loopback until the test is finished. @returns its URL. */
export async function serverOf(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<URL> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/**
 * Starts a plain HTTP proxy that accepts one user and password.
 * @returns its URL with the credentials, and the requests that passed through it.
 */
export async function proxyOf(user: string, password: string): Promise<{ url: URL; passed: string[] }> {
  const passed: string[] = [];
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const url = await serverOf((asked, response) => {
    if (asked.headers["proxy-authorization"] !== expected) {
      response.writeHead(407, { "proxy-authenticate": 'Basic realm="test"' }).end();
      return;
    }
    passed.push(asked.url ?? "");
    const { "proxy-authorization": _, ...headers } = asked.headers;
    asked.pipe(
      request(asked.url as string, { method: asked.method, headers }, (answer) => {
        response.writeHead(answer.statusCode as number, answer.headers);
        answer.pipe(response);
      }).on("error", () => response.destroy()),
    );
  });
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return { url, passed };
}
