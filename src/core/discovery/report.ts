import { type Kysely, sql } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import type { Schema } from "../db/schema.js";

/** What one way to names has brought. */
export interface Brought {
  /** A channel; of leads: what was asked about. */
  name: string;
  channel: string;
  /** Names that were mined and judged, and those of them that are wanted. */
  judged: number;
  wanted: number;
}

export interface DiscoveryReport {
  judged: number;
  wanted: number;
  /** Requests and money for finding names (purpose discovery:AUDIENCE). */
  requests: number;
  usd: number | null;
  channels: Brought[];
  leads: Brought[];
  /** Wanted accounts among the judged ones, in the order in which they were first mined. */
  curve: { judged: number; wanted: number }[];
}

/** Points of the curve. */
const POINTS = 20;
/** Leads that are shown, those with the most wanted accounts. */
const SHOWN_LEADS = 10;

/** Reads what the search for an audience has cost and brought; null: none has begun. */
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
  const leads = await sql<Brought>`
    select told.led_by as name, told.channel, count(*)::int as judged, (count(*) filter (where lesson.is_wanted))::int as wanted
    from "AudienceLesson" as lesson
    join "InitialInstagramAccount" as frontier on frontier.account_id = lesson.account_id
    join "FrontierTold" as told on told.initial_id = frontier.id
    where lesson.audience_id = ${id} and told.led_by is not null
    group by told.led_by, told.channel
    order by wanted desc, judged, told.led_by
    limit ${SHOWN_LEADS}
  `.execute(db);
  const spent = await sql<{ requests: number; usd: number | null }>`
    select coalesce(sum(requests), 0)::int as requests, sum(usd)::float8 as usd
    from "Spend"
    where purpose = ${`discovery:${name}`}
  `.execute(db);
  const curve = await sql<{ judged: number; wanted: number }>`
    select max(place)::int as judged, max(found)::int as wanted
    from (
      select row_number() over mined as place,
        count(*) filter (where lesson.is_wanted) over mined as found,
        ntile(${sql.lit(POINTS)}) over mined as point
      from "AudienceLesson" as lesson
      join "InstagramAccountBase" as account on account.id = lesson.account_id
      where lesson.audience_id = ${id}
      window mined as (order by account.first_seen, account.id)
    ) as walked
    group by point
    order by point
  `.execute(db);
  return {
    judged: Number(search.judged),
    wanted: Number(search.wanted),
    requests: spent.rows[0]?.requests ?? 0,
    usd: spent.rows[0]?.usd ?? null,
    channels: channels.rows,
    leads: leads.rows,
    curve: curve.rows,
  };
}
