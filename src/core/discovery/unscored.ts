import { sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { scoreNamesLedTo } from "./score-names.js";
import type { Search } from "./search.js";

/** The result of scoring the names of accounts that waited for it. */
export interface ScoredLate {
  accountIds: readonly bigint[];
  /** Names whose score changed. */
  names: number;
}

/**
 * Scores the names that up to `limit` judged accounts lead to whose names are not scored yet. Unwanted accounts wait until
 * other names run out, or for `rank`: most of their names are never claimed, and scoring them with each save cost more than
 * all the rest. The search must be locked.
 */
export async function scoreUnscored(
  tx: Transaction<Schema>,
  search: Search,
  { isWanted, limit }: { isWanted: boolean; limit: number },
): Promise<ScoredLate> {
  if (limit <= 0) return { accountIds: [], names: 0 };
  const { rows } = await sql<{ account_id: bigint }>`
    update "AudienceLesson"
    set names_scored = true
    where audience_id = ${search.audienceId}
      and account_id = any(array(
        select account_id
        from "AudienceLesson"
        where audience_id = ${search.audienceId} and is_wanted = ${sql.lit(isWanted)} and not names_scored
        order by account_id
        limit ${limit}
      ))
    returning account_id
  `.execute(tx);
  const accountIds = rows.map(({ account_id }) => account_id);
  return { accountIds, names: await scoreNamesLedTo(tx, search, { wholly: accountIds }) };
}
