import { sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import type { Schema } from "../db/schema.js";

/**
 * Counts the captions of up to `limit` accounts by language: all languages in `CaptionLanguages`, German also in
 * `de_caption_count`. An account whose country is uncertain becomes due for a new guess.
 * @param language affects the tallies only: how many of the accounts have captions in it.
 */
export async function countCaptions(
  tx: Transaction<Schema>,
  limit: number,
  language: string,
): Promise<Swept> {
  // Locked in a separate statement, so that the next one sees every caption whose language was set before the lock.
  const { rows: due } = await sql<{ account_id: bigint; username: string }>`
    select due.account_id, account.username
    from "CaptionCountDue" as due
    join "InstagramAccountBase" as account on account.id = due.account_id
    order by due.account_id
    limit ${limit}
    for update of due skip locked
    for no key update of account skip locked
  `.execute(tx);
  const ids = due.map(({ account_id }) => account_id);
  const { rows } = await sql<{ with_language: number }>`
    with counted as (
      select account_id, caption_lang as lang, count(*)::int as captions
      from "InstagramPost"
      where account_id = any(${ids}::bigint[]) and caption_lang is not null
      group by account_id, caption_lang
    ),
    written as (
      insert into "CaptionLanguages" as known (account_id, lang, captions)
      select account_id, lang, captions
      from counted
      order by account_id, lang
      on conflict (account_id, lang) do update
      set captions = excluded.captions
      where known.captions is distinct from excluded.captions
    ),
    gone as (
      delete from "CaptionLanguages" as known
      where known.account_id = any(${ids}::bigint[])
        and not exists (select from counted where counted.account_id = known.account_id and counted.lang = known.lang)
    ),
    german as (
      select account.id, coalesce(counted.captions, 0) as captions
      from "InstagramAccountBase" as account
      left join counted on counted.account_id = account.id and counted.lang = 'de'
      where account.id = any(${ids}::bigint[])
    ),
    noted as (
      update "InstagramAccountBase" as account
      set de_caption_count = german.captions,
          country_rules = case when ${mayBeGuessedBetter} then 0 else account.country_rules end
      from german
      where account.id = german.id
        and (account.de_caption_count is distinct from german.captions or (${mayBeGuessedBetter} and account.country_rules > 0))
    ),
    done as (
      delete from "CaptionCountDue" where account_id = any(${ids}::bigint[])
    )
    select count(*)::int as with_language from counted where lang = ${language}
  `.execute(tx);
  return {
    subjects: due.map(({ username }) => username),
    tallies: { [`accounts_with_${language}`]: rows[0]?.with_language ?? 0 },
  };
}

/** Captions and post locations are the weakest evidence; they count only if there is nothing better. */
const mayBeGuessedBetter = sql`(
  account.country_source is null or account.country_source in ('place', 'location', 'captions')
)`;
