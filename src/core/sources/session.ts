import type { Kysely } from "kysely";
import type { OpenTools } from "../batch/open-tools.js";
import { findBrowser } from "../browser/find-browser.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure } from "../failure.js";
import { type OpenGate, openGate } from "../net/gate.js";
import { openHttpClient } from "../net/http.js";
import type { Config } from "../settings/settings.js";
import { newCanary } from "./canary.js";
import { openSources } from "./index.js";
import type { ProfileSource, SourceName } from "./source.js";

export interface SessionOptions {
  db: Kysely<Schema>;
  /** The database's clock. */
  now(): Date;
  config: Config;
  /** Asked in this order; undefined: hiker if there is a key, else web. */
  names: readonly SourceName[] | undefined;
  /** Background commands stop at the lower budget. */
  isBackground: boolean;
  /** Aborted once the run is stopping. */
  draining: AbortSignal;
}

/** Opens the sources of one run, each behind its gate. @throws Failure (exit 2) when one lacks a setting that it needs. */
export async function openSourceSession(options: SessionOptions): Promise<OpenTools<ProfileSource>> {
  const { db, now, config, draining, isBackground } = options;
  const names = options.names ?? [config.hiker.key === null ? "web" : "hiker"];
  requireSettings(names, config);
  const browserPath = names.includes("browser") ? await findBrowser(config.browser) : null;
  const gates = new Map<SourceName, OpenGate>();
  for (const source of names) {
    gates.set(source, await openGate({ db, source, policy: config[source], isBackground, draining }));
  }
  const http = openHttpClient(config.http);
  const canary = newCanary(async () => [...(await newestUsername(db)), config.canary.username]);
  const source = openSources(names, config, {
    http,
    now,
    browserPath,
    gateFor: (name) => gates.get(name) as OpenGate,
    watch: canary.watch,
  });
  return {
    tools: source,
    canary: canary.check,
    requests: () => [...gates.values()].reduce((sum, gate) => sum + gate.requests, 0),
    async close() {
      await source.close();
      await http.close();
      for (const gate of gates.values()) await gate.close();
    },
  };
}

/** @returns the account that came in last, if any: it was there not long ago. */
async function newestUsername(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db
    .selectFrom("InstagramAccountBase")
    .select("username")
    .orderBy("first_seen", "desc")
    .limit(1)
    .execute();
  return rows.map(({ username }) => username);
}
/** What a source cannot do without, besides what has a default. */
const NEEDS: {
  source: SourceName;
  setting: string;
  isMissing(config: Config): boolean;
  what: string;
  hint: string;
}[] = [
  {
    source: "hiker",
    setting: "IGMINER_HIKER_KEY",
    isMissing: ({ hiker }) => hiker.key === null,
    what: "a key",
    hint: "Set it, or use --source web.",
  },
  {
    source: "graph",
    setting: "IGMINER_GRAPH_TOKEN",
    isMissing: ({ graph }) => graph.token === null,
    what: "an access token",
    hint: "Set it; how to get one is in docs/sources.md.",
  },
  {
    source: "graph",
    setting: "IGMINER_GRAPH_USER_ID",
    isMissing: ({ graph }) => graph.userId === null,
    what: "the id of your own professional account",
    hint: "Set it; how to find it is in docs/sources.md.",
  },
  {
    source: "archive",
    setting: "IGMINER_ARCHIVE_DIR",
    isMissing: ({ archive }) => archive.dir === null,
    what: "a folder of saved responses",
    hint: "Set it, for example: IGMINER_ARCHIVE_DIR=./responses",
  },
];

function requireSettings(names: readonly SourceName[], config: Config): void {
  const need = NEEDS.find(({ source, isMissing }) => names.includes(source) && isMissing(config));
  if (need === undefined) return;
  const { source, what, setting, hint } = need;
  throw new Failure(EXIT.usage, `The source ${source} needs ${what}: ${setting} is not set.`, hint);
}
