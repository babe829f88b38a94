import { filesIn, heldBy } from "./resources.js";
import type { World } from "./world.js";

/** What remains of a day when nothing runs any more. */
export interface Night {
  day: number;
  /** Since the soak began. */
  seconds: number;
  /** The maximum held at any moment of the day. */
  largestMb: number;
  mostHandles: number;
  mostConnections: number;
  mostChromium: number;
  /** Still held although nothing runs. */
  processesLeft: number;
  connectionsLeft: number;
  temporaryFiles: number;
  rows: number;
  tableBytesPerRow: number;
  indexBytesPerRow: number;
  calls: number;
  /** Bytes written to stdout and stderr. */
  logBytesPerCall: number;
  /** Number of due rows by queue. */
  due: Record<string, number>;
}

/** What was measured during a day. */
export type Day = Pick<
  Night,
  "day" | "seconds" | "largestMb" | "mostHandles" | "mostConnections" | "mostChromium" | "calls"
> & { logBytes: number };

/** @param temporary the folder for the processes' temporary files. @returns the day with what it has left behind. */
export async function nightOf(world: World, { logBytes, ...day }: Day, temporary: string): Promise<Night> {
  const held = heldBy(world.folder);
  const { rows, tableBytes, indexBytes } = await sizes(world);
  return {
    ...day,
    processesLeft: held.processes + held.chromium,
    connectionsLeft: await connectionsOf(world),
    temporaryFiles: filesIn(temporary),
    rows,
    tableBytesPerRow: tableBytes / rows,
    indexBytesPerRow: indexBytes / rows,
    logBytesPerCall: logBytes / Math.max(1, day.calls),
    due: await dueRows(world),
  };
}

/** @returns the number of connections to the database, without the one that asks. */
export async function connectionsOf({ query }: World): Promise<number> {
  const [row] = await query(`
    select count(*)::int as connections from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
  `);
  return Number(row?.connections);
}

async function sizes({ query }: World): Promise<{ rows: number; tableBytes: number; indexBytes: number }> {
  const tables = await query(`select tablename as name from pg_tables where schemaname = 'public'`);
  const each = tables.map(
    ({ name }) => `
    select count(*) as rows, pg_table_size('"${name}"') as table_bytes, pg_indexes_size('"${name}"') as index_bytes from "${name}"
  `,
  );
  const [row] = await query(`
    select sum(rows)::float8 as rows, sum(table_bytes)::float8 as "tableBytes", sum(index_bytes)::float8 as "indexBytes"
    from (${each.join(" union all ")}) as sizes
  `);
  return row as { rows: number; tableBytes: number; indexBytes: number };
}

const USUALLY_DUE = "outcome is null or (outcome <> 'failed' and next_attempt_at <= now())";
/**
 * Every account has a row here, and is due once its last sighting is older than its interval (IGMINER_REFRESH_DAYS is
 * not set: 7).
 */
const IS_DUE: Readonly<Record<string, string>> = {
  RefreshSchedule: `outcome is distinct from 'failed'
    and coalesce(next_attempt_at, seen_at + interval '7 days' * power(2, pace)) <= now()`,
};

async function dueRows({ query }: World): Promise<Record<string, number>> {
  const queues = await query(`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('next_attempt_at', 'outcome')
    group by table_name having count(*) = 2
  `);
  const due: Record<string, number> = {};
  for (const { name } of queues) {
    const [row] = await query(
      `select count(*)::int as rows from "${name}" where ${IS_DUE[String(name)] ?? USUALLY_DUE}`,
    );
    due[String(name)] = Number(row?.rows);
  }
  return due;
}
