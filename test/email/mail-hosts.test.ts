import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode } from "dns-packet";
import { describe, expect, onTestFinished, test } from "vitest";
import { openMailDns } from "../../src/core/email/mail-hosts.js";
import { mailSandbox } from "../support/mail.js";

async function asking() {
  const { dns } = await mailSandbox();
  const asked = openMailDns({ servers: [dns.server], timeoutMs: 500 });
  onTestFinished(() => asked.close());
  return { asked, dns };
}

describe("the mail hosts of a domain", () => {
  test.each([
    ["plain.example", { kind: "hosts", hosts: [{ name: "mx.plain.example", preference: 10 }] }],
    ["implicit.example", { kind: "hosts", hosts: [{ name: "implicit.example", preference: 0 }] }],
    ["slow.example", { kind: "hosts", hosts: [{ name: "mx.slow.example", preference: 10 }] }],
    ["closed.example", { kind: "hosts", hosts: [{ name: "mx.closed.example", preference: 10 }] }],
    ["nullmx.example", { kind: "none", reason: "null_mx" }],
    ["nomail.example", { kind: "none", reason: "no_mail_host" }],
    ["nohost.example", { kind: "none", reason: "no_mail_host" }],
    ["nothing.example", { kind: "none", reason: "no_such_domain" }],
    ["servfail.example", { kind: "unknown", reason: "dns_failed" }],
    ["silent.example", { kind: "unknown", reason: "dns_timeout" }],
    ["[192.0.2.1]", { kind: "unknown", reason: "address_literal" }],
  ])("of %s: %j", async (domain, finding) => {
    const { asked } = await asking();
    expect(await asked.mailHostsOf(domain)).toEqual(finding);
  });

  test("are asked for once, however many ask at the same time", async () => {
    const { asked, dns } = await asking();
    await Promise.all(Array.from({ length: 20 }, () => asked.mailHostsOf("plain.example")));
    expect(dns.questions()).toBe(3);
  });

  test("cannot be told where no DNS server can be reached: that is no proof of anything", async () => {
    const asked = openMailDns({ servers: ["127.0.0.1:9"], timeoutMs: 300 });
    onTestFinished(() => asked.close());
    expect(await asked.mailHostsOf("plain.example")).toMatchObject({ kind: "unknown" });
  });
});

/** A name server with this many MX hosts for every domain, of which only the last has an address. */
async function dangling(hosts: number) {
  const server = createSocket("udp4");
  server.on("message", (message, peer) => {
    const { id, questions: [question] = [] } = decode(message);
    const answers = Array.from({ length: hosts }, (_, index) => ({
      type: "MX" as const,
      name: question?.name ?? "",
      data: { preference: index, exchange: `mx${index + 1}.gone.example` },
    }));
    const isLast = question?.name === `mx${hosts}.gone.example` && question.type === "A";
    const reply = {
      type: "response" as const,
      id,
      flags: question?.type === "MX" || isLast ? 0 : 3,
      questions: question ? [question] : [],
      answers:
        question?.type === "MX"
          ? answers
          : isLast
            ? [{ type: "A" as const, name: question.name, data: "127.0.0.2" }]
            : [],
    };
    server.send(encode(reply), peer.port, peer.address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const asked = openMailDns({ servers: [`127.0.0.1:${server.address().port}`], timeoutMs: 500 });
  onTestFinished(() => asked.close());
  return asked;
}

test("a domain with more hosts than are looked at is not known to have none", async () => {
  const finding = await (await dangling(11)).mailHostsOf("many.example");
  expect(finding).toMatchObject({ kind: "unknown", reason: "dns_failed" });
});

test("one host of ten that has an address is enough", async () => {
  expect(await (await dangling(10)).mailHostsOf("ten.example")).toMatchObject({ kind: "hosts" });
});
