import { type DnsSandbox, startDnsSandbox } from "./dns-server.js";
import { type SmtpSandbox, type SmtpSandboxOptions, startSmtpSandbox } from "./smtp-server.js";

export interface MailSandbox {
  dns: DnsSandbox;
  smtp: SmtpSandbox;
  /** Settings that make igminer use only this sandbox. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Starts DNS and all mail hosts of the mail world on loopback (`mail-world.ts` lists the domains). */
export async function startMailSandbox({
  dnsLatencyMs = 0,
  ...smtpOptions
}: SmtpSandboxOptions & { dnsLatencyMs?: number } = {}): Promise<MailSandbox> {
  const smtp = await startSmtpSandbox(smtpOptions);
  const dns = await startDnsSandbox({ latencyMs: dnsLatencyMs });
  return {
    dns,
    smtp,
    environment: {
      IGMINER_DNS_SERVERS: dns.server,
      IGMINER_SMTP_PORT: String(smtp.port),
      IGMINER_SMTP_ALLOW_PRIVATE_HOSTS: "yes",
      IGMINER_SMTP_RATE_PER_MINUTE: "600000",
      IGMINER_HELO: "probe.igminer.example",
      IGMINER_MAIL_FROM: "check@igminer.example",
    },
    async close() {
      await smtp.close();
      await dns.close();
    },
  };
}
