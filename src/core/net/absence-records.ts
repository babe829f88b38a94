import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { raiseAlerts } from "../record/alerts.js";
import { type AbsenceNews, type AbsenceRecord, NO_RECORD, shareOfLies, withNews } from "./false-absences.js";

/**
 * The absence records of one source. Names seen somewhere (suggested, commented, mined before) are kept apart from
 * guessed names, because most guessed names belong to nobody.
 */
export interface SourceRecords {
  seen: AbsenceRecord;
  guessed: AbsenceRecord;
}

/** A source that calls more than this share of existing accounts absent is reported. */
const LIES_OFTEN = 0.05;
/** Fewer refutations than this may be accounts that came back. */
const REFUTED_LEAST = 3;

/** @returns the absence records by source, without sources that were never asked. */
export async function readAbsenceRecords(db: Kysely<Schema>): Promise<Map<string, SourceRecords>> {
  const records = new Map<string, SourceRecords>();
  for (const row of await db.selectFrom("AbsenceRecord").selectAll().execute()) {
    const known = records.get(row.source) ?? { seen: NO_RECORD, guessed: NO_RECORD };
    records.set(row.source, { ...known, [row.is_guess ? "guessed" : "seen"]: recordOf(row) });
  }
  return records;
}

/** Adds what a run has learnt about its sources to the shared records, one record at a time under its row lock. */
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

/** @returns the share of existing accounts that a source calls absent, from the record with the tighter bound. */
function shareOf({ seen, guessed }: SourceRecords): { share: number; atMost: number } {
  const [a, b] = [shareOfLies(seen), shareOfLies(guessed)];
  return a.atMost <= b.atMost ? a : b;
}

/** A higher bound than this rests on few answers and tells a reader nothing. */
const TELLING_BOUND = 0.2;

/**
 * @returns `shareOf` for display, or null while there are too few answers. It is always shown for a source known to be
 * often wrong.
 */
export function tellingShareOf(records: SourceRecords): { share: number; atMost: number } | null {
  const share = shareOf(records);
  return share.atMost > TELLING_BOUND && !isLiar(records) ? null : share;
}

/** @returns whether a source has repeatedly been caught calling existing accounts absent. */
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
