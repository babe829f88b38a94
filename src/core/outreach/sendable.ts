import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { SendableLead } from "./new-lead.js";

/**
 * Reads the fields of leads that are sent.
 * @param from rows with the columns of `lead` (`id`, `email`, `account_id`) and `sequence`.
 * @param which SQL condition over them.
 */
export async function readSendable(
  db: Kysely<Schema>,
  from: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): Promise<(SendableLead & { id: bigint })[]> {
  const { rows } = await sql<SendableLead & { id: bigint }>`
    select lead.id, lead.email, account.username, account.full_name as "fullName", account.account_kind as kind,
      account.external_link as "externalLink", account.followers_count as followers,
      account.city_name as city, account.category, account.topics, latest.caption,
      sequence.first_name_fallback as "firstNameFallback", sequence.variables as chosen
    from ${from}
    left join "InstagramAccountBase" as account on account.id = lead.account_id
    left join lateral (
      select post.caption
      from "InstagramPost" as post
      where post.account_id = account.id and post.taken_at is not null and sequence.variables ? 'latest_post'
      order by post.taken_at desc -- By "InstagramPost_account_taken".
      limit 1
    ) as latest on true
    where ${which}
    order by lead.id
  `.execute(db);
  return rows;
}
