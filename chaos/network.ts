import { spawnSync } from "node:child_process";
import { layWire, type Wire } from "./proxy.js";

/** A simulated host with its own network: its processes reach only the harness's servers. */
export interface Host {
  /** The command prefix that runs a program on this host. */
  through: readonly string[];
  address: string;
  /** Ports of PostgreSQL and of the sandbox, as seen from this host. */
  databasePort: number;
  servicePort: number;
  /** Drops everything it sends and receives, without any error. */
  cutOff(): void;
  reconnect(): void;
  close(): Promise<void>;
}

export interface Targets {
  databasePort: number;
  servicePort: number;
}

/** Whether network namespaces can be created: needs Linux, root, and iproute2. */
export function hasNamespaces(): boolean {
  const name = `igminer-trial-${process.pid}`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return false;
  ip("netns", "delete", name);
  return true;
}

/** Creates a network namespace with one link into it. @param number identifies the host, 0 to 250. */
export async function openNamespace(number: number, { databasePort, servicePort }: Targets): Promise<Host> {
  const name = `igminer-${process.pid}-${number}`;
  const [near, far] = [`ig${process.pid % 10_000}n${number}`, `ig${process.pid % 10_000}f${number}`];
  const [here, there] = [`10.213.${number}.1`, `10.213.${number}.2`];
  ip("netns", "add", name);
  const wires: Wire[] = [];
  async function close(): Promise<void> {
    for (const wire of wires) await wire.close();
    // Deleting the namespace removes its end of the link, and with it the other end.
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

/** A substitute without namespaces: a host whose wires all go silent together. */
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
