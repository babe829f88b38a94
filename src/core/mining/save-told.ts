import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";

/**
 * Saves what suggestions say of new names (display name, private, verified) if there is a search for an audience, which
 * chooses names by that.
 * @param discovered ids by username of the names that came into the frontier with this save.
 */
export async function saveTold(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  discovered: ReadonlyMap<string, string>,
): Promise<void> {
  if (discovered.size === 0 || !(await isAnySearchOpen(tx))) return;
  const told = new Map(
    profiles.flatMap(({ related }) =>
      (related ?? [])
        .filter(({ fullName, isPrivate, isVerified }) => (fullName ?? isPrivate ?? isVerified) !== undefined)
        .flatMap((name) => {
          const id = discovered.get(name.username);
          return id === undefined ? [] : [[id, name] as const];
        }),
    ),
  );
  if (told.size === 0) return;
  // No row exists for a new name.
  await sql`
    insert into "FrontierTold" (initial_id, channel, full_name, is_private, is_verified)
    select initial_id, 'related', full_name, is_private, is_verified
    from ${rowsAs("names", [...told], {
      initial_id: ["bigint", ([id]) => id],
      full_name: ["text", ([, { fullName }]) => fullName ?? null],
      is_private: ["boolean", ([, { isPrivate }]) => isPrivate ?? null],
      is_verified: ["boolean", ([, { isVerified }]) => isVerified ?? null],
    })}
    order by initial_id
  `.execute(tx);
}

async function isAnySearchOpen(tx: Transaction<Schema>): Promise<boolean> {
  const search = await tx.selectFrom("AudienceSearch").select("audience_id").limit(1).executeTakeFirst();
  return search !== undefined;
}
