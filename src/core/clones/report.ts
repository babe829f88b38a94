import { type Kysely, sql } from "kysely";
import type { Verdict } from "../db/schema/clones.js";
import type { Schema } from "../db/schema.js";

/** An account in a report. */
export interface ReportedAccount {
  username: string;
  full_name: string | null;
  biography: string | null;
  followers_count: bigint | null;
  /** Hash of its picture, or null if none was fetched. */
  sha256: string | null;
}

/** A look-alike in a report. */
export interface ReportedLookAlike extends ReportedAccount {
  verdict: Verdict;
  score: number;
  reasons: string[];
  first_seen: Date;
  last_seen: Date;
  /** When it was found missing, or null if it was there at the last check. */
  gone_at: Date | null;
}

/** A watched account with its look-alikes. */
export interface WatchReport {
  watched: ReportedAccount;
  /** Highest score first. */
  lookAlikes: ReportedLookAlike[];
}

interface ReportRow extends ReportedLookAlike {
  account_id: bigint;
  watched_username: string;
  watched_full_name: string | null;
  watched_biography: string | null;
  watched_followers_count: bigint | null;
  watched_sha256: string | null;
}

const PAGE = 100;

/**
 * Yields the watched accounts that have look-alikes (clone, suspicious) which nobody has dismissed, in order of their id.
 * @param watched only this username; null: all.
 */
export async function* watchReports(
  db: Kysely<Schema>,
  watched: string | null,
): AsyncGenerator<WatchReport, void, void> {
  for (let after = 0n; ; ) {
    const ids = await listedAccounts(db, watched, after);
    if (ids.length === 0) return;
    yield* reportsOf(await readPairs(db, ids));
    after = ids.at(-1) as bigint;
  }
}

async function listedAccounts(db: Kysely<Schema>, watched: string | null, after: bigint): Promise<bigint[]> {
  const { rows } = await sql<{ account_id: bigint }>`
    select distinct pair.account_id
    from "UsersToClone" as pair
    where pair.verdict in ('clone', 'suspicious')
      and pair.account_id > ${after}
      and (
        ${watched}::text is null
        or pair.account_id in (select id from "InstagramAccountBase" where username = ${watched})
      )
      and not exists (
        select from "DismissedClone" as dismissed
        where dismissed.account_id = pair.account_id and dismissed.clone_id = pair.clone_id
      )
    order by pair.account_id
    limit ${PAGE}
  `.execute(db);
  return rows.map(({ account_id }) => account_id);
}

async function readPairs(db: Kysely<Schema>, accountIds: readonly bigint[]): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select pair.account_id, pair.verdict, pair.score, pair.reasons, pair.first_seen, pair.last_seen, pair.gone_at,
      clone.username, clone.full_name, clone.biography, clone.followers_count, clone_picture.sha256,
      account.username as watched_username, account.full_name as watched_full_name,
      account.biography as watched_biography, account.followers_count as watched_followers_count,
      picture.sha256 as watched_sha256
    from "UsersToClone" as pair
    join "InstagramAccountBase" as account on account.id = pair.account_id
    join "InstagramAccountBase" as clone on clone.id = pair.clone_id
    left join "AccountPicture" as picture on picture.id = account.id
    left join "AccountPicture" as clone_picture on clone_picture.id = clone.id
    where pair.account_id = any(${accountIds}::bigint[])
      and pair.verdict in ('clone', 'suspicious')
      and not exists (
        select from "DismissedClone" as dismissed
        where dismissed.account_id = pair.account_id and dismissed.clone_id = pair.clone_id
      )
    order by pair.account_id, pair.score desc, pair.id
  `.execute(db);
  return rows;
}

function reportsOf(rows: readonly ReportRow[]): WatchReport[] {
  const reports = new Map<bigint, WatchReport>();
  for (const row of rows) {
    const {
      account_id,
      watched_username: username,
      watched_full_name: full_name,
      watched_biography: biography,
      watched_followers_count: followers_count,
      watched_sha256: sha256,
      ...lookAlike
    } = row;
    const report = reports.get(account_id) ?? {
      watched: { username, full_name, biography, followers_count, sha256 },
      lookAlikes: [],
    };
    report.lookAlikes.push(lookAlike);
    reports.set(account_id, report);
  }
  return [...reports.values()];
}
