import { type Kysely, sql } from "kysely";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";

export const SPEND_GROUPS = ["command", "source", "day", "purpose", "endpoint"] as const;
export type SpendGroup = (typeof SPEND_GROUPS)[number];

/** The spending under one heading. */
export interface SpendLine {
  name: string;
  requests: number;
  units: number;
  /** null if no unit price was set at the time. */
  usd: number | null;
}

export interface SpendReport {
  since: string;
  lines: SpendLine[];
  total: Omit<SpendLine, "name">;
  /** New accounts and new e-mail addresses of the same days, and the cost of one, or null if there were none. */
  perAccount: { count: number; units: number | null; usd: number | null };
  perEmail: { count: number; units: number | null; usd: number | null };
}

/** Paid sources only: those whose answers cost money or count against a plan. */
const isPaid = sql`source ~ '^hiker(:|$)'`;
/** All keys of one source count as one source. */
const HEADINGS = {
  command: sql`command`,
  source: sql`split_part(source, ':', 1)`,
  day: sql`day::text`,
  purpose: sql`purpose`,
  endpoint: sql`endpoint`,
} as const;

/** Reads the ledger. @param days number of days (UTC), including today. */
export async function readSpend(
  db: Kysely<Schema>,
  { by, days }: { by: SpendGroup; days: number },
): Promise<SpendReport> {
  const since = sql`(now() at time zone 'UTC')::date - ${days - 1}::int`;
  const isAll = by === "source" ? sql`true` : isPaid;
  const { rows: lines } = await sql<SpendLine>`
    select ${HEADINGS[by]} as name, sum(requests)::float8 as requests, sum(units)::float8 as units, sum(usd) as usd
    from "Spend"
    where day >= ${since} and ${isAll}
    group by 1
    order by ${by === "day" ? sql`1 desc` : sql`sum(units) desc, 1`}
  `.execute(db);
  const {
    rows: [total],
  } = await sql<Omit<SpendLine, "name"> & { since: string; accounts: number; emails: number }>`
    select
      (${since})::text as since,
      coalesce(sum(requests), 0)::float8 as requests,
      coalesce(sum(units), 0)::float8 as units,
      sum(usd) as usd,
      (
        select count(*) from "InstagramAccountBase"
        where first_seen >= (${since})::timestamp at time zone 'UTC'
      )::int as accounts,
      (
        select count(*) from "InstagramAccountBase"
        where first_seen >= (${since})::timestamp at time zone 'UTC' and ig_email is not null
      )::int as emails
    from "Spend"
    where day >= ${since} and ${isPaid}
  `.execute(db);
  const { accounts = 0, emails = 0, units = 0, usd = null, requests = 0 } = total ?? {};
  const per = (count: number) => ({
    count,
    units: count === 0 ? null : units / count,
    usd: count === 0 || usd === null ? null : usd / count,
  });
  return {
    since: total?.since ?? "",
    lines,
    total: { requests, units, usd },
    perAccount: per(accounts),
    perEmail: per(emails),
  };
}

/** Total spending so far, for counters that only grow. */
export async function spentInAll(
  db: Kysely<Schema>,
): Promise<{ source: string; command: string; purpose: string; units: number; usd: number | null }[]> {
  const { rows } = await sql<{
    source: string;
    command: string;
    purpose: string;
    units: number;
    usd: number | null;
  }>`
    select ${HEADINGS.source} as source, command, purpose, sum(units)::float8 as units, sum(usd) as usd
    from "Spend"
    group by 1, 2, 3
    order by 1, 2, 3
  `.execute(db);
  return rows;
}

/** Billing units that each purpose has spent or reserved at paid sources today. */
export async function spentToday(db: Kysely<Schema>): Promise<Map<Purpose, number>> {
  const { rows } = await sql<{ purpose: Purpose; units: number }>`
    select purpose, sum(units)::float8 as units
    from (
      select purpose, units from "Spend" where day = (now() at time zone 'UTC')::date and ${isPaid}
      union all
      select purpose, units from "SpendReserved"
      where day = (now() at time zone 'UTC')::date and purpose is not null and ${isPaid}
    ) as spent
    group by purpose
  `.execute(db);
  return new Map(rows.map(({ purpose, units }) => [purpose, units]));
}
