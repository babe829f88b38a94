import { EXIT } from "../core/failure.js";

/**
 * Turns the first SIGINT or SIGTERM into an abort whose reason is the signal's name, so that the command ends in order.
 * The second ends the process at once; the next run releases its leases.
 */
export function listenForSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    if (controller.signal.aborted) process.exit(signal === "SIGINT" ? EXIT.sigint : EXIT.sigterm);
    controller.abort(signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
