import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import type { OpenTools } from "../batch/open-tools.js";
import type { SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure, NotSetUp } from "../failure.js";
import { type OpenGate, openGate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { Config } from "../settings/settings.js";
import { openByHand } from "./csv/by-hand.js";
import { openInstantly } from "./instantly/client.js";
import type { Sequencer, Sequencers } from "./sequencer.js";
import { openWebhook } from "./webhook/client.js";

/** The tools of commands that talk to sequencers. */
export interface SequencerTools {
  db: Kysely<Schema>;
  sequencer: Sequencers;
}

/** Everything needed to open a sequencer. */
interface Opening {
  database: { kysely: Kysely<Schema>; now(): Date };
  config: Config;
  draining: AbortSignal;
}

interface OpenSequencer {
  sequencer: Sequencer;
  requests(): number;
  close(): Promise<void>;
}

/** The list of all sequencers. */
const OPEN: Record<SequencerName, (opening: Opening) => Promise<OpenSequencer>> = {
  instantly: openInstantlyBehindGate,
  webhook: openWebhookBehindGate,
  csv: async ({ config }) => ({
    sequencer: openByHand(config.csv.dir ?? join(config.database.dataDir ?? ".", "hand-over")),
    requests: () => 0,
    close: async () => {},
  }),
};

/**
 * Opens the sequencers that sequences or orders need, each behind its gate, for one run.
 * @throws Failure (exit 2) if one of them lacks a setting.
 */
export async function openSequencers(
  database: Opening["database"],
  config: Config,
  draining: AbortSignal,
): Promise<OpenTools<SequencerTools>> {
  const opened = new Map<SequencerName, OpenSequencer>();
  for (const name of await sequencersInUse(database.kysely))
    opened.set(name, await OPEN[name]({ database, config, draining }));
  const all = [...opened.values()];
  return {
    tools: {
      db: database.kysely,
      sequencer(name) {
        const found = opened.get(name);
        if (found === undefined)
          throw new Failure(
            EXIT.failed,
            `The sequencer ${name} was added after this run began.`,
            "Run it again.",
          );
        return found.sequencer;
      },
    },
    requests: () => all.reduce((sum, { requests }) => sum + requests(), 0),
    async close() {
      for (const { close } of all) await close();
    },
  };
}

/** @returns the sequencers that open sequences or waiting orders need. */
export async function sequencersInUse(db: Kysely<Schema>): Promise<SequencerName[]> {
  const { rows } = await sql<{ via: SequencerName }>`
    select via
    from "EmailSequence" as sequence
    where closed_at is null
      or exists (select from "InstantlySync" as sync where sync.sequence_id = sequence.id)
    union
    select via from "InstantlySync" where sequence_id is null and outcome is distinct from 'failed'
    order by via
  `.execute(db);
  return rows.map(({ via }) => via);
}

/** @returns the setting that a sequencer lacks, by its environment name, or null. */
export function missingSettingOf(name: SequencerName, { instantly, webhook }: Config): string | null {
  if (name === "instantly" && instantly.key === null) return "IGMINER_INSTANTLY_KEY";
  if (name !== "webhook") return null;
  if (webhook.url === null) return "IGMINER_WEBHOOK_URL";
  return webhook.secret === null ? "IGMINER_WEBHOOK_SECRET" : null;
}

async function openInstantlyBehindGate(opening: Opening): Promise<OpenSequencer> {
  const { key, baseUrl } = opening.config.instantly;
  if (key === null) {
    throw new NotSetUp(
      "Instantly needs a key: IGMINER_INSTANTLY_KEY is not set.",
      "Make one in Instantly under Settings, Integrations, API keys (scopes: leads, campaigns, block list).",
    );
  }
  const { now } = opening.database;
  return behindGate(opening, "instantly", (http, gate) => openInstantly({ http, gate, baseUrl, key, now }));
}

async function openWebhookBehindGate(opening: Opening): Promise<OpenSequencer> {
  const { url, secret } = opening.config.webhook;
  if (url === null || secret === null) {
    throw new NotSetUp(
      `The webhook needs a URL and a secret: ${missingSettingOf("webhook", opening.config)} is not set.`,
      "docs/sequencers.md describes what the receiver gets and how it checks the signature.",
    );
  }
  const { now } = opening.database;
  return behindGate(opening, "webhook", (http, gate) => openWebhook({ http, gate, url, secret, now }));
}

async function behindGate(
  { database, config, draining }: Opening,
  source: "instantly" | "webhook",
  open: (http: HttpClient, gate: OpenGate) => Sequencer,
): Promise<OpenSequencer> {
  const gate = await openGate({
    db: database.kysely,
    source,
    policy: config[source],
    isBackground: true,
    draining,
  });
  // Loaded only if there is something to hand over.
  const { openHttpClient } = await import("../net/http.js");
  const http = openHttpClient(config.http);
  return {
    sequencer: open(http, gate),
    requests: () => gate.requests,
    async close() {
      await http.close();
      await gate.close();
    },
  };
}
