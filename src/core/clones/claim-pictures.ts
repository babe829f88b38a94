import { type Kysely, sql } from "kysely";
import { isAlive } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";

/** An account whose picture is to be fetched. */
export interface PictureItem {
  id: bigint;
  username: string;
  profile_pic_url: string | null;
  link_key: string | null;
  sha256: string | null;
}

/** Claims accounts whose picture was never fetched, or is to be looked at again. */
export async function claimPictures(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: PictureItem[]; skipped: number }> {
  const { rows } = await sql<PictureItem>`
    with due as (
      select id
      from "AccountPicture"
      where claimed_by is null
        and outcome is distinct from 'failed'
        and ${isAlive(runId)}
        and coalesce(next_attempt_at, '-infinity') <= now()
      order by coalesce(next_attempt_at, '-infinity'), id
      limit ${limit}
      for no key update skip locked
    ),
    claimed as (
      update "AccountPicture" as shown
      set claimed_by = ${runId}
      from due
      where shown.id = due.id
      returning shown.id, shown.link_key, shown.sha256
    )
    select claimed.id, account.username, account.profile_pic_url, claimed.link_key, claimed.sha256
    from claimed
    join "InstagramAccountBase" as account on account.id = claimed.id
    order by claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}
