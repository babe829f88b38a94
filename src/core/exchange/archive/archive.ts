import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Swept } from "../../batch/sweep.js";
import type { Schema } from "../../db/schema.js";
import { parquetWriter } from "../export/parquet.js";
import { runExport } from "../export/run-export.js";
import { fileSink } from "../export/sink.js";
import { COMMENTERS, HISTORY, POSTS, type Subject } from "../export/subjects.js";

export interface ArchiveOptions {
  /** A PostgreSQL interval, such as "24 months". */
  olderThan: string;
  folder: string;
  /** The time of the run, for the names of its files. */
  now: Date;
  interruption: AbortSignal;
}

/** Rows scanned per statement. */
const WALKED = 2_000;
/** The newest posts of an account are kept: the metrics use the last twelve, and a refresh returns these again. */
const POSTS_STAY = 12;

/** A table whose old rows are archived, scanned by id. */
interface Part {
  subject: Subject;
  table: "InstagramPost" | "IGHistoryTable";
  /** A condition on a row `walked`. */
  isOld(olderThan: RawBuilder<unknown>): RawBuilder<boolean>;
  /** A condition for the rows of the subject with these ids. */
  among(ids: readonly bigint[]): RawBuilder<boolean>;
  /** Dependent rows, archived with them. */
  beside: { subject: Subject; among(ids: readonly bigint[]): RawBuilder<boolean> }[];
}

const PARTS: readonly Part[] = [
  {
    subject: POSTS,
    table: "InstagramPost",
    isOld: (olderThan) => sql`
      walked.taken_at < now() - ${olderThan}
      and (
        select count(*)
        from (
          select from "InstagramPost" as newer
          where newer.account_id = walked.account_id and newer.taken_at > walked.taken_at
          limit ${POSTS_STAY}
        ) as newer
      ) = ${POSTS_STAY}
      -- Its comments are being read.
      and not exists (select from "CommentImport" as asked where asked.id = walked.id and asked.claimed_by is not null)
    `,
    among: (ids) => sql`post.id = any(${ids}::bigint[])`,
    beside: [{ subject: COMMENTERS, among: (ids) => sql`comment.post_id = any(${ids}::bigint[])` }],
  },
  {
    subject: HISTORY,
    table: "IGHistoryTable",
    // Former names are kept, because people who objected are recognised by them; so are the first and the last day.
    isOld: (olderThan) => sql`
      walked.recorded_at < now() - ${olderThan}
      and walked.username is null
      and exists (
        select from "IGHistoryTable" as earlier
        where earlier.account_id = walked.account_id and earlier.recorded_at < walked.recorded_at
      )
      and exists (
        select from "IGHistoryTable" as later
        where later.account_id = walked.account_id and later.recorded_at > walked.recorded_at
      )
    `,
    among: (ids) => sql`history.id = any(${ids}::bigint[])`,
    beside: [],
  },
];

/**
 * Moves old posts with their comments, and old days of history, to Parquet files that `import` can read. Each chunk is
 * one transaction, and its rows are deleted only once their files are complete on the disk. After a crash in between,
 * the rows are still there and the next run archives them again: a row may be in two files, but is never lost.
 * @returns a sweep for one run, which goes through each table once, in order of id.
 */
export function archiving({
  olderThan,
  folder,
  now,
  interruption,
}: ArchiveOptions): (tx: Transaction<Schema>, limit: number) => Promise<Swept> {
  const after = new Map<Part, bigint>();
  let chunk = 0;
  // Another run may start in the same second, on this machine or another one: neither may replace the other's files.
  const run = `${now.toISOString().replaceAll(/[-:]|\..*/g, "")}-${randomUUID().slice(0, 8)}`;

  async function write(
    tx: Transaction<Schema>,
    subject: Subject,
    among: RawBuilder<boolean>,
  ): Promise<number> {
    const path = join(folder, `${subject.name}-${run}-${String(chunk).padStart(4, "0")}.parquet`);
    const sink = await fileSink(path);
    return runExport(
      tx,
      subject,
      { conditions: [among], limit: null },
      { sink, format: parquetWriter(subject.columns, sink), interruption, onProgress: () => {} },
    );
  }

  return async (tx, limit) => {
    chunk++;
    const tallies: Record<string, number> = {};
    let left = limit;
    for (const part of PARTS) {
      if (left === 0) break;
      const { ids, end } = await oldRows(tx, part, sql`${olderThan}::interval`, after.get(part) ?? 0n, left);
      after.set(part, end);
      if (ids.length === 0) continue;
      left -= ids.length;
      const written = await write(tx, part.subject, part.among(ids));
      if (written !== ids.length) throw new Error(`${written} of ${ids.length} rows were written`);
      tallies[`${part.subject.name}_archived`] = written;
      for (const { subject, among } of part.beside) {
        const { rows } = await sql`select from ${subject.from} where ${among(ids)} limit 1`.execute(tx);
        if (rows.length > 0) tallies[`${subject.name}_archived`] = await write(tx, subject, among(ids));
      }
      await sql`delete from ${sql.table(part.table)} where id = any(${ids}::bigint[])`.execute(tx);
    }
    return { subjects: Array<string>(limit - left).fill("row"), tallies };
  };
}

/** Scans on from an id until `limit` old rows are locked, or the table ends. */
async function oldRows(
  tx: Transaction<Schema>,
  { table, isOld }: Part,
  olderThan: RawBuilder<unknown>,
  after: bigint,
  limit: number,
): Promise<{ ids: bigint[]; end: bigint }> {
  const ids: bigint[] = [];
  let end = after;
  while (ids.length < limit) {
    const size = Math.min(WALKED, limit - ids.length);
    const { rows } = await sql<{ id: bigint | null; last: bigint | null }>`
      with walked as materialized (
        select * from ${sql.table(table)} where id > ${end} order by id limit ${size}
      ),
      locked as (
        select kept.id
        from ${sql.table(table)} as kept
        join walked on walked.id = kept.id
        where ${isOld(olderThan)}
        order by kept.id
        for update of kept skip locked
      )
      select locked.id, walked.last
      from (select max(id) as last from walked) as walked
      left join locked on true
    `.execute(tx);
    const last = rows[0]?.last ?? null;
    if (last === null) break;
    for (const { id } of rows) if (id !== null) ids.push(id);
    end = last;
  }
  return { ids, end };
}

/** Counts by subject what would be archived now. Reads both tables whole. */
export async function countOld(tx: Transaction<Schema>, olderThan: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { subject, table, isOld } of PARTS) {
    const { rows } = await sql<{ old: number }>`
      select count(*)::int as old from ${sql.table(table)} as walked where ${isOld(sql`${olderThan}::interval`)}
    `.execute(tx);
    counts[subject.name] = rows[0]?.old ?? 0;
  }
  return counts;
}
