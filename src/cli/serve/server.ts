import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { EXIT, Failure, messageOf } from "../../core/failure.js";
import type { CommandContext } from "../command.js";
import { serveApp } from "./app.js";
import { openServedStore } from "./served-store.js";

/**
 * Serves the pages until the command is interrupted; requests in progress are completed.
 * @throws Failure (exit 1) if it cannot listen on the address.
 */
export async function serveUntilStopped(
  { port, host, token }: { port: number; host: string; token: string | null },
  context: CommandContext,
): Promise<void> {
  const store = await openServedStore(context);
  try {
    let server: Server;
    const listeningOn = () => (server.address() as AddressInfo).port;
    const app = serveApp({ store, context, host, port: listeningOn, token });
    server = createAdaptorServer({ fetch: app.fetch }) as Server;
    Object.assign(server, CONNECTION_LIMITS);
    await listen(server, port, host);
    const { output, interruption } = context;
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${listeningOn()}/`;
    if (output.isJson) output.json({ command: "serve", url });
    else output.text(`igminer serve: ${url}  (Ctrl-C stops it)`);
    if (!interruption.aborted) await once(interruption, "abort");
    await close(server);
  } finally {
    await store.close();
  }
}

/** Timeouts in milliseconds for connections that are idle or send too slowly. */
const CONNECTION_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  timeout: 60_000,
};

/** Time for requests in progress to complete; browsers also hold connections without a request. */
const CLOSE_MS = 3_000;

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(impatience);
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    const listening = once(server, "listening");
    server.listen(port, host);
    await listening;
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    throw new Failure(
      EXIT.failed,
      `${host}:${port} cannot be listened on: ${messageOf(error)}`,
      isTaken
        ? "Another program has the port; choose one with --port."
        : "Choose another with --port or --host.",
      error,
    );
  }
}
