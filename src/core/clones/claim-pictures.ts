import { type Kysely, sql } from "kysely";
import { claimedRows } from "../claims/claim-rows.js";
import type { Schema } from "../db/schema.js";

/** An account whose picture is to be fetched. */
export interface PictureItem {
  id: bigint;
  username: string;
  profile_pic_url: string | null;
  link_key: string | null;
  sha256: string | null;
}

/** Claims accounts whose picture was never fetched or is due for another check. */
export async function claimPictures(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: PictureItem[]; skipped: number }> {
  const { rows } = await sql<PictureItem>`
    with ${claimedRows("AccountPicture", runId, limit, [
      {
        where: sql`outcome is distinct from 'failed' and coalesce(next_attempt_at, '-infinity') <= now()`,
        orderBy: sql`coalesce(next_attempt_at, '-infinity'), id`,
      },
    ])}
    select claimed.id, account.username, account.profile_pic_url, claimed.link_key, claimed.sha256
    from claimed
    join "InstagramAccountBase" as account on account.id = claimed.id
    order by claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}
