import { asked } from "./ask.js";

/** The clock of one database, which its sessions take for the server's clock. */
export interface DatabaseClock {
  /** Milliseconds ahead of the machine's clock. */
  offsetMs(): number;
  /** For every session, including open ones. */
  setOffset(offsetMs: number): Promise<void>;
}

/** PostgreSQL's functions for the current time, with their volatility. */
const TELLING_TIME = { now: "stable", statement_timestamp: "stable", clock_timestamp: "volatile" } as const;

/**
 * Gives an empty database a settable clock: functions of the same names come before PostgreSQL's own in the search
 * path, so that statements, defaults and triggers use them. Tables are still created in `public`.
 */
export async function settableClock(databaseUrl: string): Promise<DatabaseClock> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const functions = Object.entries(TELLING_TIME).map(
    ([told, stability]) => `
      create function clock.${told}() returns timestamptz language sql ${stability} as
        'select pg_catalog.${told}() + ahead from clock.setting'`,
  );
  await asked(
    databaseUrl,
    [
      "create schema clock",
      `create table clock.setting as select interval '0' as ahead`,
      ...functions,
      `alter database "${name}" set search_path = public, clock, pg_catalog`,
    ].join(";"),
  );
  let aheadMs = 0;
  return {
    offsetMs: () => aheadMs,
    async setOffset(offsetMs) {
      await asked(
        databaseUrl,
        `update clock.setting set ahead = make_interval(secs => ${Math.round(offsetMs) / 1_000})`,
      );
      aheadMs = offsetMs;
    },
  };
}
