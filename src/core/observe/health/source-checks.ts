import { access, constants } from "node:fs/promises";
import type { Kysely } from "kysely";
import type { Database } from "../../db/database.js";
import type { Schema } from "../../db/schema.js";
import { Failure } from "../../failure.js";
import type { Profile } from "../../instagram/profile.js";
import { isLiar, readAbsenceRecords, tellingShareOf } from "../../net/absence-records.js";
import { openHttpClient } from "../../net/http.js";
import type { Config } from "../../settings/settings.js";
import { SourceError } from "../../source-error.js";
import { openSourceSession } from "../../sources/session.js";
import type { SourceName } from "../../sources/source.js";
import { type Finding, failed, type HealthCheck, ok, warning } from "./check.js";

/** An account that always exists. */
const CANARY = "instagram";
/** With fewer requests left, a day of mining may not finish. */
const LOW_BALANCE = 1_000;

/** Asks a source for one profile that is known to exist, through its gate and so within its rate and budget. */
export function canaryCheck(name: SourceName, { kysely: db, now }: Database, config: Config): HealthCheck {
  return {
    name,
    adviceOnFailure: `See igminer errors and the settings of ${name} in igminer config.`,
    async look(signal) {
      const session = await openSourceSession({
        db,
        now,
        config,
        names: [name],
        command: "health",
        purpose: "other",
        draining: signal,
      });
      try {
        const profile = await session.tools.profile(CANARY, signal, { parts: () => [] });
        return await withAbsences(db, name, `${CANARY} has ${followersOf(profile)} followers`);
      } catch (error) {
        if (error instanceof SourceError) return findingOf(name, error);
        if (error instanceof Failure) return failed(error.message, error.hint);
        throw error;
      } finally {
        await session.close();
      }
    },
  };
}

function followersOf({ followersCount }: Profile): string {
  return followersCount === null ? "an unknown number of" : followersCount.toLocaleString("en-US");
}

/** Adds how reliable the source's absences are. */
async function withAbsences(db: Kysely<Schema>, name: SourceName, detail: string): Promise<Finding> {
  const record = (await readAbsenceRecords(db)).get(name);
  if (record === undefined) return ok(detail);
  const known = tellingShareOf(record);
  if (known === null) return ok(detail);
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const told = `${detail}; reports ${percent(known.share)} of existing accounts absent (at most ${percent(known.atMost)})`;
  return isLiar(record)
    ? warning(
        told,
        "More answers are needed before an absence is believed; add another source with --source.",
      )
    : ok(told);
}

function findingOf(name: SourceName, { kind, message, context }: SourceError): Finding {
  switch (kind) {
    case "rate_limited":
      return warning(message, "Nothing to do: the rate has been lowered, the next run waits its turn.");
    case "out_of_budget":
      // Without a configured cap, the paid balance itself is used up, which does not return at midnight.
      return context.cap === undefined
        ? failed(message, "Top up the balance; until then use a chain, as --source hiker,web.")
        : warning(message, "Raise the budget or wait for 00:00 UTC; igminer status shows what is left.");
    case "unauthorized":
      return failed(message, "Check the key: igminer config shows its origin.");
    case "blocked":
      return failed(message, "Wait, use another source (--source), or set IGMINER_PROXIES.");
    case "unavailable":
      return warning(message, "It can only provide other accounts; igminer errors lists those it could not.");
    case "not_found":
      return failed(
        `${CANARY}, which exists, is reported absent: ${message}`,
        "Absences reported by this source cannot be trusted now; use another one.",
      );
    case "bad_response":
      return failed(message, "The source may have changed its answers: is there a newer igminer?");
    case "transient":
      return failed(
        message,
        `Check this machine's network, IGMINER_${name.toUpperCase()}_BASE_URL and IGMINER_PROXIES.`,
      );
    default:
      return kind satisfies never;
  }
}

/** The remaining balance at HikerAPI. The request is free. */
export function balanceCheck(config: Config, key: string, name: string): HealthCheck {
  const url = new URL("sys/balance", `${config.hiker.baseUrl.replace(/\/$/, "")}/`);
  return {
    name,
    adviceOnFailure: `Check that this machine can reach ${url.host}, IGMINER_HIKER_BASE_URL and IGMINER_PROXIES.`,
    async look(signal) {
      const http = openHttpClient(config.http);
      try {
        const { status, body } = await http.get(url, {
          headers: { "x-access-key": key, accept: "application/json" },
          signal,
        });
        if (status === 401 || status === 403)
          return failed(`the key is not accepted (${status})`, "Check IGMINER_HIKER_KEY.");
        const requests = status === 200 ? balanceOf(body) : null;
        if (requests === null)
          return warning(`it answered ${status} without a balance`, "Look at hikerapi.com, and try again.");
        const detail = `${requests} requests left`;
        if (requests <= 0)
          return failed(detail, "Top the balance up at hikerapi.com; until then use --source hiker,web.");
        return requests < LOW_BALANCE ? warning(detail, "Top the balance up at hikerapi.com.") : ok(detail);
      } finally {
        await http.close();
      }
    },
  };
}

/** @returns null for an answer without a balance, such as a page that a network puts in its place. */
function balanceOf(body: string): number | null {
  try {
    const requests: unknown = JSON.parse(body)?.requests;
    return typeof requests === "number" ? requests : null;
  } catch {
    return null;
  }
}

/** The folder of saved responses. */
export function archiveCheck(dir: string): HealthCheck {
  return {
    name: "archive",
    adviceOnFailure: "Check IGMINER_ARCHIVE_DIR.",
    async look() {
      await access(dir, constants.R_OK);
      return ok(`${dir} can be read`);
    },
  };
}
