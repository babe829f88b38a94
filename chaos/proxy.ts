import { connect, createServer, type Socket } from "node:net";

/** A connection to a server on loopback that can go silent or be cut. */
export interface Wire {
  port: number;
  /** Holds back data from both sides without any error. */
  silence(): void;
  /** Ends all connections and accepts no new ones. */
  cut(): void;
  /** Lets data through again, starting with what was held back. */
  mend(): void;
  close(): Promise<void>;
}

/** Opens a wire to a port on loopback. @param address the local address on which it listens. */
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
