import { type Kysely, sql } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import type { Schema } from "../db/schema.js";
import { searchPurpose } from "./milestones.js";

/** The yield of one channel or lead. */
export interface Brought {
  /** The channel, or what the lead asked about. */
  name: string;
  channel: string;
  /** Names that were mined and judged, and how many of them are wanted. */
  judged: number;
  wanted: number;
}

/** What the search for an audience has cost and found. */
export interface DiscoveryReport {
  judged: number;
  wanted: number;
  /** Wanted accounts first mined since the search began. */
  found: number;
  /** Requests and cost of the search, for finding names and mining them (purpose discovery:AUDIENCE). */
  requests: number;
  usd: number | null;
  channels: Brought[];
  leads: Brought[];
  /** Cost and number of wanted accounts over time. */
  curve: { at: Date; requests: number; usd: number | null; judged: number; wanted: number }[];
}

/** Maximum number of points of the curve. */
const POINTS = 20;
/** Number of leads shown, those with the most wanted accounts first. */
const SHOWN_LEADS = 10;

/** Reads the cost and yield of the search for an audience, or null if none has begun. */
export async function readDiscovery(
  db: Kysely<Schema>,
  { id, name }: Pick<Audience, "id" | "name">,
): Promise<DiscoveryReport | null> {
  const search = await db
    .selectFrom("AudienceSearch")
    .select(["judged", "wanted"])
    .where("audience_id", "=", id)
    .executeTakeFirst();
  if (search === undefined) return null;
  const channels = await sql<Brought>`
    select channel as name, channel, sum(judged)::int as judged, sum(wanted)::int as wanted
    from "AudienceYield"
    where audience_id = ${id}
    group by channel
    order by wanted desc, channel
  `.execute(db);
  // What led to a suggested name is not stored with it: it is the first account that suggests it.
  const leads = await sql<Brought>`
    select coalesce(told.led_by, suggests.username) as name, coalesce(told.channel, 'related') as channel,
      count(*)::int as judged, (count(*) filter (where lesson.is_wanted))::int as wanted
    from "AudienceLesson" as lesson
    join "InitialInstagramAccount" as frontier on frontier.account_id = lesson.account_id
    left join "FrontierTold" as told on told.initial_id = frontier.id
    left join lateral (
      select account.username
      from "RelatedAccounts" as link
      join "InstagramAccountBase" as account on account.id = link.account_id
      where link.initial_id = frontier.id and frontier.source = 'RELATED' and told.led_by is null
      order by account.first_seen, account.id
      limit 1
    ) as suggests on true
    where lesson.audience_id = ${id} and coalesce(told.led_by, suggests.username) is not null
    group by 1, 2
    order by wanted desc, judged, name
    limit ${SHOWN_LEADS}
  `.execute(db);
  const spent = await sql<{ requests: number; usd: number | null }>`
    select coalesce(sum(requests), 0)::int as requests, sum(usd)::float8 as usd
    from "Spend"
    where purpose = ${searchPurpose(name)}
  `.execute(db);
  const money = spent.rows[0] ?? { requests: 0, usd: null };
  const curve = await sql<DiscoveryReport["curve"][number]>`
    with began as (
      select min(at) as at from "DiscoveryMilestone" where audience_id = ${id}
    ),
    points as (
      select max(at) as at, max(requests)::int as requests, max(usd) as usd
      from (
        select at, requests, usd, ntile(${sql.lit(POINTS)}) over (order by at) as point
        from "DiscoveryMilestone"
        where audience_id = ${id} and requests > 0
      ) as noted
      group by point
      union all
      select now(), ${money.requests}::int, ${money.usd}::float8
    ),
    mined as (
      select account.first_seen, lesson.is_wanted
      from "AudienceLesson" as lesson
      join "InstagramAccountBase" as account on account.id = lesson.account_id
      where lesson.audience_id = ${id} and account.first_seen >= (select at from began)
    )
    select points.at, points.requests, points.usd,
      count(*) filter (where mined.first_seen <= points.at)::int as judged,
      count(*) filter (where mined.first_seen <= points.at and mined.is_wanted)::int as wanted
    from points
    left join mined on true
    group by points.at, points.requests, points.usd
    order by points.at
  `.execute(db);
  return {
    judged: Number(search.judged),
    wanted: Number(search.wanted),
    found: curve.rows.at(-1)?.wanted ?? 0,
    ...money,
    channels: channels.rows,
    leads: leads.rows,
    curve: curve.rows,
  };
}
