import { randomUUID } from "node:crypto";
import { EXIT, type ExitCode } from "../failure.js";
import { openHttpClient } from "../net/http.js";
import type { Config } from "../settings/settings.js";

/** Tells a dead man's switch that a command has begun and how it ended. */
export interface Pings {
  /** @returns what went wrong with telling, null: nothing. Takes no longer than the time limit of the settings. */
  end(exitCode: ExitCode): Promise<string | null>;
}

/** Work that is saved, but stopped early by its source or with items to try again, is a run all the same. */
const ALIVE: readonly ExitCode[] = [EXIT.done, EXIT.partial, EXIT.sourceStopped];

/**
 * Pings `URL/start` now, beside the work, and `URL` or `URL/fail` at the end, with one `rid` for both, as Healthchecks
 * understands it (healthchecks.io/docs/http_api). `{command}` in the URL becomes the command's name with hyphens.
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
