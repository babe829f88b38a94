import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../keep-out/forgotten.js";
import { addToQueue } from "../mining/manual/queue.js";

/** What putting accounts under watch did. */
export interface Watched {
  added: number;
  /** Those usernames whose accounts are not mined yet; they are now in the manual queue. */
  unmined: string[];
}

/**
 * Puts accounts under watch, by lower-case username. One that is already watched stays as it is. Safe to repeat after a
 * crash.
 */
export async function watchAccounts(db: Kysely<Schema>, usernames: readonly string[]): Promise<Watched> {
  const { rows } = await sql<{ added: number }>`
    with watched as (
      insert into "UsersToClone" (account_id, watched_username)
      select account.id, case when account.id is null then name end
      from unnest(${usernames}::text[]) as name
      left join lateral (
        select id
        from "InstagramAccountBase"
        where username = name
        order by last_updated desc
        limit 1
      ) as account on true
      where not ${isForgotten("username", sql`name`)}
      order by name
      on conflict do nothing
      returning account_id
    ),
    pictures as (
      insert into "AccountPicture" (id)
      select account_id from watched where account_id is not null order by account_id
      on conflict (id) do nothing
    )
    select count(*)::int as added from watched
  `.execute(db);
  const { rows: waiting } = await sql<{ watched_username: string }>`
    select watched_username
    from "UsersToClone"
    where account_id is null and watched_username = any(${usernames}::text[])
    order by watched_username
  `.execute(db);
  const unmined = waiting.map(({ watched_username }) => watched_username);
  await addToQueue(db, unmined, "clones watch");
  return { added: rows[0]?.added ?? 0, unmined };
}

/** Links watched names to their accounts as far as these have been mined by now. @returns the number of names linked. */
export async function tieWatchedNames(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ tied: number }>`
    with mined as (
      select watch.id, account.id as account_id
      from "UsersToClone" as watch
      cross join lateral (
        select id
        from "InstagramAccountBase"
        where username = watch.watched_username
        order by last_updated desc
        limit 1
      ) as account
      where watch.account_id is null
        and not exists (
          select from "UsersToClone" as other where other.account_id = account.id and other.is_watch
        )
      order by watch.id
      for no key update of watch
    ),
    tied as (
      update "UsersToClone" as watch
      set account_id = mined.account_id, watched_username = null
      from mined
      where watch.id = mined.id
      returning watch.account_id
    ),
    pictures as (
      insert into "AccountPicture" (id)
      select account_id from tied order by account_id
      on conflict (id) do nothing
    )
    select count(*)::int as tied from tied
  `.execute(db);
  return rows[0]?.tied ?? 0;
}

/** Queues the pictures of these accounts for fetching, unless they are queued already. */
export async function wantPictures(db: Kysely<Schema>, accountIds: readonly bigint[]): Promise<void> {
  await sql`
    insert into "AccountPicture" (id)
    select distinct id from unnest(${accountIds}::bigint[]) as id
    order by id
    on conflict (id) do nothing
  `.execute(db);
}
