import { type Kysely, sql } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";

/** The purpose under which the cost of a search is booked in the ledger: finding names for an audience and mining them. */
export const searchPurpose = (audience: string): Purpose => `discovery:${audience}`;

/** Records the cost of the search so far, if it has changed, as a point of the curve in its report. */
export async function noteMilestone(
  db: Kysely<Schema>,
  { id, name }: Pick<Audience, "id" | "name">,
): Promise<void> {
  await sql`
    insert into "DiscoveryMilestone" (audience_id, requests, usd)
    select ${id}, spent.requests, spent.usd
    from (
      select coalesce(sum(requests), 0)::bigint as requests, sum(usd)::float8 as usd
      from "Spend"
      where purpose = ${searchPurpose(name)}
    ) as spent
    where not exists (
      select
      from "DiscoveryMilestone" as noted
      where noted.audience_id = ${id} and noted.requests >= spent.requests
    )
    on conflict (audience_id, at) do nothing
  `.execute(db);
}
