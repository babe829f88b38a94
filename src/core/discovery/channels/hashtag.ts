import { sql } from "kysely";
import type { DiscoveryChannel } from "./channel.js";

/** Number of wanted accounts whose hashtags are counted if the audience names none. */
const COUNTED_ACCOUNTS = 200;

/** Authors of posts with a hashtag: those of the audience, otherwise the commonest among wanted accounts. */
export const hashtag: DiscoveryChannel = {
  name: "hashtag",
  async leads(db, audience, limit) {
    const tags = audience.criteria.hashtags ?? (await commonTags());
    return tags.flatMap((tag) => [
      { question: "hashtag-recent", value: tag, ledBy: `#${tag}` },
      { question: "hashtag-top", value: tag, ledBy: `#${tag}` },
    ]);

    async function commonTags(): Promise<string[]> {
      const { rows } = await sql<{ tag: string }>`
        select tag
        from (
          select account_id
          from "AudienceLesson"
          where audience_id = ${audience.id} and is_wanted
          order by account_id desc
          limit ${COUNTED_ACCOUNTS}
        ) as wanted
        join "InstagramPost" as post on post.account_id = wanted.account_id
        cross join lateral unnest(post.hashtags) as tag
        group by tag
        having count(distinct post.account_id) > 1
        order by count(distinct post.account_id) desc, tag
        limit ${limit}
      `.execute(db);
      return rows.map(({ tag }) => tag);
    }
  },
  ask: ({ question, value }) => ({
    path: question === "hashtag-top" ? "v2/hashtag/medias/top" : "v2/hashtag/medias/recent",
    query: { name: value },
    cursorName: "page_id",
  }),
};
