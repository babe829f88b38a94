import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { auth } from "@googleapis/gmail";
import { EXIT, Failure, messageOf } from "../../failure.js";
import type { Config } from "../../settings/settings.js";
import { requireClient } from "./session.js";

/** Allows reading messages and adding labels; igminer neither sends nor deletes. */
const SCOPE = "https://www.googleapis.com/auth/gmail.modify";

/**
 * Asks a person for consent once, by the loopback redirect of RFC 8252: shows a page of Google's, waits for the code
 * that it sends back to this machine, and exchanges it. Nothing is stored.
 * @param show receives the address of the page.
 * @returns the refresh token.
 * @throws Failure if there is no OAuth client, or the person or Google refuses.
 */
export async function askForConsent(
  settings: Config["gmail"],
  show: (url: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { clientId, clientSecret } = requireClient(settings);
  const state = randomBytes(16).toString("base64url");
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new auth.OAuth2({
      clientId,
      clientSecret,
      redirectUri,
      endpoints: { oauth2TokenUrl: settings.tokenUrl, oauth2AuthBaseUrl: settings.authUrl },
    });
    // Without this prompt Google gives a refresh token only the first time.
    show(client.generateAuthUrl({ access_type: "offline", prompt: "consent", scope: SCOPE, state }));
    const code = await codeFrom(server, state, signal);
    const { tokens } = await client.getToken(code).catch((error: unknown) => {
      throw refused(messageOf(error));
    });
    if (!tokens.refresh_token) throw refused("it gave no refresh token");
    return tokens.refresh_token;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Waits for the browser, and rejects requests that do not answer ours. */
function codeFrom(
  server: ReturnType<typeof createServer>,
  state: string,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    server.on("request", (request, response) => {
      const { searchParams: query } = new URL(request.url ?? "/", "http://127.0.0.1");
      if (query.get("state") !== state) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8", connection: "close" });
      response.end("igminer has what it needs; this window can be closed.\n");
      const code = query.get("code");
      if (code) resolve(code);
      else reject(refused(query.get("error") ?? "it sent no code"));
    });
  });
}

function refused(why: string): Failure {
  return new Failure(
    EXIT.failed,
    `Google did not give access to the mailbox: ${why}`,
    "Start again: igminer gmail auth",
  );
}
