import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { type DnsSandbox, startDnsSandbox } from "../../src/sandbox/mail/dns-server.js";
import {
  type SmtpSandbox,
  type SmtpSandboxOptions,
  startSmtpSandbox,
} from "../../src/sandbox/mail/smtp-server.js";

export interface MailSandbox {
  dns: DnsSandbox;
  smtp: SmtpSandbox;
  /** Settings with which a command asks this sandbox and nobody else, without a pace of its own. */
  environment: Record<string, string>;
}

/** Starts DNS and all mail hosts of the sandbox until the test is finished. */
export async function mailSandbox(
  options: SmtpSandboxOptions & { dnsLatencyMs?: number } = {},
): Promise<MailSandbox> {
  const { dnsLatencyMs = 0, ...smtpOptions } = options;
  const [dns, smtp] = [
    await startDnsSandbox({ latencyMs: dnsLatencyMs }),
    await startSmtpSandbox(smtpOptions),
  ];
  onTestFinished(async () => {
    await smtp.close();
    await dns.close();
  });
  return { dns, smtp, environment: mailEnvironment(dns, smtp) };
}

function mailEnvironment(dns: DnsSandbox, smtp: SmtpSandbox): Record<string, string> {
  return {
    IGMINER_DNS_SERVERS: dns.server,
    IGMINER_DNS_TIMEOUT_MS: "1500",
    IGMINER_SMTP_PORT: String(smtp.port),
    IGMINER_SMTP_TIMEOUT_MS: "3000",
    IGMINER_SMTP_ALLOW_PRIVATE_HOSTS: "yes",
    IGMINER_SMTP_RATE_PER_MINUTE: "600000",
    IGMINER_HELO: "probe.igminer.example",
    IGMINER_MAIL_FROM: "check@igminer.example",
  };
}

/** Starts a host on 127.0.0.1 that says what a test tells it to, line by line, and keeps what it is told. */
export async function scriptedHost(
  greeting: string | null,
  answer: (command: string) => string | null,
): Promise<{ port: number; commands: string[] }> {
  const commands: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (greeting !== null) socket.write(greeting);
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const command of text.split("\r\n").filter((line) => line !== "")) {
        commands.push(command);
        const said = answer(command);
        if (said !== null) socket.write(said);
        if (command === "QUIT") socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as { port: number }).port, commands };
}
