import { totalmem } from "node:os";
import { type Kysely, sql } from "kysely";
import type { OpenTools } from "../batch/open-tools.js";
import { findBrowser } from "../browser/find-browser.js";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";
import { NotSetUp } from "../failure.js";
import { addAbsenceNews, readAbsenceRecords } from "../net/absence-records.js";
import { type CapOnRun, withoutMoney } from "../net/cap.js";
import { type Gate, type GateOptions, type OpenGate, openGate } from "../net/gate.js";
import { openHttpClient } from "../net/http.js";
import { gateOfKeys, sourceOfKey } from "../net/keyed-gates.js";
import { ONE_EACH } from "../net/prices.js";
import type { Share } from "../net/shares.js";
import type { Mask } from "../record/secrets.js";
import type { Config } from "../settings/settings.js";
import { chainSources } from "./chain.js";
import { HIKER_PRICES } from "./hiker.js";
import { hikerKeys } from "./hiker-keys.js";
import { openSources } from "./index.js";
import { openRecorder } from "./recording.js";
import type { ProfileSource, SourceName } from "./source.js";
import { newWitnesses, type Witnesses } from "./witnesses.js";

export interface SessionOptions {
  db: Kysely<Schema>;
  /** The database's clock. */
  now(): Date;
  config: Config;
  /** In the order in which they are asked. By default hiker if there is a key, else web. */
  names: readonly SourceName[] | undefined;
  /** The command and purpose for the ledger. A purpose other than "manual" and "other" stops at the background budget. */
  command: string;
  purpose: Purpose;
  /** What each purpose may claim of the day's budget; omitted for no division. */
  shares?: readonly Share[];
  /** When the run stops by itself, on the clock of `performance.now()`; omitted if it does not. */
  endsAtMs?: number | null;
  /** Upper limits for the run. */
  cap?: CapOnRun;
  /** The folder to record answers in, and the mask that removes secrets; omitted for no recording. */
  record?: { folder: string; mask: Mask };
  /** Aborted once the run is stopping. */
  draining: AbortSignal;
}

/** Opens the sources of one run, each behind its gate. @throws Failure (exit 2) if one lacks a required setting. */
export async function openSourceSession(options: SessionOptions): Promise<OpenTools<ProfileSource>> {
  const { db, now, config } = options;
  const names = options.names ?? [hikerKeys(config).length === 0 ? "web" : "hiker"];
  requireSettings(names, config);
  const browserPath = names.includes("browser") ? await findBrowser(config.browser) : null;
  const opened: OpenGate[] = [];
  async function open(source: string, name: SourceName): Promise<OpenGate> {
    const gate = await openGate({ ...options, ...gateOptionsOf(name, options), source });
    opened.push(gate);
    return gate;
  }
  const gates = new Map<SourceName, Gate>();
  for (const name of names) {
    const keys = name === "hiker" ? hikerKeys(config) : [];
    if (keys.length <= 1) gates.set(name, await open(name, name));
    else {
      const keyed = [];
      for (const key of keys) keyed.push({ key, gate: await open(sourceOfKey(name, key), name) });
      gates.set(name, gateOfKeys(keyed));
    }
  }
  const http = openHttpClient(config.http);
  const sources = openSources(names, config, {
    http,
    now,
    browserPath,
    recorder:
      options.record === undefined
        ? null
        : await openRecorder(options.record.folder, options.record.mask, now),
    gateFor: (name) => gates.get(name) as Gate,
  }) as [ProfileSource, ...ProfileSource[]];
  const { source, witnesses, keep } = await openChain(db, sources, config.canary.username, now);
  return {
    tools: source,
    absences: witnesses,
    requests: () => opened.reduce((sum, gate) => sum + gate.requests, 0),
    lanes: () => lanesFor(opened, config),
    async close() {
      await source.close();
      await http.close();
      for (const gate of opened) await gate.close();
      await keep();
    },
  };
}

/** One lane too many costs a claimed row; one too few costs a turn. */
const LANES_SPARE = 2;
const FEWEST_LANES = 8;
/** A source is asked over at most this many connections, however slowly it answers. */
const MOST_LANES = 128;

/** Number of lanes: the requests in flight at once (Little's law: rate times response time), plus half, within memory. */
function lanesFor(gates: readonly OpenGate[], config: Config): number {
  const needed = gates.reduce((sum, gate) => sum + (gate.inFlightNeeded() ?? 0), 0);
  const inMemory = Math.floor(totalmem() / 4 / config.http.maxBytes);
  return Math.max(FEWEST_LANES, Math.min(Math.ceil(1.5 * needed) + LANES_SPARE, MOST_LANES, inMemory));
}

function gateOptionsOf(
  name: SourceName,
  { config, command, purpose, cap }: SessionOptions,
): Pick<GateOptions, "policy" | "prices" | "isBackground" | "ledger" | "cap"> {
  const isPaid = name === "hiker";
  return {
    policy: config[name],
    prices: isPaid ? HIKER_PRICES : ONE_EACH,
    isBackground: purpose !== "manual" && purpose !== "other",
    ledger: { command, purpose, usdPerUnit: isPaid ? config.hiker.unitPriceUsd : 0 },
    ...(cap && { cap: isPaid ? cap : withoutMoney(cap) }),
  };
}

/**
 * Combines several sources into one, and judges their absences by what all runs know of them. `keep` saves what this
 * run learns.
 */
export async function openChain(
  db: Kysely<Schema>,
  sources: readonly [ProfileSource, ...ProfileSource[]],
  canaryUsername: string,
  now: () => Date,
): Promise<{ source: ProfileSource; witnesses: Witnesses; keep(): Promise<void> }> {
  const witnesses = newWitnesses({
    records: await readAbsenceRecords(db),
    sources,
    knownUsernames: async () => [...(await knownUsernames(db)), canaryUsername],
    now,
  });
  return {
    source: chainSources(sources, witnesses),
    witnesses,
    keep: () => addAbsenceNews(db, witnesses.takeNews()),
  };
}

/** More names than are ever needed for control questions, taken from the most recent accounts. */
const CONTROL_NAMES = { asked: 20, among: 200 };

/**
 * @returns some of the most recent accounts that a source answered for, and that existed when last seen. What a file told does
 * not show that an account is still there: a list of people who are gone would make an honest source look shut.
 */
async function knownUsernames(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ username: string }>`
    select newest.username
    from (
      select id, username from "InstagramAccountBase" order by first_seen desc limit ${CONTROL_NAMES.among}
    ) as newest
    cross join lateral (
      select coalesce(
        (select outcome from "RefreshSchedule" where id = newest.id),
        (select outcome from "InitialInstagramAccount" where username = newest.username)
      ) as outcome
    ) as asked
    where asked.outcome = 'ok'
    order by random()
    limit ${CONTROL_NAMES.asked}
  `.execute(db);
  return rows.map(({ username }) => username);
}

/** Settings without a default that each source requires. */
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
    isMissing: (config) => hikerKeys(config).length === 0,
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
  throw new NotSetUp(`The source ${source} needs ${what}: ${setting} is not set.`, hint);
}
