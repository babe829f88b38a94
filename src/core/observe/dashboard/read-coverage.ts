import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";

/** Accounts first seen on a day (UTC), and how much is known of them. */
export interface AccountsOfDay {
  day: Date;
  accounts: number;
  withEmail: number;
}

/** The accounts of one country or language; "" for unknown. */
export interface Share {
  name: string;
  accounts: number;
  withEmail: number;
}

export interface Coverage {
  /** When the least recent of the views was refreshed. */
  asOf: Date | null;
  /** Each day that has accounts, oldest first. */
  days: AccountsOfDay[];
  totals: { accounts: number; withEmail: number; withCountry: number; withLanguage: number };
  countries: Share[];
  languages: Share[];
  captionLanguages: { name: string; captions: number }[];
  /** Accounts by engagement rate, lowest first; empty if none has been measured. */
  engagement: { band: string; accounts: number }[];
}

/** The bands of the view "AccountsByEngagement", by their numbers there. */
const ENGAGEMENT_BANDS = ["< 0.5 %", "0.5–1 %", "1–2 %", "2–4 %", "4–8 %", "≥ 8 %"];

/** Number of countries or languages shown one by one; smaller ones are left out. */
const SHARES = 12;

/** Reads the views that `refresh-views` maintains: a few hundred rows, however many accounts there are. */
export async function readCoverage(db: Kysely<Schema>): Promise<Coverage> {
  const { rows: refreshes } = await sql<{ at: Date | null }>`
    select min(refreshed_at) as at from "ViewRefresh"
  `.execute(db);
  const { rows: days } = await sql<AccountsOfDay>`
    select day::timestamp at time zone 'UTC' as day, accounts::float8 as accounts, with_email::float8 as "withEmail"
    from "AccountsByDay"
    order by day
  `.execute(db);
  const { rows: totals } = await sql<Coverage["totals"]>`
    select
      coalesce(sum(accounts), 0)::float8 as accounts,
      coalesce(sum(with_email), 0)::float8 as "withEmail",
      coalesce(sum(with_country), 0)::float8 as "withCountry",
      coalesce(sum(with_language), 0)::float8 as "withLanguage"
    from "AccountsByDay"
  `.execute(db);
  const { rows: captionLanguages } = await sql<{ name: string; captions: number }>`
    select lang as name, captions::float8 as captions
    from "CaptionsByLanguage"
    order by captions desc, lang
    limit ${SHARES}
  `.execute(db);
  return {
    asOf: refreshes[0]?.at ?? null,
    days,
    totals: totals[0] as Coverage["totals"],
    countries: await sharesOf(db, "AccountsByCountry", "country"),
    languages: await sharesOf(db, "AccountsByLanguage", "lang"),
    captionLanguages,
    engagement: await readEngagement(db),
  };
}

async function readEngagement(db: Kysely<Schema>): Promise<Coverage["engagement"]> {
  const { rows } = await sql<{ band: number; accounts: number }>`
    select band, accounts::float8 as accounts from "AccountsByEngagement"
  `.execute(db);
  if (rows.length === 0) return [];
  const counts = new Map(rows.map(({ band, accounts }) => [band, accounts]));
  return ENGAGEMENT_BANDS.map((band, number) => ({ band, accounts: counts.get(number) ?? 0 }));
}

async function sharesOf(db: Kysely<Schema>, view: string, column: string): Promise<Share[]> {
  const { rows } = await sql<Share>`
    select ${sql.ref(column)} as name, accounts::float8 as accounts, with_email::float8 as "withEmail"
    from ${sql.table(view)}
    where ${sql.ref(column)} <> ''
    order by accounts desc, name
    limit ${SHARES}
  `.execute(db);
  return rows;
}
