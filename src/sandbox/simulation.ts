import type { OptionValues } from "../cli/command.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import type { sandboxOptions } from "./flags.js";
import { type MailSandbox, startMailSandbox } from "./mail/mail-sandbox.js";
import { type OpenAiSandbox, startOpenAiSandbox } from "./openai/server.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "./server.js";

/** The simulated services of one `igminer sandbox`. */
export interface Simulation {
  sandbox: Sandbox;
  openAi: OpenAiSandbox | null;
  mail: MailSandbox | null;
  close(): Promise<void>;
}

/**
 * Starts the services selected by the flags.
 * @throws Failure (exit 2) if it cannot listen on a port or loopback address; services already started are closed
 * again.
 */
export async function startSimulation(options: OptionValues<typeof sandboxOptions>): Promise<Simulation> {
  const { port, seed, latencyMs, openaiPort, openaiFaults, mail: hasMail } = options;
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const service of running) await service.close();
  };
  async function started<Service extends { close(): Promise<void> }>(
    starting: Promise<Service>,
    failure: (error: unknown) => Failure,
  ): Promise<Service> {
    const service = await starting.catch((error: unknown) => {
      throw failure(error);
    });
    running.push(service);
    return service;
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  try {
    return {
      sandbox: await started(startSandbox(given as unknown as SandboxOptions), portIsTaken(port)),
      openAi:
        openaiPort === undefined
          ? null
          : await started(
              startOpenAiSandbox({
                port: openaiPort,
                seed,
                latencyMs,
                ...(openaiFaults && { faults: openaiFaults }),
              }),
              portIsTaken(openaiPort),
            ),
      mail: hasMail ? await started(startMailSandbox({ dnsLatencyMs: latencyMs }), addressIsMissing) : null,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function portIsTaken(port: number): (error: unknown) => Failure {
  return (error) =>
    new Failure(
      EXIT.usage,
      `The sandbox cannot listen on port ${port}: ${messageOf(error)}`,
      "Choose another port, or 0 for any free one.",
      error,
    );
}

function addressIsMissing(error: unknown): Failure {
  return new Failure(
    EXIT.usage,
    `The sandbox's mail hosts cannot listen on their loopback addresses: ${messageOf(error)}`,
    "If only 127.0.0.1 is available, add the other addresses first; on macOS: sudo ifconfig lo0 alias 127.0.0.20 (and so on).",
    error,
  );
}
