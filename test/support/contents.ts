import { type Kysely, sql } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";

/** All mined data, without values that differ between runs: times, row numbers, run numbers. */
export async function minedData(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const read = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows;
  return {
    accounts: await read(sql`
      select to_jsonb(account) - '{first_seen,last_updated,next_refresh_at}'::text[] as row
      from "InstagramAccountBase" as account
      order by id
    `),
    posts: await read(
      sql`select to_jsonb(post) - 'observed_at' as row from "InstagramPost" as post order by id`,
    ),
    history: await read(sql`
      select to_jsonb(history) - '{id,recorded_at}'::text[] as row from "IGHistoryTable" as history order by account_id, recorded_at
    `),
    frontier: await read(sql`
      select username, source, source_tag, account_id, outcome, linked_count, attempts, claimed_by, last_error
      from "InitialInstagramAccount"
      order by username
    `),
    schedule: await read(sql`
      select id, pace, outcome, attempts, last_error, claimed_by from "RefreshSchedule" order by id
    `),
    asked: await read(sql`
      select username, account_id, status, outcome, attempts, last_error, claimed_by from "ManualMiningQueue" order by id
    `),
    commentImports: await read(sql`select id, pages, outcome, claimed_by from "CommentImport" order by id`),
    commenters: await read(sql`
      select commented.post_id, frontier.username
      from "PostCommenters" as commented
      join "InitialInstagramAccount" as frontier on frontier.id = commented.initial_id
      order by commented.post_id, frontier.username
    `),
    links: await read(sql`
      select link.account_id, frontier.username, link.position
      from "RelatedAccounts" as link
      join "InitialInstagramAccount" as frontier on frontier.id = link.initial_id
      order by link.account_id, frontier.username
    `),
  };
}
