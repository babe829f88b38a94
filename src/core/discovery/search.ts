import { type Kysely, sql, type Transaction } from "kysely";
import { type Audience, findAudience } from "../audiences/audiences.js";
import { needsPosts } from "../audiences/criteria.js";
import type { Schema } from "../db/schema.js";
import type { ArmYield } from "./claim-order.js";
import type { Channel } from "./evidence.js";
import type { Measured } from "./score.js";
import { storedWords, type WordModel, wordsFrom } from "./words.js";

/** What the search for an audience has learned. */
export interface Search {
  audienceId: bigint;
  measured: Measured;
  claims: bigint;
  words: WordModel;
  /** Accounts up to this id have been judged by the current criteria; null: all accounts have. */
  judgedUpTo: bigint | null;
  /** Whether accounts with hidden posts can never be wanted. */
  needsPosts: boolean;
}

/**
 * Starts the search for an audience unless it exists: from then on accounts are judged for it. If the criteria have changed
 * since, all accounts are judged again, in bounded steps.
 * @throws as `findAudience`
 */
export async function openSearch(db: Kysely<Schema>, name: string): Promise<Audience> {
  const audience = await findAudience(db, name);
  await sql`
    insert into "AudienceSearch" as search (audience_id, criteria_since)
    values (${audience.id}, ${audience.changedAt})
    on conflict (audience_id) do update
    set criteria_since = excluded.criteria_since, judged_up_to = 0
    where search.criteria_since is distinct from excluded.criteria_since
  `.execute(db);
  return audience;
}

/** Reads what a search has learned, and locks it until the transaction ends. */
export async function lockSearch(
  tx: Transaction<Schema>,
  { id: audienceId, criteria }: Pick<Audience, "id" | "criteria">,
): Promise<Search | null> {
  const row = await tx
    .selectFrom("AudienceSearch")
    .selectAll()
    .where("audience_id", "=", audienceId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        audienceId,
        measured: { judged: Number(row.judged), wanted: Number(row.wanted) },
        claims: row.claims,
        words: wordsFrom(row.words),
        judgedUpTo: row.judged_up_to,
        needsPosts: needsPosts(criteria),
      };
}

/** Saves what a locked search has learned. */
export async function saveSearch(tx: Transaction<Schema>, search: Search): Promise<void> {
  await tx
    .updateTable("AudienceSearch")
    .set({
      judged: BigInt(search.measured.judged),
      wanted: BigInt(search.measured.wanted),
      words: storedWords(search.words),
      judged_up_to: search.judgedUpTo,
    })
    .where("audience_id", "=", search.audienceId)
    .execute();
}

/** Reads the yield of each channel and bucket: at most one row per arm. */
export async function readYields(db: Kysely<Schema>, audienceId: bigint): Promise<ArmYield[]> {
  const rows = await db
    .selectFrom("AudienceYield")
    .selectAll()
    .where("audience_id", "=", audienceId)
    .execute();
  return rows.map(({ channel, bucket, judged, wanted }) => ({
    channel: channel as Channel,
    bucket,
    judged: Number(judged),
    wanted: Number(wanted),
  }));
}
