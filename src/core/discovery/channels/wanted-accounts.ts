import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";

/** A wanted account, as a lead. */
export interface WantedAccount {
  id: bigint;
  username: string;
}

/** Wanted accounts for which a question has not been asked yet. Uses the index "AudienceLesson_wanted". */
export async function wantedAccounts(
  db: Kysely<Schema>,
  audienceId: bigint,
  question: string,
  limit: number,
): Promise<WantedAccount[]> {
  const { rows } = await sql<WantedAccount>`
    select account.id, account.username
    from "AudienceLesson" as lesson
    join "InstagramAccountBase" as account on account.id = lesson.account_id
    where lesson.audience_id = ${audienceId}
      and lesson.is_wanted
      and account.is_private is not true
      and not exists (
        select
        from "DiscoveryQuestion" as asked
        where asked.audience_id = ${audienceId} and asked.question = ${question} and asked.value = account.id::text
      )
    order by lesson.account_id
    limit ${limit}
  `.execute(db);
  return rows;
}
