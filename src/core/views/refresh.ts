import { type Kysely, sql, type Transaction } from "kysely";
import { tryLock } from "../db/locks.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { withoutTimeLimit } from "../db/unlimited.js";

/**
 * The materialised views (sql/000010_views.sql, sql/000208_accounts_by_engagement.sql), each with the table it is derived
 * from.
 */
const VIEWS = [
  { view: "AccountsByDay", source: "InstagramAccountBase" },
  { view: "AccountsByCountry", source: "InstagramAccountBase" },
  { view: "AccountsByLanguage", source: "InstagramAccountBase" },
  { view: "CaptionsByLanguage", source: "CaptionLanguages" },
  { view: "AccountsByEngagement", source: "CreatorMetrics" },
] as const;

/** The result for one view. */
export interface RefreshedView {
  view: string;
  outcome: "refreshed" | "unchanged";
  durationMs: number;
}

/**
 * Refreshes the views whose table has changed since their last refresh, or all if `isForced`. Until a refresh commits,
 * readers see the previous contents; writers are not blocked.
 * @returns the result for each view, or null if another process is refreshing them at the moment; then nothing is done.
 */
export async function refreshViews(
  db: Kysely<Schema>,
  { isForced, signal }: { isForced: boolean; signal: AbortSignal },
): Promise<RefreshedView[] | null> {
  const refreshed: RefreshedView[] = [];
  for (const source of new Set(VIEWS.map((view) => view.source))) {
    signal.throwIfAborted();
    // All views of a table in one transaction, so that its marks are removed if and only if all of them are refreshed.
    const done = await inTransaction(db, (tx) => refreshOf(tx, source, isForced));
    if (done === null) return null;
    refreshed.push(...done);
  }
  return refreshed;
}

async function refreshOf(
  tx: Transaction<Schema>,
  source: string,
  isForced: boolean,
): Promise<RefreshedView[] | null> {
  if (!(await tryLock(tx, "refresh views"))) return null;
  const views = VIEWS.filter((view) => view.source === source);
  const isChanged = await takeMarks(tx, source);
  if (!isChanged && !isForced)
    return views.map(({ view }) => ({ view, outcome: "unchanged", durationMs: 0 }));
  // A refresh reads the whole table, however long that takes.
  await withoutTimeLimit(tx);
  const refreshed: RefreshedView[] = [];
  for (const { view } of views) {
    const fromMs = performance.now();
    await sql`refresh materialized view concurrently ${sql.table(view)}`.execute(tx);
    const durationMs = performance.now() - fromMs;
    await sql`
      insert into "ViewRefresh" (view, refreshed_at, duration_ms)
      values (${view}, clock_timestamp(), ${durationMs}::float8)
      on conflict (view) do update
      set refreshed_at = excluded.refreshed_at, duration_ms = excluded.duration_ms
    `.execute(tx);
    refreshed.push({ view, outcome: "refreshed", durationMs });
  }
  return refreshed;
}

/**
 * Removes the change marks of a table. A mark that a writer has locked stays: its changes are not visible yet, and need the
 * next refresh.
 * @returns whether there was a mark.
 */
async function takeMarks(tx: Transaction<Schema>, source: string): Promise<boolean> {
  const { rows } = await sql<{ isMarked: boolean }>`
    select exists (select from "ViewSourceChange" where source = ${source}) as "isMarked"
  `.execute(tx);
  if (!rows[0]?.isMarked) return false;
  await sql`
    delete from "ViewSourceChange"
    where id in (
      select id
      from "ViewSourceChange"
      where source = ${source}
      order by id
      for update skip locked
    )
  `.execute(tx);
  return true;
}
