import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../../batch/definition.js";
import type { Settlement } from "../../claims/claims.js";
import type { Schema } from "../../db/schema.js";
import type { PostItem } from "./claim-posts.js";
import type { PostRead } from "./read-comments.js";

/** Marks posts whose comments are read or not available, and gives back posts that were not finished. */
export async function closePosts(
  tx: Transaction<Schema>,
  done: readonly Done<PostItem, PostRead>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const complete = done.filter(({ result }) => result.ending === "complete").map(({ item }) => item.id);
  const gone = done.filter(({ result }) => typeof result.ending === "object").map(({ item }) => item.id);
  const closed = await sql<{ id: bigint }>`
    delete from "CommentImport"
    where id = any(${complete}::bigint[]) and claimed_by = ${runId}
    returning id
  `.execute(tx);
  await sql`
    with searched as (
      select post.id
      from "InstagramPost" as post
      where post.id = any(${[...closed.rows.map(({ id }) => id), ...gone]}::bigint[])
      order by post.id
      for no key update
    )
    update "InstagramPost" as post
    set comments_searched = true
    from searched
    where post.id = searched.id
  `.execute(tx);
  const sum = (numberOf: (read: PostRead) => number) =>
    done.reduce((total, { result }) => total + numberOf(result), 0);
  return {
    closed: closed.rows.length,
    tallies: {
      pages: sum(({ pages }) => pages),
      comments: sum(({ tallies }) => tallies.comments),
      commenters: sum(({ tallies }) => tallies.commenters),
      discovered: sum(({ tallies }) => tallies.discovered),
    },
    settlements: done.flatMap(({ item, result }) => settlementOf(item, result)),
  };
}

function settlementOf({ id }: PostItem, { ending }: PostRead): Settlement[] {
  if (ending === "complete") return [];
  if (ending === "stopped") return [{ id, outcome: "given_back", error: null }];
  const outcome = ending.gone.kind === "not_found" ? "not_found" : "unavailable";
  return [{ id, outcome, error: ending.gone.message }];
}
