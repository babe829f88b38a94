import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";

export interface Watched {
  added: number;
  /** Names under watch now whose accounts are not mined yet; they were put into the manual queue. */
  unmined: string[];
}

/** Puts accounts under watch, by lower-case username. One that is watched already stays as it is. */
export async function watchAccounts(db: Kysely<Schema>, usernames: readonly string[]): Promise<Watched> {
  if (usernames.length === 0) return { added: 0, unmined: [] };
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ account_id: bigint | null; watched_username: string | null }>`
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
      order by name
      on conflict do nothing
      returning account_id, watched_username
    `.execute(tx);
    const unmined = rows.flatMap(({ watched_username }) => watched_username ?? []);
    await wantPictures(
      tx,
      rows.flatMap(({ account_id }) => account_id ?? []),
    );
    await sql`
      insert into "ManualMiningQueue" (username, requested_by)
      select name, 'clones watch'
      from unnest(${unmined}::text[]) as name
      order by name
      on conflict do nothing
    `.execute(tx);
    return { added: rows.length, unmined };
  });
}

/** Ties watched names to their accounts, where these are mined by now. @returns how many. */
export async function tieWatchedNames(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ account_id: bigint }>`
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
    )
    update "UsersToClone" as watch
    set account_id = mined.account_id, watched_username = null
    from mined
    where watch.id = mined.id
    returning watch.account_id
  `.execute(db);
  await wantPictures(
    db,
    rows.map(({ account_id }) => account_id),
  );
  return rows.length;
}

/** Has the pictures of these accounts fetched, where they are not yet. */
export async function wantPictures(db: Kysely<Schema>, accountIds: readonly bigint[]): Promise<void> {
  await sql`
    insert into "AccountPicture" (id)
    select distinct id from unnest(${accountIds}::bigint[]) as id
    order by id
    on conflict (id) do nothing
  `.execute(db);
}
