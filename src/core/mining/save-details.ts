import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { PostDetails, Profile } from "../instagram/profile.js";

/**
 * Saves the details of accounts: Facebook id, street, postal code, pronouns, and what blocks visitors. Details that a source
 * did not give are kept; a gate is removed once the account has shown its counts. An older observation never overwrites a
 * newer one.
 */
export async function saveAccountDetails(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
): Promise<void> {
  const told = new Map(
    profiles
      .filter(({ details, gate }) => details !== null || gate !== null)
      .toSorted((one, other) => Number(one.observedAt) - Number(other.observedAt))
      .map((profile) => [profile.id, profile]),
  );
  if (told.size > 0)
    await sql`
      insert into "AccountDetails" as stored (id, fbid, street, zip, pronouns, gate, observed_at)
      select seen.id, fbid, nullif(street, ''), nullif(zip, ''), nullif(pronouns::text[], '{}'), gate, observed_at
      from ${rowsAs("seen", [...told.values()], {
        id: ["bigint", ({ id }) => id],
        fbid: ["bigint", ({ details }) => details?.fbid],
        street: ["text", ({ details }) => details?.street],
        zip: ["text", ({ details }) => details?.zip],
        pronouns: ["text[]", ({ details }) => details?.pronouns],
        gate: ["text", ({ gate }) => gate],
        observed_at: ["timestamptz", ({ observedAt }) => observedAt],
      })}
      join "InstagramAccountBase" as account on account.id = seen.id
      where coalesce(fbid::text, nullif(street, ''), nullif(zip, ''), nullif(pronouns, '{}'), gate) is not null
      order by seen.id
      on conflict (id) do update
      set fbid = coalesce(excluded.fbid, stored.fbid),
          street = coalesce(excluded.street, stored.street),
          zip = coalesce(excluded.zip, stored.zip),
          pronouns = coalesce(excluded.pronouns, stored.pronouns),
          gate = coalesce(excluded.gate, stored.gate),
          observed_at = excluded.observed_at
      where excluded.observed_at >= stored.observed_at
        and (
          coalesce(excluded.fbid, stored.fbid), coalesce(excluded.street, stored.street),
          coalesce(excluded.zip, stored.zip), coalesce(excluded.pronouns, stored.pronouns),
          coalesce(excluded.gate, stored.gate)
        ) is distinct from (stored.fbid, stored.street, stored.zip, stored.pronouns, stored.gate)
    `.execute(tx);
  const open = profiles.filter(({ gate, followersCount }) => gate === null && followersCount !== null);
  if (open.length > 0)
    await sql`
      update "AccountDetails" as stored
      set gate = null, observed_at = seen.observed_at
      from ${rowsAs("seen", open, {
        id: ["bigint", ({ id }) => id],
        observed_at: ["timestamptz", ({ observedAt }) => observedAt],
      })}
      where stored.id = seen.id and stored.gate is not null and seen.observed_at > stored.observed_at
    `.execute(tx);
}

interface Seen {
  id: bigint;
  details: PostDetails;
  observedAt: Date;
}

/**
 * Saves the details of stored posts. A post without unusual details (not pinned, of the feed) gets no row, unless it already
 * has one.
 */
export async function savePostDetails(
  tx: Transaction<Schema>,
  profiles: readonly Pick<Profile, "posts" | "observedAt">[],
): Promise<void> {
  const seen = new Map<bigint, Seen>();
  for (const { posts, observedAt } of profiles)
    for (const { id, details } of posts) {
      const other = seen.get(id);
      if (details !== null && (other === undefined || other.observedAt <= observedAt))
        seen.set(id, { id, details, observedAt });
    }
  if (seen.size === 0) return;
  await sql`
    insert into "PostDetails" as stored (
      id, video_views, product_type, is_pinned, coauthors, tagged_users, location_id, alt_text,
      is_paid_partnership, observed_at
    )
    select seen.id, video_views, seen.product_type, seen.is_pinned, coauthors::text[], tagged_users::text[], seen.location_id,
      seen.alt_text, seen.is_paid_partnership, seen.observed_at
    from ${rowsAs("seen", [...seen.values()], {
      id: ["bigint", ({ id }) => id],
      video_views: ["bigint", ({ details }) => details.videoViews],
      product_type: ["text", ({ details }) => details.productType],
      is_pinned: ["boolean", ({ details }) => details.isPinned],
      coauthors: ["text[]", ({ details }) => details.coauthors],
      tagged_users: ["text[]", ({ details }) => details.taggedUsers],
      location_id: ["bigint", ({ details }) => details.locationId],
      alt_text: ["text", ({ details }) => details.altText],
      is_paid_partnership: ["boolean", ({ details }) => details.isPaidPartnership],
      is_unusual: ["boolean", ({ details }) => isUnusual(details)],
      observed_at: ["timestamptz", ({ observedAt }) => observedAt],
    })}
    join "InstagramPost" as post on post.id = seen.id
    where is_unusual or exists (select from "PostDetails" as known where known.id = seen.id)
    order by seen.id
    on conflict (id) do update
    set video_views = coalesce(excluded.video_views, stored.video_views),
        product_type = coalesce(excluded.product_type, stored.product_type),
        is_pinned = coalesce(excluded.is_pinned, stored.is_pinned),
        coauthors = coalesce(excluded.coauthors, stored.coauthors),
        tagged_users = coalesce(excluded.tagged_users, stored.tagged_users),
        location_id = coalesce(excluded.location_id, stored.location_id),
        alt_text = coalesce(excluded.alt_text, stored.alt_text),
        is_paid_partnership = coalesce(excluded.is_paid_partnership, stored.is_paid_partnership),
        observed_at = excluded.observed_at
    where excluded.observed_at >= stored.observed_at
      and (
        coalesce(excluded.video_views, stored.video_views), coalesce(excluded.product_type, stored.product_type),
        coalesce(excluded.is_pinned, stored.is_pinned), coalesce(excluded.coauthors, stored.coauthors),
        coalesce(excluded.tagged_users, stored.tagged_users), coalesce(excluded.location_id, stored.location_id),
        coalesce(excluded.alt_text, stored.alt_text),
        coalesce(excluded.is_paid_partnership, stored.is_paid_partnership)
      ) is distinct from (
        stored.video_views, stored.product_type, stored.is_pinned, stored.coauthors, stored.tagged_users,
        stored.location_id, stored.alt_text, stored.is_paid_partnership
      )
  `.execute(tx);
}

const USUAL_TYPES: readonly (string | null)[] = [null, "feed", "carousel_container"];

function isUnusual({ isPinned, isPaidPartnership, productType, ...rest }: PostDetails): boolean {
  return (
    isPinned === true ||
    isPaidPartnership === true ||
    !USUAL_TYPES.includes(productType) ||
    Object.values(rest).some((value) => value !== null)
  );
}
