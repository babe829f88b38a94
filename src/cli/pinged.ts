import type { ExitCode } from "../core/failure.js";
import type { CommandContext } from "./command.js";

/**
 * Runs a command between its start and end pings. Only scheduled runs ping, and no dry runs: a manual trial must not
 * make a job look alive. A failed ping is reported and changes nothing else.
 */
export async function pinged(
  { command, isService, settings: { config }, log }: CommandContext,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  if (config.ping.url === null || !isService) return run();
  const { startPings } = await import("../core/observe/ping.js");
  const pings = startPings(config.ping.url, command, config);
  const exitCode = await run();
  const trouble = await pings.end(exitCode);
  if (trouble !== null) log.warn(`The ping was not accepted: ${trouble}`);
  return exitCode;
}
