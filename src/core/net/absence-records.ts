import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { raiseAlerts } from "../record/alerts.js";
import { type AbsenceNews, type AbsenceRecord, NO_RECORD, shareOfLies, withNews } from "./false-absences.js";

/**
 * What is known of a source, by names that were seen somewhere (suggested, commented, mined before) and by names that were
 * thought of: of those most are nobody's, so that the two must not be mixed.
 */
export interface SourceRecords {
  seen: AbsenceRecord;
  guessed: AbsenceRecord;
}

/** A source that calls more existing accounts absent than this is told of. */
const LIES_OFTEN = 0.05;
/** Fewer refutations may be accounts that came back. */
const REFUTED_LEAST = 3;

/** @returns what is known of each source's absences; one that was never asked is left out. */
export async function readAbsenceRecords(db: Kysely<Schema>): Promise<Map<string, SourceRecords>> {
  const records = new Map<string, SourceRecords>();
  for (const row of await db.selectFrom("AbsenceRecord").selectAll().execute()) {
    const known = records.get(row.source) ?? { seen: NO_RECORD, guessed: NO_RECORD };
    records.set(row.source, { ...known, [row.is_guess ? "guessed" : "seen"]: recordOf(row) });
  }
  return records;
}

/** Adds what a run has learnt to what all runs know of the sources, record by record under its row's lock. */
export async function addAbsenceNews(
  db: Kysely<Schema>,
  learnt: readonly { source: string; isGuess: boolean; news: AbsenceNews; age: number }[],
): Promise<void> {
  const sources = [...new Set(learnt.map(({ source }) => source))].sort();
  for (const [source, isGuess] of sources.flatMap((name) => [
    [name, false] as const,
    [name, true] as const,
  ])) {
    const news = learnt.filter((each) => each.source === source && each.isGuess === isGuess);
    if (news.length === 0) continue;
    await inTransaction(db, async (tx) => {
      await tx
        .insertInto("AbsenceRecord")
        .values({ source, is_guess: isGuess })
        .onConflict((conflict) => conflict.columns(["source", "is_guess"]).doNothing())
        .execute();
      const row = await tx
        .selectFrom("AbsenceRecord")
        .selectAll()
        .where("source", "=", source)
        .where("is_guess", "=", isGuess)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const before = recordOf(row);
      const after = news.reduce((record, each) => withNews(record, each.news, each.age), before);
      await tx
        .updateTable("AbsenceRecord")
        .set({
          found: after.found,
          absent: after.absent,
          refuted: after.refuted,
          confirmed: after.confirmed,
          recent_found: after.recentFound,
          recent_absent: after.recentAbsent,
          recent_refuted: after.recentRefuted,
          recent_confirmed: after.recentConfirmed,
          updated_at: sql`clock_timestamp()`,
        })
        .where("source", "=", source)
        .where("is_guess", "=", isGuess)
        .execute();
      if (liesOften(after) && !liesOften(before)) await raiseAlerts(tx, [liarNews(source, after)]);
    });
  }
}

/** @returns the share of existing accounts that a source calls absent, by the record that bounds it best. */
function shareOf({ seen, guessed }: SourceRecords): { share: number; atMost: number } {
  const [a, b] = [shareOfLies(seen), shareOfLies(guessed)];
  return a.atMost <= b.atMost ? a : b;
}

/** A bound above this comes from few answers, and tells a reader nothing. */
const TELLING_BOUND = 0.2;

/** @returns `shareOf`, for a reader; null while too few answers are in to say anything. A source known to be wrong often is always told. */
export function tellingShareOf(records: SourceRecords): { share: number; atMost: number } | null {
  const share = shareOf(records);
  return share.atMost > TELLING_BOUND && !isLiar(records) ? null : share;
}

/** @returns whether a source has been caught calling existing accounts absent, and not just now and then. */
export function isLiar({ seen, guessed }: SourceRecords): boolean {
  return liesOften(seen) || liesOften(guessed);
}

function liesOften(record: AbsenceRecord): boolean {
  return record.refuted >= REFUTED_LEAST && shareOfLies(record).share > LIES_OFTEN;
}

function liarNews(source: string, record: AbsenceRecord) {
  const percent = (100 * shareOfLies(record).share).toFixed(0);
  return {
    kind: "false_absences" as const,
    subject: source,
    message: `${source}: about ${percent} % of existing accounts are reported absent; more answers are needed before an absence is believed`,
  };
}

interface Row {
  found: number;
  absent: number;
  refuted: number;
  confirmed: number;
  recent_found: number;
  recent_absent: number;
  recent_refuted: number;
  recent_confirmed: number;
}

function recordOf({ found, absent, refuted, confirmed, ...row }: Row): AbsenceRecord {
  return {
    found,
    absent,
    refuted,
    confirmed,
    recentFound: row.recent_found,
    recentAbsent: row.recent_absent,
    recentRefuted: row.recent_refuted,
    recentConfirmed: row.recent_confirmed,
  };
}
