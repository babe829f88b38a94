import { type Kysely, sql } from "kysely";
import { requireCurrentSchema } from "../../db/applied-migrations.js";
import type { Database } from "../../db/database.js";
import { knownMigrations } from "../../db/known-migrations.js";
import type { Schema } from "../../db/schema.js";
import { stuckAlerts } from "../../record/alerts.js";
import { type HealthCheck, ok, warning } from "./check.js";

/** A slower response makes every chunk of work slower. */
const SLOW_MS = 250;
/** A larger difference confuses people who compare logs; igminer itself uses only the database's clock. */
const CLOCK_SECONDS = 30;
/** Longer transactions keep dead rows from being removed (PostgreSQL, "Routine Vacuuming"). */
const LONG_TRANSACTION_SECONDS = 600;
/** A table is bloated if it has a larger share of dead rows, and at least this many. */
const DEAD_SHARE = 0.4;
const DEAD_ROWS = 50_000;

/** The checks of an open database. The embedded one has no other connections and no autovacuum. */
export function databaseChecks({ kysely: db, kind }: Database): HealthCheck[] {
  const shared = [latency(db), schema(db), clock(db), alerts(db)];
  return kind === "embedded" ? shared : [...shared, connections(db), transactions(db), bloat(db)];
}

const DATABASE_ADVICE = "Check the server and DATABASE_URL; igminer config shows its origin.";

function latency(db: Kysely<Schema>): HealthCheck {
  return {
    name: "database",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const fromMs = performance.now();
      const { rows } = await sql<{ version: string; bytes: bigint }>`
        select current_setting('server_version') as version, pg_database_size(current_database()) as bytes
      `.execute(db);
      const ms = performance.now() - fromMs;
      const megabytes = Math.round(Number(rows[0]?.bytes ?? 0) / 1e6);
      const detail = `PostgreSQL ${rows[0]?.version}, ${megabytes} MB, answers in ${Math.round(ms)} ms`;
      return ms > SLOW_MS
        ? warning(detail, "Is the server busy or far away? igminer works best close to its database.")
        : ok(detail);
    },
  };
}

function schema(db: Kysely<Schema>): HealthCheck {
  return {
    name: "schema",
    adviceOnFailure: "Run: igminer migrate",
    async look() {
      await requireCurrentSchema(db);
      return ok(`current (${(await knownMigrations()).at(-1)?.name})`);
    },
  };
}

function clock(db: Kysely<Schema>): HealthCheck {
  return {
    name: "clock",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const before = Date.now();
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
      const here = (before + Date.now()) / 2;
      const seconds = ((rows[0]?.now.getTime() ?? here) - here) / 1_000;
      const detail = `${Math.abs(seconds).toFixed(1)} s from the database's`;
      return Math.abs(seconds) > CLOCK_SECONDS
        ? warning(detail, "Set the machine's clock, for example with chrony or systemd-timesyncd.")
        : ok(detail);
    },
  };
}

function alerts(db: Kysely<Schema>): HealthCheck {
  return {
    name: "alerts",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const { alerts: stuck, lastError } = await stuckAlerts(db);
      return stuck > 0
        ? warning(`${stuck} could not be sent: ${lastError}`, "Try the channel: igminer alerts test")
        : ok("none is stuck");
    },
  };
}

function connections(db: Kysely<Schema>): HealthCheck {
  return {
    name: "connections",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const { rows } = await sql<{ used: number; most: number }>`
        select count(*)::int as used, current_setting('max_connections')::int as most from pg_stat_activity
      `.execute(db);
      const { used, most } = rows[0] ?? { used: 0, most: 1 };
      const detail = `${used} of ${most} in use`;
      return used > 0.8 * most
        ? warning(detail, "Lower IGMINER_DB_POOL_SIZE, raise max_connections, or put PgBouncer before it.")
        : ok(detail);
    },
  };
}

function transactions(db: Kysely<Schema>): HealthCheck {
  return {
    name: "transactions",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const { rows } = await sql<{ pid: number; seconds: number; name: string }>`
        select pid, extract(epoch from clock_timestamp() - xact_start)::float8 as seconds, application_name as name
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
        order by xact_start
        limit 1
      `.execute(db);
      const [oldest] = rows;
      if (oldest === undefined) return ok("none is open");
      const detail = `the oldest has been open for ${Math.round(oldest.seconds)} s`;
      return oldest.seconds > LONG_TRANSACTION_SECONDS
        ? warning(
            `${detail} (pid ${oldest.pid}, ${oldest.name || "unnamed"})`,
            `End it if nobody needs it: select pg_terminate_backend(${oldest.pid})`,
          )
        : ok(detail);
    },
  };
}

function bloat(db: Kysely<Schema>): HealthCheck {
  return {
    name: "bloat",
    adviceOnFailure: DATABASE_ADVICE,
    async look() {
      const { rows } = await sql<{ table: string; dead: number; share: number }>`
        select relname as table, n_dead_tup::float8 as dead,
          n_dead_tup::float8 / greatest(1, n_dead_tup + n_live_tup) as share
        from pg_stat_user_tables
        where n_dead_tup > ${DEAD_ROWS}
        order by share desc
        limit 1
      `.execute(db);
      const [worst] = rows;
      if (worst === undefined || worst.share < DEAD_SHARE) return ok("no table has many dead rows");
      return warning(
        `${worst.table}: ${Math.round(100 * worst.share)} % of its rows are dead`,
        `Let autovacuum keep up, or run: vacuum (analyze) "${worst.table}"`,
      );
    },
  };
}
