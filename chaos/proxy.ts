import { connect, createServer, type Socket } from "node:net";

/** A wire that can fall silent or be cut, before a server on loopback. */
export interface Wire {
  port: number;
  /** Holds back what comes from either side; nobody is told. */
  silence(): void;
  /** Ends all connections and takes no new ones. */
  cut(): void;
  /** Lets everything through again, what was held back first. */
  mend(): void;
  close(): Promise<void>;
}

/** Lays a wire to a port on loopback. @param address where it is taken hold of: an address of this machine. */
export async function layWire(targetPort: number, address = "127.0.0.1"): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  let isCut = false;

  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      if (isSilent) from.pause();
      from.on("error", () => to.destroy());
      from.once("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));

  return {
    port: (server.address() as { port: number }).port,
    silence() {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    mend() {
      isSilent = false;
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
