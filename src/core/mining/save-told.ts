import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";

/**
 * Saves what suggestions say of new names (display name, private, verified) if there is a search for an audience, which
 * chooses names by that.
 * @param isNew whether a name came into the frontier with this save.
 */
export async function saveTold(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  isNew: (username: string) => boolean,
): Promise<void> {
  const told = new Map(
    profiles.flatMap(({ username: ledBy, related }) =>
      (related ?? [])
        .filter(
          (name) =>
            isNew(name.username) && (name.fullName ?? name.isPrivate ?? name.isVerified) !== undefined,
        )
        .map((name) => [name.username, { ...name, ledBy }] as const),
    ),
  );
  if (told.size === 0) return;
  await sql`
    insert into "FrontierTold" (initial_id, channel, led_by, full_name, is_private, is_verified)
    select frontier.id, 'related', names.led_by, names.full_name, names.is_private, names.is_verified
    from ${rowsAs("names", [...told.values()], {
      username: ["text", ({ username }) => username],
      led_by: ["text", ({ ledBy }) => ledBy],
      full_name: ["text", ({ fullName }) => fullName ?? null],
      is_private: ["boolean", ({ isPrivate }) => isPrivate ?? null],
      is_verified: ["boolean", ({ isVerified }) => isVerified ?? null],
    })}
    join "InitialInstagramAccount" as frontier on frontier.username = names.username
    where exists (select from "AudienceSearch")
    order by frontier.id
    on conflict (initial_id) do nothing
  `.execute(tx);
}
