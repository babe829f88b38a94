import * as z from "zod";
import { command } from "../cli/command.js";
import { count } from "../cli/options.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "serve",
  group: "operations",
  summary: "Serve the live dashboard, with a page to request accounts",
  details:
    "Pages: / (the dashboard), /mine (usernames for igminer mine-manual), /metrics (for Prometheus), /healthz. Only this machine can reach it; with --host and IGMINER_SERVE_TOKEN, so can others that have the token. It does not use TLS: put a proxy in front of it that does. The embedded database is opened only while it is read or written, so that commands can run; PostgreSQL is the better choice.",
  options: {
    port: {
      value: "N",
      summary: "Listen on port N (default 8787)",
      schema: count(0).max(65_535).default(8_787),
    },
    host: {
      value: "ADDRESS",
      summary: "Listen on ADDRESS (default 127.0.0.1)",
      schema: z.string().min(1).default("127.0.0.1"),
    },
  },
  examples: [
    "igminer serve",
    "igminer serve --port 9000",
    "IGMINER_SERVE_TOKEN=… igminer serve --host 0.0.0.0",
  ],
  async run({ port, host }, _names, context) {
    const { isLoopback } = await import("../cli/serve/access.js");
    const { token } = context.settings.config.serve;
    if (token === null && !isLoopback(host)) {
      throw new Failure(
        EXIT.usage,
        `--host ${host} gives other machines access, but IGMINER_SERVE_TOKEN is not set.`,
        "Set IGMINER_SERVE_TOKEN to a long secret (openssl rand -hex 24), or omit --host.",
      );
    }
    const { serveUntilStopped } = await import("../cli/serve/server.js");
    await serveUntilStopped({ port, host, token }, context);
    return EXIT.done;
  },
});
