import { sql, type Transaction } from "kysely";
import { isBehind, type Swept } from "../batch/sweep.js";
import type { CountryClues, CountryGuesser } from "../countries/evidence.js";
import { COUNTRY_RULES } from "../countries/rules.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";

/** Only the newest posts count: they show where somebody is now. */
const LOCATIONS_READ = 30;

interface DueAccount {
  id: bigint;
  username: string;
  full_name: string | null;
  biography: string | null;
  phone: string | null;
  city_name: string | null;
  external_link: string | null;
  locations: string[] | null;
  captions: Record<string, number> | null;
}

/**
 * Guesses the country of up to `limit` accounts with new clues, or clues not checked with the current rules. A guess
 * replaces an earlier guess, but never a country stated by a source.
 * @param openGuesser called if there is an account to check.
 */
export async function findCountries(
  tx: Transaction<Schema>,
  limit: number,
  openGuesser: () => Promise<CountryGuesser>,
  after: bigint | null = null,
): Promise<Swept> {
  const { rows } = await sql<DueAccount>`
    with due as (
      select id
      from "InstagramAccountBase"
      -- By "InstagramAccountBase_country_due": the number of the rules stands in it.
      where country_rules < ${sql.lit(COUNTRY_RULES)} and country_source is distinct from 'source'
        and ${isBehind(after)}
      order by id
      limit ${limit}
      for no key update skip locked
    )
    select account.id, username, full_name, biography, phone, city_name, external_link,
      (
        select array_agg(location_name)
        from (
          select location_name
          from "InstagramPost"
          where account_id = account.id and location_name is not null
          order by taken_at desc
          limit ${LOCATIONS_READ}
        ) as newest
      ) as locations,
      (
        select jsonb_object_agg(lang, captions)
        from "CaptionLanguages"
        where account_id = account.id
      ) as captions
    from due
    join "InstagramAccountBase" as account on account.id = due.id
    order by account.id
  `.execute(tx);
  if (rows.length === 0) return { subjects: [], tallies: {} };
  const guessCountry = await openGuesser();
  const guesses = rows.map((account) => ({ id: account.id, guess: guessCountry(cluesOf(account)) }));
  await sql`
    update "InstagramAccountBase" as account
    set country = guessed.country,
        country_source = guessed.source,
        country_confidence = guessed.confidence,
        country_rules = ${COUNTRY_RULES}
    from ${rowsAs("guessed", guesses, {
      id: ["bigint", ({ id }) => id],
      country: ["text", ({ guess }) => guess?.country],
      source: ["text", ({ guess }) => guess?.source],
      confidence: ["smallint", ({ guess }) => guess?.confidence],
    })}
    where account.id = guessed.id
  `.execute(tx);
  const found = guesses.filter(({ guess }) => guess !== null).length;
  return {
    subjects: rows.map(({ username }) => username),
    last: rows.at(-1)?.id,
    tallies: { countries_found: found, undecided: rows.length - found },
  };
}

function cluesOf(account: DueAccount): CountryClues {
  return {
    fullName: account.full_name,
    biography: account.biography,
    phone: account.phone,
    cityName: account.city_name,
    externalLink: account.external_link,
    locations: account.locations ?? [],
    captions: account.captions ?? {},
  };
}
