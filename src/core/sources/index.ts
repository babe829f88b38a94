import { browsersFolder } from "../browser/profile-folder.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { Config } from "../settings/settings.js";
import { archiveSource } from "./archive.js";
import { browserSource } from "./browser.js";
import { graphSource } from "./graph.js";
import { hikerSource } from "./hiker.js";
import { hikerKeys } from "./hiker-keys.js";
import type { Recorder } from "./recording.js";
import type { ProfileSource, SourceName } from "./source.js";
import { webSource } from "./web.js";

export interface SourceDependencies {
  http: HttpClient;
  gateFor(name: SourceName): Gate;
  /** The path of the browser, or null if the source "browser" is not used. */
  browserPath: string | null;
  /** Records the answers of the sources, or null. */
  recorder: Recorder | null;
  /** The database's clock. */
  now(): Date;
}

/** @returns the headers for Instagram's web: those with a setting of their own, and the additional ones. */
function webHeaders({ appId, userAgent, headers }: Config["web"]): Record<string, string> {
  const more = headers.map((line) => [
    line.slice(0, line.indexOf(":")).trim().toLowerCase(),
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  return { "x-ig-app-id": appId, "user-agent": userAgent, ...Object.fromEntries(more) };
}

/** Opens the named sources, in this order. The settings they need were checked in `openSourceSession`. */
export function openSources(
  names: readonly SourceName[],
  config: Config,
  { http, gateFor, browserPath, recorder, now }: SourceDependencies,
): ProfileSource[] {
  return names.map((name) => open(name, gateFor(name)));

  function open(name: SourceName, gate: Gate): ProfileSource {
    const { baseUrl } = config[name];
    const recorded = recorder === null ? http : { ...http, ...recorder.watch(name, http, baseUrl) };
    const common = { http: recorded, gate, now, baseUrl };
    switch (name) {
      case "hiker":
        return hikerSource({ ...common, key: hikerKeys(config)[0] as string, parts: config.hiker.parts });
      case "web":
        return webSource({
          ...common,
          headers: webHeaders(config.web),
          controlUsername: config.canary.username,
        });
      case "browser":
        return browserSource({
          ...common,
          ...config.browser,
          executablePath: browserPath as string,
          root: browsersFolder(),
          proxies: config.http.proxies,
          onVisit: recorder?.noteVisit,
        });
      case "graph":
        return graphSource({
          ...common,
          version: config.graph.version,
          token: config.graph.token as string,
          userId: config.graph.userId as string,
        });
      case "archive":
        return archiveSource(config.archive.dir as string);
    }
  }
}
