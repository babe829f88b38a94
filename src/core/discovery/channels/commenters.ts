import { sql } from "kysely";
import type { DiscoveryChannel } from "./channel.js";

/** Accounts that like or comment on the newest posts of wanted ones. */
export const commenters: DiscoveryChannel = {
  name: "commenters",
  async leads(db, { id }, limit) {
    const { rows } = await sql<{ post_id: bigint; username: string }>`
      select post.id as post_id, account.username
      from "AudienceLesson" as lesson
      join "InstagramAccountBase" as account on account.id = lesson.account_id
      cross join lateral (
        select id
        from "InstagramPost"
        where account_id = lesson.account_id and comment_count > 0
        order by taken_at desc
        limit 1
      ) as post
      where lesson.audience_id = ${id}
        and lesson.is_wanted
        and not exists (
          select
          from "DiscoveryQuestion" as asked
          where asked.audience_id = ${id} and asked.question = 'comments' and asked.value = post.id::text
        )
      order by lesson.account_id
      limit ${limit}
    `.execute(db);
    return rows.flatMap(({ post_id, username }) =>
      ["comments", "likers"].map((question) => ({ question, value: String(post_id), ledBy: username })),
    );
  },
  ask: ({ question, value }) =>
    question === "likers"
      ? { path: "gql/media/likers", query: { media_id: value }, cursorName: "end_cursor" }
      : { path: "v2/media/comments", query: { id: value }, cursorName: "page_id" },
};
