import { type RawBuilder, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";
import { clueNumbers } from "../text/clues.js";
import { EMAIL_RULES } from "../text/email-rules.js";
import { EMAIL_SOURCES, type EmailOfProfile, emailsOf } from "../text/emails.js";

/** A profile with the addresses found in its texts. */
interface AccountRow {
  profile: Profile;
  /** Highest confidence first. */
  emails: EmailOfProfile[];
}

/** A known account that differs from what is stored. */
export interface AccountChange {
  id: bigint;
  isRenamed: boolean;
  /** Another username or biography, or a count that changed by 2 % or more. */
  isNotable: boolean;
}

/** What saving accounts changed. */
export interface AccountChanges {
  added: number;
  /** The profiles of accounts that are not new. */
  known: readonly Profile[];
  changes: AccountChange[];
  /** Number of new accounts that show an e-mail address. */
  emails: number;
}

/**
 * Saves observations of accounts, with a history row if something is new or has changed. An older observation never
 * overwrites a newer one, what a source did not give never overwrites a known value, and an unchanged account is not
 * rewritten, except for a link to its picture that ends at another time. Rows are locked in order of id.
 * @param hasHistory whether a new account begins its history with this observation; false if its history is saved separately.
 */
export async function saveAccounts(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  { hasHistory = true } = {},
): Promise<AccountChanges> {
  const rows = newestPerAccount(profiles).map(
    (profile): AccountRow => ({ profile, emails: emailsOf(profile) }),
  );
  const addedIds = await insertAccounts(tx, rows, hasHistory);
  const known = rows.filter(({ profile }) => !addedIds.has(profile.id));
  return {
    added: addedIds.size,
    known: known.map(({ profile }) => profile),
    changes: known.length === 0 ? [] : await updateAccounts(tx, known),
    emails: rows.filter(({ profile, emails }) => emails.length > 0 && addedIds.has(profile.id)).length,
  };
}

function newestPerAccount(profiles: readonly Profile[]): Profile[] {
  const byId = new Map<bigint, Profile>();
  for (const profile of profiles) {
    const other = byId.get(profile.id);
    if (other === undefined || other.observedAt <= profile.observedAt) byId.set(profile.id, profile);
  }
  return [...byId.values()];
}

async function insertAccounts(
  tx: Transaction<Schema>,
  rows: readonly AccountRow[],
  hasHistory: boolean,
): Promise<Set<bigint>> {
  const result = await sql<{ id: bigint }>`
    with added as (
      insert into "InstagramAccountBase" (
        id, username, full_name, biography, followers_count, following_count, posts_count,
        is_private, is_verified, is_business, category, external_link, bio_links, profile_pic_url,
        ig_email, ig_email_source, ig_email_confidence, ig_emails_other, email_rules, phone, city_name, country, country_source, country_confidence, clues,
        last_updated
      )
      select
        id, username, nullif(full_name, ''), nullif(biography, ''), followers_count, following_count, posts_count,
        is_private, is_verified, is_business, nullif(category, ''), nullif(external_link, ''), bio_links,
        nullif(profile_pic_url, ''), ig_email, ig_email_source, ig_email_confidence,
        nullif(array_remove(emails::text[], ig_email), '{}'), ${EMAIL_RULES}, nullif(phone, ''), nullif(city_name, ''),
        country, case when country is not null then 'source' end, case when country is not null then ${STATED_CONFIDENCE}::int end,
        clues::int[], observed_at
      from ${seen(rows)}
      order by id
      on conflict (id) do nothing
      returning id, username, biography, followers_count, following_count, posts_count, clues, last_updated
    ),
    history as (
      insert into "IGHistoryTable" (
        account_id, recorded_at, followers_count, following_count, posts_count, username, biography, clues
      )
      select id, last_updated, followers_count, following_count, posts_count, username, biography, clues
      from added
      where ${hasHistory}
      on conflict (account_id, recorded_at) do nothing
    )
    select id from added
  `.execute(tx);
  return new Set(result.rows.map(({ id }) => id));
}

async function updateAccounts(
  tx: Transaction<Schema>,
  rows: readonly AccountRow[],
): Promise<AccountChange[]> {
  const ids = rows.map(({ profile }) => profile.id);
  await tx
    .selectFrom("InstagramAccountBase")
    .select("id")
    .where("id", "in", ids)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const { rows: changes } = await sql<AccountChange>`
    with merged as (
      select
        stored.id,
        seen.observed_at,
        seen.username,
        nullif(coalesce(seen.full_name, stored.full_name), '') as full_name,
        nullif(coalesce(seen.biography, stored.biography), '') as biography,
        coalesce(seen.followers_count, stored.followers_count) as followers_count,
        coalesce(seen.following_count, stored.following_count) as following_count,
        coalesce(seen.posts_count, stored.posts_count) as posts_count,
        coalesce(seen.is_private, stored.is_private) as is_private,
        coalesce(seen.is_verified, stored.is_verified) as is_verified,
        coalesce(seen.is_business, stored.is_business) as is_business,
        nullif(coalesce(seen.category, stored.category), '') as category,
        nullif(coalesce(seen.external_link, stored.external_link), '') as external_link,
        coalesce(seen.bio_links, stored.bio_links) as bio_links,
        -- Links to pictures are signed anew with each answer; only one that ends at another time is worth a write.
        case
          when ${picturePath("seen")} is distinct from ${picturePath("stored")}
            or ${linkEnd("seen")} <> coalesce(${linkEnd("stored")}, '')
          then nullif(coalesce(seen.profile_pic_url, stored.profile_pic_url), '')
          else stored.profile_pic_url
        end as profile_pic_url,
        case when ${keepsEmail} then stored.ig_email else seen.ig_email end as ig_email,
        case when ${keepsEmail} then stored.ig_email_source else seen.ig_email_source end as ig_email_source,
        case when ${keepsEmail} then stored.ig_email_confidence else seen.ig_email_confidence end as ig_email_confidence,
        case
          when cardinality(seen.emails::text[]) = 0 then stored.ig_emails_other
          else nullif(array_remove(seen.emails::text[], case when ${keepsEmail} then stored.ig_email else seen.ig_email end), '{}')
        end as ig_emails_other,
        nullif(coalesce(seen.phone, stored.phone), '') as phone,
        nullif(coalesce(seen.city_name, stored.city_name), '') as city_name,
        coalesce(seen.country, stored.country) as country,
        case when seen.country is null then stored.country_source else 'source' end as country_source,
        case when seen.country is null then stored.country_confidence else ${STATED_CONFIDENCE}::int end as country_confidence,
        case when ${tellsCountryAnew} then 0 else stored.country_rules end as country_rules,
        ${mergedClues} as clues,
        stored as before
      from ${seen(rows)}
      join "InstagramAccountBase" as stored on stored.id = seen.id
      left join "RefreshSchedule" as schedule on schedule.id = seen.id
      where seen.observed_at >= greatest(stored.last_updated, schedule.seen_at)
    ),
    compared as (
      select *,
        (${sql.join(SAID_COLUMNS.map((column) => sql`(before).${sql.ref(column)}`))})
          is distinct from (${sql.join(SAID_COLUMNS.map((column) => sql.ref(column)))})
          or ${picturePath("merged")} is distinct from ${picturePath("(before)")} as is_changed
      from merged
    ),
    changed as (
      update "InstagramAccountBase" as account
      set ${sql.join(MERGED_COLUMNS.map((column) => sql`${sql.ref(column)} = compared.${sql.ref(column)}`))},
          clues = compared.clues,
          -- A link that was only signed anew says nothing new about the account.
          last_updated = case when compared.is_changed then compared.observed_at else account.last_updated end
      from compared
      where account.id = compared.id
        and (compared.is_changed or account.profile_pic_url is distinct from compared.profile_pic_url)
      returning compared.*
    ),
    told as (
      select *,
        username is distinct from (before).username as is_renamed,
        biography is distinct from (before).biography as has_new_biography
      from changed
      where (username, biography, followers_count, following_count, posts_count) is distinct from
        ((before).username, (before).biography, (before).followers_count, (before).following_count, (before).posts_count)
    ),
    history as (
      insert into "IGHistoryTable" (
        account_id, recorded_at, followers_count, following_count, posts_count, username, biography, clues
      )
      select id, observed_at, followers_count, following_count, posts_count,
        case when is_renamed then username end,
        case when has_new_biography then coalesce(biography, '') end,
        case when has_new_biography then clues else '{}' end
      from told
      union all
      -- An account that came in without history keeps what it was before its first change.
      select id, (before).last_updated, (before).followers_count, (before).following_count, (before).posts_count,
        (before).username, (before).biography, (before).clues
      from told
      where not exists (select from "IGHistoryTable" as earlier where earlier.account_id = told.id)
      on conflict (account_id, recorded_at) do nothing
    )
    select id,
      username is distinct from (before).username as "isRenamed",
      username is distinct from (before).username
        or biography is distinct from (before).biography
        or ${hasMoved("followers_count")} or ${hasMoved("following_count")} or ${hasMoved("posts_count")} as "isNotable"
    from changed
    where is_changed
  `.execute(tx);
  return changes;
}

/** What a source says about an account. */
const SAID_COLUMNS = [
  "username",
  "full_name",
  "biography",
  "followers_count",
  "following_count",
  "posts_count",
  "is_private",
  "is_verified",
  "is_business",
  "category",
  "external_link",
  "bio_links",
  "ig_email",
  "ig_email_source",
  "ig_email_confidence",
  "ig_emails_other",
  "phone",
  "city_name",
  "country",
  "country_source",
  "country_confidence",
  "country_rules",
] as const;
const MERGED_COLUMNS = [...SAID_COLUMNS, "profile_pic_url"] as const;

/** Confidence of a country that a source states, in percent. */
const STATED_CONFIDENCE = 95;

/**
 * The clues in the account's texts to other people. If a source did not give all texts, the known clues are kept as well: a
 * surplus clue costs one more look at the text, a missing one would hide it.
 */
const mergedClues = sql`case
  when seen.full_name is not null and seen.biography is not null and seen.external_link is not null
    and seen.bio_links is not null
  then seen.clues::int[]
  else stored.clues || seen.clues::int[]
end`;

/** Keeps the known address if the new one is missing or comes from a less trusted place. */
const keepsEmail = sql`(
  seen.ig_email is null
  or array_position(${EMAIL_SOURCES}::text[], seen.ig_email_source)
    > coalesce(array_position(${EMAIL_SOURCES}::text[], stored.ig_email_source), ${EMAIL_SOURCES.length})
)`;

/** Whether the evidence for the country has changed, so that `find-countries` has to look again. */
const tellsCountryAnew = sql`(
  coalesce(seen.biography, stored.biography, ''), coalesce(seen.full_name, stored.full_name, ''),
  coalesce(seen.phone, stored.phone, ''), coalesce(seen.city_name, stored.city_name, ''),
  coalesce(seen.external_link, stored.external_link, '')
) is distinct from (
  coalesce(stored.biography, ''), coalesce(stored.full_name, ''), coalesce(stored.phone, ''), coalesce(stored.city_name, ''),
  coalesce(stored.external_link, '')
)`;

/** Whether a count has changed by 2 % or more; those of large accounts change all the time. */
function hasMoved(count: string): RawBuilder<boolean> {
  const [now, before] = [sql.ref(count), sql`(before).${sql.ref(count)}`];
  return sql`coalesce(abs(${now} - ${before}) >= greatest(1, 0.02 * ${before}), ${now} is distinct from ${before})`;
}

const pictureLink = (row: LinkedRow) => sql`${sql.raw(row)}.profile_pic_url`;
type LinkedRow = "seen" | "stored" | "merged" | "(before)";

function picturePath(row: LinkedRow): RawBuilder<unknown> {
  return sql`substring(${pictureLink(row)} from '://[^/]+([^?]*)')`;
}

/** When a signed link ends (`oe=`, as `linkEndsAtMs` of the clone watch reads it); null if it does not say. */
function linkEnd(row: LinkedRow): RawBuilder<string> {
  return sql`substring(${pictureLink(row)} from '[?&]oe=([^&]*)')`;
}

function ownTexts({ fullName, biography, externalLink, bioLinks }: Profile): (string | null)[] {
  return [fullName, biography, externalLink, ...(bioLinks ?? []).flatMap(({ title, url }) => [title, url])];
}

function seen(rows: readonly AccountRow[]): RawBuilder<unknown> {
  return rowsAs("seen", rows, {
    id: ["bigint", ({ profile }) => profile.id],
    username: ["text", ({ profile }) => profile.username],
    full_name: ["text", ({ profile }) => profile.fullName],
    biography: ["text", ({ profile }) => profile.biography],
    followers_count: ["bigint", ({ profile }) => profile.followersCount],
    following_count: ["bigint", ({ profile }) => profile.followingCount],
    posts_count: ["bigint", ({ profile }) => profile.postsCount],
    is_private: ["boolean", ({ profile }) => profile.isPrivate],
    is_verified: ["boolean", ({ profile }) => profile.isVerified],
    is_business: ["boolean", ({ profile }) => profile.isBusiness],
    category: ["text", ({ profile }) => profile.category],
    external_link: ["text", ({ profile }) => profile.externalLink],
    bio_links: ["jsonb", ({ profile }) => profile.bioLinks && jsonParameter(profile.bioLinks)],
    profile_pic_url: ["text", ({ profile }) => profile.profilePicUrl],
    ig_email: ["text", ({ emails }) => emails[0]?.email],
    ig_email_source: ["text", ({ emails }) => emails[0]?.source],
    ig_email_confidence: ["smallint", ({ emails }) => emails[0]?.confidence],
    emails: ["text[]", ({ emails }) => emails.map(({ email }) => email)],
    phone: ["text", ({ profile }) => profile.publicPhone],
    city_name: ["text", ({ profile }) => profile.cityName],
    country: ["text", ({ profile }) => profile.countryCode],
    clues: ["text[]", ({ profile }) => clueNumbers(ownTexts(profile))],
    observed_at: ["timestamptz", ({ profile }) => profile.observedAt],
  });
}
