import { createSocket } from "node:dgram";
import { once } from "node:events";
import { AUTHORITATIVE_ANSWER, decode, encode } from "dns-packet";
import { kindOf, recordsOf } from "./mail-world.js";

export interface DnsSandbox {
  /** In the form of IGMINER_DNS_SERVERS. */
  server: string;
  /** Number of queries received. */
  questions(): number;
  close(): Promise<void>;
}

/** RFC 1035 §4.1.1. */
const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;

/** Starts a DNS server on loopback for the mail world. @param slowMs the delay of answers for domains of kind "slow". */
export async function startDnsSandbox({ latencyMs = 0, slowMs = 400 } = {}): Promise<DnsSandbox> {
  const socket = createSocket("udp4");
  let questions = 0;

  socket.on("message", (message, from) => {
    const query = decode(message);
    const question = query.questions?.[0];
    if (question === undefined) return;
    questions++;
    const name = question.name.toLowerCase();
    const kind = kindOf(name.replace(/^mx\./, ""));
    if (kind === "silent") return;
    const { rcode, records } = recordsOf(name);
    const answer = encode({
      type: "response",
      id: query.id ?? 0,
      flags: AUTHORITATIVE_ANSWER | RCODES[rcode],
      questions: [question],
      answers: records
        .filter(({ type }) => type === question.type)
        .map((record) => ({ ...record, name: question.name, ttl: 60 })),
    });
    setTimeout(
      () => socket.send(answer, from.port, from.address, () => {}),
      kind === "slow" ? slowMs : latencyMs,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    server: `127.0.0.1:${socket.address().port}`,
    questions: () => questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
