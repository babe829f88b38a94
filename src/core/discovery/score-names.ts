import { type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Channel } from "./evidence.js";
import { bucketOf, scoreOf } from "./score.js";
import type { Search } from "./search.js";

/** Maximum number of a name's parents counted: more add no information, and hubs have a hundred thousand. */
const MOST_PARENTS = 100;

interface NameToScore {
  id: bigint;
  username: string;
  channel: Channel;
  full_name: string | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  parents_judged: number;
  parents_wanted: number;
}

/** What answers told of a name, as the score takes it. */
export const toldOf = ({
  username,
  full_name: fullName,
  is_private: isPrivate,
  is_verified: isVerified,
}: Pick<NameToScore, "username" | "full_name" | "is_private" | "is_verified">) => ({
  username,
  fullName,
  isPrivate,
  isVerified,
});

/**
 * Scores the unmined names of the frontier that accounts lead to, with their judged parents counted anew: all names of
 * `wholly`, and of `again` those that have a score already.
 * @returns the number of names whose score changed.
 */
export async function scoreNamesLedTo(
  tx: Transaction<Schema>,
  search: Search,
  { wholly, again = [] }: { wholly: readonly bigint[]; again?: readonly bigint[] },
): Promise<number> {
  const accounts = [
    ...wholly.map((id) => ({ id, isWholly: true })),
    ...again.map((id) => ({ id, isWholly: false })),
  ];
  if (accounts.length === 0) return 0;
  const { rows } = await sql<NameToScore>`
    with account as materialized (
      select *
      from ${rowsAs("accounts", accounts, {
        id: ["bigint", ({ id }) => id],
        is_wholly: ["boolean", ({ isWholly }) => isWholly],
      })}
    ),
    led_to as (
      select link.initial_id, account.is_wholly
      from account
      join "RelatedAccounts" as link on link.account_id = account.id
      union
      select commenter.initial_id, account.is_wholly
      from account
      join "InstagramPost" as post on post.account_id = account.id
      join "PostCommenters" as commenter on commenter.post_id = post.id
    ),
    due as materialized (
      select distinct initial_id
      from led_to
      where is_wholly or (
        select known.is_open
        from "FrontierScore" as known
        where known.initial_id = led_to.initial_id and known.audience_id = ${search.audienceId}
      )
    )
    select ${nameToScore}
    from due
    join "InitialInstagramAccount" as frontier on frontier.id = due.initial_id
    ${evidenceOf(search.audienceId)}
    where frontier.account_id is null
    order by frontier.id
  `.execute(tx);
  return scoreNames(tx, search, rows);
}

const nameToScore = sql`
  frontier.id, frontier.username,
  coalesce(told.channel, case frontier.source when 'COMMENTS' then 'commenters' when 'RELATED' then 'related' when 'CLONE' then 'similar' else 'seed' end) as channel,
  told.full_name, told.is_private, told.is_verified, parents.parents_judged, parents.parents_wanted
`;

/** The evidence for `frontier`: what answers say of the name, and its judged parents. */
const evidenceOf = (audienceId: bigint) => sql`
  left join "FrontierTold" as told on told.initial_id = frontier.id
  cross join lateral (
    select count(parent.is_wanted)::int as parents_judged, (count(*) filter (where parent.is_wanted))::int as parents_wanted
    from (
      select ${lessonStored(sql`led.account_id`, audienceId)} as is_wanted
      from (
        (select account_id from "RelatedAccounts" where initial_id = frontier.id limit ${sql.lit(MOST_PARENTS)})
        union all
        (
          select post.account_id
          from "PostCommenters" as commenter
          join "InstagramPost" as post on post.id = commenter.post_id
          where commenter.initial_id = frontier.id
          limit ${sql.lit(MOST_PARENTS)}
        )
      ) as led
    ) as parent
  ) as parents
`;

/**
 * The stored verdict on an account, or null. A scalar subquery is always answered by the key; joined, the planner reads all
 * verdicts of the audience and compares them with each account.
 */
export function lessonStored(accountId: RawBuilder<unknown>, audienceId: bigint): RawBuilder<boolean | null> {
  return sql`(
    select stored.is_wanted
    from "AudienceLesson" as stored
    where stored.account_id = ${accountId} and stored.audience_id = ${audienceId}
  )`;
}

/** Scores names that were not found through links. @returns the number of names whose score changed. */
export async function scoreNamed(
  tx: Transaction<Schema>,
  search: Search,
  usernames: readonly string[],
): Promise<number> {
  const { rows } = await sql<NameToScore>`
    select ${nameToScore}
    from "InitialInstagramAccount" as frontier
    ${evidenceOf(search.audienceId)}
    where frontier.username = any(${usernames}::text[]) and frontier.account_id is null
    order by frontier.id
  `.execute(tx);
  return scoreNames(tx, search, rows);
}

/**
 * Scores names. A name that cannot be wanted by what is known of it gets a closed score, so it is not mined for the audience.
 */
async function scoreNames(
  tx: Transaction<Schema>,
  { audienceId, measured, words, needsPosts }: Search,
  names: readonly NameToScore[],
): Promise<number> {
  if (names.length === 0) return 0;
  const isMarked = (name: NameToScore) => name.full_name !== null || name.is_private !== null;
  const bucketFor = (name: NameToScore) =>
    bucketOf(
      scoreOf(
        {
          channel: name.channel,
          parentsJudged: name.parents_judged,
          parentsWanted: name.parents_wanted,
          told: toldOf(name),
        },
        measured,
        words,
      ),
      name.parents_judged > 0 || isMarked(name),
    );
  const { numAffectedRows } = await sql`
    insert into "FrontierScore" as known (initial_id, audience_id, channel, bucket, is_open)
    select initial_id, ${audienceId}, channel, bucket, is_open
    from ${rowsAs("names", names, {
      initial_id: ["bigint", ({ id }) => id],
      channel: ["text", ({ channel }) => channel],
      bucket: ["smallint", bucketFor],
      is_open: ["boolean", ({ is_private }) => !(needsPosts && is_private === true)],
    })}
    order by initial_id
    on conflict (initial_id, audience_id) do update
    set channel = excluded.channel, bucket = excluded.bucket, is_open = excluded.is_open
    where known.is_open
      and (known.channel, known.bucket, known.is_open) is distinct from (excluded.channel, excluded.bucket, excluded.is_open)
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
