import { randomUUID } from "node:crypto";
import { EXIT, type ExitCode } from "../failure.js";
import { openHttpClient } from "../net/http.js";
import type { Config } from "../settings/settings.js";

/** Pings for a dead man's switch at the start and end of a command. */
export interface Pings {
  /** @returns the error of the ping, or null. Takes no longer than the configured time limit. */
  end(exitCode: ExitCode): Promise<string | null>;
}

/**
 * Exit codes that count as success: work was saved, even if the source stopped it early or some items are to be
 * retried.
 */
const ALIVE: readonly ExitCode[] = [EXIT.done, EXIT.partial, EXIT.sourceStopped];

/**
 * Pings `URL/start` now, in parallel with the work, and `URL` or `URL/fail` at the end, with the same `rid`, as
 * Healthchecks expects (healthchecks.io/docs/http_api). `{command}` in the URL is replaced by the command's name with
 * hyphens.
 */
export function startPings(
  url: string,
  command: string,
  { alerts: { timeoutMs }, http: settings }: Pick<Config, "alerts" | "http">,
): Pings {
  const base = new URL(url.replaceAll("{command}", command.replaceAll(" ", "-")));
  base.searchParams.set("rid", randomUUID());
  const http = openHttpClient({ ...settings, proxies: [], timeoutMs });

  async function ping(ending: "" | "/start" | "/fail", body: string): Promise<string | null> {
    const target = new URL(base);
    target.pathname = `${base.pathname.replace(/\/$/, "")}${ending}`;
    try {
      const { status } = await http.post(target, { body, signal: AbortSignal.timeout(timeoutMs) });
      return status < 400 ? null : `it answered ${status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  const started = ping("/start", "");
  return {
    async end(exitCode) {
      const isAlive = ALIVE.includes(exitCode);
      const startTrouble = await started;
      const endTrouble = await ping(isAlive ? "" : "/fail", `igminer ${command}: exit ${exitCode}`);
      await http.close();
      return endTrouble ?? startTrouble;
    },
  };
}
