import { spawnSync } from "node:child_process";
import { layWire, type Wire } from "./proxy.js";

/** A host of its own network, on this machine: what runs there reaches the harness's servers and nothing else. */
export interface Host {
  /** What a command is started through. */
  through: readonly string[];
  address: string;
  /** Ports of PostgreSQL and of the sandbox, as seen from there. */
  databasePort: number;
  servicePort: number;
  /** Whatever is sent to it or by it is lost, and nobody is told. */
  cutOff(): void;
  reconnect(): void;
  close(): Promise<void>;
}

export interface Targets {
  databasePort: number;
  servicePort: number;
}

/** Whether this system lets its user make network namespaces: Linux, root, and iproute2. */
export function hasNamespaces(): boolean {
  const name = `igminer-trial-${process.pid}`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return false;
  ip("netns", "delete", name);
  return true;
}

/** Makes a network namespace with one wire into it. @param number tells hosts apart, 0 to 250. */
export async function openNamespace(number: number, { databasePort, servicePort }: Targets): Promise<Host> {
  const name = `igminer-${process.pid}-${number}`;
  const [near, far] = [`ig${process.pid % 10_000}n${number}`, `ig${process.pid % 10_000}f${number}`];
  const [here, there] = [`10.213.${number}.1`, `10.213.${number}.2`];
  ip("netns", "add", name);
  const wires: Wire[] = [];
  async function close(): Promise<void> {
    for (const wire of wires) await wire.close();
    // Its end of the pair goes with it, and the other end with that.
    ip("netns", "delete", name);
  }
  try {
    ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
    ip("address", "add", `${here}/24`, "dev", near);
    ip("link", "set", near, "up");
    ip("-n", name, "address", "add", `${there}/24`, "dev", far);
    ip("-n", name, "link", "set", far, "up");
    ip("-n", name, "link", "set", "lo", "up");
    for (const port of [databasePort, servicePort]) wires.push(await layWire(port, here));
  } catch (error) {
    await close();
    throw error;
  }
  const [database, service] = wires as [Wire, Wire];
  return {
    through: ["ip", "netns", "exec", name],
    address: here,
    databasePort: database.port,
    servicePort: service.port,
    cutOff: () => ip("link", "set", near, "down"),
    reconnect: () => ip("link", "set", near, "up"),
    close,
  };
}

/** Stands in where there are no namespaces: a host whose wires fall silent together. */
export async function openWires({ databasePort, servicePort }: Targets): Promise<Host> {
  const [database, service] = [await layWire(databasePort), await layWire(servicePort)];
  const wires = [database, service];
  return {
    through: [],
    address: "127.0.0.1",
    databasePort: database.port,
    servicePort: service.port,
    cutOff() {
      for (const wire of wires) wire.silence();
    },
    reconnect() {
      for (const wire of wires) wire.mend();
    },
    async close() {
      for (const wire of wires) await wire.close();
    },
  };
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync("ip", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr.trim()}`);
}
