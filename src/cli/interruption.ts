import { EXIT } from "../core/failure.js";

/**
 * Turns the first SIGINT or SIGTERM into an abort whose reason is the signal's name, so that the command ends in order.
 * The second ends the process at once, by the signal itself: `process.exit` would wait for the threads of Node's pool, and
 * one of them may be opening a FIFO that nobody writes to. The next run releases its leases.
 */
export function listenForSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    if (!controller.signal.aborted) return controller.abort(signal);
    endBySignal(process, signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}

/** Ends a process that something keeps alive after its command has ended. */
export function endProcess(process: NodeJS.Process, interruption: AbortSignal): void {
  if (interruption.aborted) endBySignal(process, interruption.reason);
  else process.exit();
}

function endBySignal(process: NodeJS.Process, signal: "SIGINT" | "SIGTERM"): void {
  // For the first process of a container the system ignores a signal that has no handler.
  if (process.pid === 1) process.exit(signal === "SIGINT" ? EXIT.sigint : EXIT.sigterm);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
