import { sql } from "kysely";
import type { DiscoveryChannel } from "./channel.js";

/** Number of wanted accounts whose places are counted. */
const COUNTED_ACCOUNTS = 200;

/** Authors of posts at the places where wanted accounts post. */
export const place: DiscoveryChannel = {
  name: "place",
  async leads(db, { id }, limit) {
    const { rows } = await sql<{ location_id: bigint; location_name: string }>`
      select details.location_id, min(post.location_name) as location_name
      from (
        select account_id
        from "AudienceLesson"
        where audience_id = ${id} and is_wanted
        order by account_id desc
        limit ${COUNTED_ACCOUNTS}
      ) as wanted
      join "InstagramPost" as post on post.account_id = wanted.account_id
      join "PostDetails" as details on details.id = post.id
      where details.location_id is not null and post.location_name is not null
      group by details.location_id
      order by count(distinct post.account_id) desc, details.location_id
      limit ${limit}
    `.execute(db);
    return rows.map(({ location_id, location_name }) => ({
      question: "place",
      value: String(location_id),
      ledBy: location_name,
    }));
  },
  ask: ({ value }) => ({
    path: "v1/location/medias/recent/chunk",
    query: { location_pk: value },
    cursorName: "max_id",
  }),
};
