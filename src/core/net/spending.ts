import { type Kysely, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";
import type { SeenPrices } from "./prices.js";
import type { ExchangeRequest, Spent } from "./shared-state.js";

/** How a gate's spending is entered in the ledger. */
export interface LedgerEntry {
  command: string;
  purpose: Purpose;
  /** Price of one unit, or null if not set. */
  usdPerUnit: number | null;
}

/** A reservation without a sign of life for this long belongs to a dead process; it counts as spent. */
const DEAD_AFTER = sql`interval '10 minutes'`;
/** A reservation with a sign of life within this time may still return something. */
const LIVES_FOR = sql`interval '30 seconds'`;
const today = sql`(clock_timestamp() at time zone 'UTC')::date`;

interface SpentOn extends Spent {
  day: string;
}

/** The effect of a report on the reservations. */
export interface Settlement {
  spent: readonly SpentOn[];
  usedTodayChange: number;
  /** The exchange was carried out before and its answer was lost; only its request for turns is still open. */
  isRepeated: boolean;
  /** The reservation to be added to is from an earlier day. */
  isOfEarlierDay: boolean;
}

/**
 * Subtracts what is settled from reservations. Units count for the day on which they were reserved, so yesterday's
 * reservations do not change what is used today. A reservation of a process taken for dead was booked already.
 */
export async function settleReservations(
  tx: Transaction<Schema>,
  source: string,
  { report, reservationId, exchangeNo }: ExchangeRequest,
): Promise<Settlement> {
  const {
    rows: [known],
  } = await sql<{ is_repeated: boolean; is_earlier: boolean }>`
    select exchange >= ${exchangeNo} as is_repeated, day < ${today} as is_earlier
    from "SpendReserved"
    where id = ${reservationId}
  `.execute(tx);
  const isOfEarlierDay = known?.is_earlier ?? false;
  if (known?.is_repeated || report.settled.length === 0)
    return { spent: [], usedTodayChange: 0, isRepeated: known?.is_repeated ?? false, isOfEarlierDay };
  const { rows } = await sql<{ id: string; day: string; is_today: boolean }>`
    update "SpendReserved" as reserved
    set units = greatest(0, reserved.units - settled.released),
        touched_at = clock_timestamp()
    from ${rowsAs("settled", report.settled, {
      id: ["text", ({ reservationId }) => reservationId],
      released: ["bigint", ({ released }) => Math.round(released)],
    })}
    where reserved.id = settled.id and reserved.source = ${source}
    returning reserved.id, reserved.day::text as day, reserved.day = ${today} as is_today
  `.execute(tx);
  const found = new Map(rows.map((row) => [row.id, row]));
  let usedTodayChange = 0;
  const spent = report.settled.flatMap((each) => {
    const row = found.get(each.reservationId);
    if (row === undefined) return [];
    if (row.is_today)
      usedTodayChange += each.spent.reduce((sum, { units }) => sum + units, 0) - each.released;
    return each.spent.map((entry) => ({ ...entry, day: row.day }));
  });
  return { spent, usedTodayChange, isRepeated: false, isOfEarlierDay };
}

/**
 * Adds to a reservation, which is created if new, or removes one that is finished.
 * @returns the units of today that nobody holds, if the answer to an exchange was lost and the reservation is removed.
 */
export async function reserve(
  tx: Transaction<Schema>,
  source: string,
  ledger: LedgerEntry | null,
  { reservationId, exchangeNo, isLast }: ExchangeRequest,
  units: number,
): Promise<number> {
  if (isLast) {
    const {
      rows: [left],
    } = await sql<{ units: bigint; is_today: boolean }>`
      delete from "SpendReserved"
      where id = ${reservationId}
      returning units, day = ${today} as is_today
    `.execute(tx);
    return left?.is_today ? Number(left.units) : 0;
  }
  await sql`
    insert into "SpendReserved" as reserved (id, source, day, command, purpose, units, exchange)
    values (
      ${reservationId}, ${source}, ${today}, ${ledger?.command ?? null}, ${ledger?.purpose ?? null},
      ${Math.round(units)}, ${exchangeNo}
    )
    on conflict (id) do update
    set units = reserved.units + excluded.units,
        exchange = excluded.exchange,
        touched_at = clock_timestamp()
  `.execute(tx);
  return 0;
}

/** Enters in the ledger what was spent, and what dead processes had reserved. */
export async function bookSpent(
  tx: Transaction<Schema>,
  source: string,
  ledger: LedgerEntry | null,
  spent: readonly SpentOn[],
): Promise<void> {
  const usdPerUnit = ledger?.usdPerUnit ?? null;
  const entries = spent.filter(({ requests }) => requests > 0);
  if (ledger !== null && entries.length > 0) {
    await sql`
      insert into "Spend" as stored (day, source, endpoint, command, purpose, requests, units, usd)
      select
        day::date, ${source}, endpoint, ${ledger.command}, purpose,
        sum(requests), sum(units), sum(units) * ${usdPerUnit}::float8
      from ${rowsAs("spent", entries, {
        day: ["text", ({ day }) => day],
        endpoint: ["text", ({ endpoint }) => endpoint],
        purpose: ["text", ({ purpose }) => purpose ?? ledger.purpose],
        requests: ["bigint", ({ requests }) => requests],
        units: ["bigint", ({ units }) => Math.round(units)],
      })}
      group by day, endpoint, purpose
      order by day, endpoint, purpose
      on conflict (day, source, endpoint, command, purpose) do update
      set requests = stored.requests + excluded.requests,
          units = stored.units + excluded.units,
          usd = case when stored.usd is null then excluded.usd else stored.usd + coalesce(excluded.usd, 0) end
    `.execute(tx);
  }
  await sql`
    with dead as (
      delete from "SpendReserved"
      where source = ${source} and touched_at < clock_timestamp() - ${DEAD_AFTER}
      returning day, command, purpose, units
    )
    insert into "Spend" as stored (day, source, endpoint, command, purpose, requests, units, usd)
    select day, ${source}, 'unknown (the run was killed)', command, purpose, 0, sum(units), sum(units) * ${usdPerUnit}::float8
    from dead
    where command is not null and units > 0
    group by day, command, purpose
    order by day, command, purpose
    on conflict (day, source, endpoint, command, purpose) do update
    set units = stored.units + excluded.units,
        usd = case when stored.usd is null then excluded.usd else stored.usd + coalesce(excluded.usd, 0) end
  `.execute(tx);
}

/** Keeps the most expensive request of each endpoint: of today, and of the last earlier day on which it was asked. */
export async function notePrices(tx: Transaction<Schema>, source: string, prices: SeenPrices): Promise<void> {
  const seen = Object.entries(prices);
  if (seen.length === 0) return;
  await sql`
    insert into "SourcePrice" as stored (source, endpoint, units)
    select ${source}, endpoint, units
    from ${rowsAs("seen", seen, {
      endpoint: ["text", ([endpoint]) => endpoint],
      units: ["integer", ([, units]) => Math.ceil(units)],
    })}
    order by endpoint
    on conflict (source, endpoint) do update
    set units = case when stored.day = excluded.day then greatest(stored.units, excluded.units) else excluded.units end,
        units_before = case when stored.day = excluded.day then stored.units_before else stored.units end,
        day = excluded.day
    where stored.day <> excluded.day or stored.units < excluded.units
  `.execute(tx);
}

/** Reads a source's usage, reservations and prices as they are now. */
export async function readMoney(
  db: Kysely<Schema>,
  source: string,
): Promise<{
  prices: SeenPrices;
  outstanding: number;
  usedFor: Partial<Record<Purpose, number>>;
}> {
  const { rows } = await sql<{ what: "price" | "used" | "outstanding"; name: string; units: number }>`
    select 'price' as what, endpoint as name, greatest(units, units_before)::float8 as units
    from "SourcePrice"
    where source = ${source}
    union all
    select 'used', purpose, sum(units)::float8
    from "Spend"
    where day = ${today} and source = ${source}
    group by purpose
    union all
    select 'used', purpose, sum(units)::float8
    from "SpendReserved"
    where source = ${source} and day = ${today} and purpose is not null
    group by purpose
    union all
    select 'outstanding', '', coalesce(sum(units), 0)::float8
    from "SpendReserved"
    where source = ${source} and day = ${today} and touched_at > clock_timestamp() - ${LIVES_FOR}
  `.execute(db);
  const prices: Record<string, number> = {};
  const usedFor: Partial<Record<Purpose, number>> = {};
  let outstanding = 0;
  for (const { what, name, units } of rows) {
    if (what === "price") prices[name] = units;
    else if (what === "outstanding") outstanding = units;
    else usedFor[name as Purpose] = (usedFor[name as Purpose] ?? 0) + units;
  }
  return { prices, outstanding, usedFor };
}
