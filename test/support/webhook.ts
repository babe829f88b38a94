import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  path: string;
  body: string;
}

export interface Webhook {
  url: string;
  received: Received[];
  /** The status it answers with, or null to accept requests and never answer. */
  status: number | null;
}

/** Starts a server on loopback that records what it is sent, until the test is finished. */
export async function webhookOf(status: number | null = 200): Promise<Webhook> {
  const webhook: Webhook = { url: "", received: [], status };
  const server = createServer(async (request, response) => {
    webhook.received.push({ path: request.url ?? "", body: await textOf(request) });
    if (webhook.status !== null) response.writeHead(webhook.status).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return webhook;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}
