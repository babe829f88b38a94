import { describe, expect, test } from "vitest";
import { type ConversationOptions, converse } from "../../src/core/email/smtp-conversation.js";
import { MAIL_HOSTS, type MailKind } from "../../src/sandbox/mail/mail-world.js";
import { mailSandbox, scriptedHost } from "../support/mail.js";

const signal = new AbortController().signal;

function talk(changes: Partial<ConversationOptions>) {
  return converse({
    address: "127.0.0.1",
    port: 1,
    hostName: "mx.host.example",
    helo: "probe.igminer.example",
    mailFrom: "check@igminer.example",
    recipient: "jane@host.example",
    isInternational: false,
    useTls: true,
    timeoutMs: 3_000,
    signal,
    ...changes,
  });
}

const addressOf = (kind: MailKind) => [...MAIL_HOSTS].find(([, other]) => other === kind)?.[0] as string;

describe("a conversation with a host of the sandbox", () => {
  test("asks for one recipient and never sends anything, whatever the host is like", async () => {
    const { smtp } = await mailSandbox();
    const ends: Record<string, unknown> = {};
    for (const kind of new Set(MAIL_HOSTS.values())) {
      const timeoutMs = kind === "mute" ? 300 : 3_000;
      const recipient = `jane@${kind}.example`;
      const end = await talk({ address: addressOf(kind), port: smtp.port, recipient, timeoutMs });
      ends[kind] = end.kind === "reply" ? [end.phase, end.reply.code] : [end.phase, end.trouble];
    }
    expect(ends).toEqual({
      plain: ["recipient", 250],
      mute: ["greeting", "timeout"],
      busy: ["greeting", 421],
      refusing: ["greeting", 554],
      blocking: ["recipient", 550],
      callback: ["recipient", 550],
      hangup: ["recipient", "closed"],
      greylist: ["recipient", 451],
      catchall: ["recipient", 250],
      strict: ["recipient", 250],
      starttls: ["recipient", 250],
      badtls: ["starttls", "tls_failed"],
      terse: ["recipient", 250],
      utf8: ["recipient", 250],
    });
    expect(smtp.messages()).toBe(0);
    expect(smtp.mostAtOnce()).toBe(1);
  });

  test("goes over to TLS where it is offered, and does without it where it is not wanted", async () => {
    const { smtp } = await mailSandbox();
    const address = addressOf("starttls");
    const recipient = "jane@starttls.example";
    expect(await talk({ address, port: smtp.port, recipient })).toMatchObject({ reply: { code: 250 } });
    expect(smtp.hosts.get(address)).toMatchObject({ encrypted: 1 });
    expect(await talk({ address, port: smtp.port, recipient, useTls: false })).toMatchObject({
      reply: { code: 250 },
    });
    expect(smtp.hosts.get(address)).toMatchObject({ encrypted: 1, recipients: [recipient, recipient] });
  });

  test("asks for a mailbox beyond ASCII only where the host takes such", async () => {
    const { smtp } = await mailSandbox();
    const jörg = { port: smtp.port, recipient: "jörg@utf8.example", isInternational: true };
    expect(await talk({ ...jörg, address: addressOf("utf8") })).toMatchObject({ reply: { code: 250 } });
    expect(await talk({ ...jörg, address: addressOf("plain") })).toMatchObject({ trouble: "no_smtputf8" });
  });
});

describe("a host that is odd", () => {
  test("where nobody listens there is no connection, and that is trouble", async () => {
    expect(await talk({ address: "127.0.0.9", port: 2 })).toMatchObject({
      phase: "connect",
      trouble: "no_connection",
    });
  });

  test("of the old kind is greeted with HELO", async () => {
    const host = await scriptedHost("220 old\r\n", (command) =>
      command.startsWith("EHLO") ? "502 what?\r\n" : "250 fine\r\n",
    );
    expect(await talk({ port: host.port })).toMatchObject({ phase: "recipient", reply: { code: 250 } });
    expect(host.commands).toEqual([
      "EHLO probe.igminer.example",
      "HELO probe.igminer.example",
      "MAIL FROM:<check@igminer.example>",
      "RCPT TO:<jane@host.example>",
      "QUIT",
    ]);
  });

  test("may answer in many lines and end them with bare line feeds", async () => {
    const host = await scriptedHost("220-wel\n220 come\n", (command) =>
      command.startsWith("RCPT") ? "550-5.1.1 no\n550 5.1.1 such user\n" : "250 fine\n",
    );
    expect(await talk({ port: host.port })).toMatchObject({ reply: { code: 550, enhanced: "5.1.1" } });
  });

  test.each([
    ["speaks HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["never ends its line", `220 ${"x".repeat(70_000)}`],
    ["changes its code in the middle", "220-hello\r\n250 there\r\n"],
  ])("that %s does not speak SMTP", async (_, greeting) => {
    const host = await scriptedHost(greeting, () => null);
    expect(await talk({ port: host.port })).toMatchObject({ trouble: "not_smtp" });
  });

  test("that stops answering is left when the time is over, however it drips", async () => {
    const host = await scriptedHost("220 hello\r\n", (command) =>
      command.startsWith("EHLO") ? "250-still\r\n" : null,
    );
    const startedMs = performance.now();
    expect(await talk({ port: host.port, timeoutMs: 300 })).toMatchObject({
      phase: "hello",
      trouble: "timeout",
    });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });

  test("is left at once when the run is given up, and the reason is thrown", async () => {
    const host = await scriptedHost(null, () => null);
    const abandoned = new AbortController();
    const talking = talk({ port: host.port, signal: abandoned.signal });
    abandoned.abort(new Error("lost"));
    await expect(talking).rejects.toThrow("lost");
  });
});
