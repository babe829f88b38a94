import type { Kysely } from "kysely";
import type { OpenTools } from "../../batch/open-tools.js";
import type { Schema } from "../../db/schema.js";
import { EXIT, Failure } from "../../failure.js";
import { openGate } from "../../net/gate.js";
import { openHttpClient } from "../../net/http.js";
import type { Config } from "../../settings/settings.js";
import { type Instantly, openInstantly } from "./client.js";

/** What commands that talk to Instantly work with. */
export interface InstantlyTools {
  db: Kysely<Schema>;
  instantly: Instantly;
}

/** Opens Instantly for one run, behind its gate. @throws Failure (exit 2) when there is no key. */
export async function openInstantlySession(
  database: { kysely: Kysely<Schema>; now(): Date },
  config: Config,
  draining: AbortSignal,
): Promise<OpenTools<InstantlyTools>> {
  const { key, baseUrl } = config.instantly;
  if (key === null) {
    throw new Failure(
      EXIT.usage,
      "Instantly needs a key: IGMINER_INSTANTLY_KEY is not set.",
      "Make one in Instantly under Settings, Integrations, API keys (scopes: leads, campaigns, block list).",
    );
  }
  const { kysely: db, now } = database;
  const gate = await openGate({
    db,
    source: "instantly",
    policy: config.instantly,
    isBackground: true,
    draining,
  });
  const http = openHttpClient(config.http);
  return {
    tools: { db, instantly: openInstantly({ http, gate, baseUrl, key, now }) },
    requests: () => gate.requests,
    async close() {
      await http.close();
      await gate.close();
    },
  };
}
