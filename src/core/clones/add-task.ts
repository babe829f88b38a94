import type { Insertable, Kysely } from "kysely";
import type { Schema } from "../db/schema.js";

type Range = readonly [from: number, to: number];

/** The limits of a new task. */
export interface NewTask
  extends Pick<
    Insertable<Schema["CloneTask"]>,
    | "target_female"
    | "target_male"
    | "target_country"
    | "bio_lang"
    | "gender_conf_min"
    | "has_link"
    | "audience"
  > {
  posts: Range;
  followers: Range;
  following: Range;
}

/** Adds a task to watch accounts. @returns its id. */
export async function addTask(
  db: Kysely<Schema>,
  { posts, followers, following, ...task }: NewTask,
): Promise<bigint> {
  const { id } = await db
    .insertInto("CloneTask")
    .values({
      ...task,
      posts_min: BigInt(posts[0]),
      posts_max: BigInt(posts[1]),
      followers_min: BigInt(followers[0]),
      followers_max: BigInt(followers[1]),
      following_min: BigInt(following[0]),
      following_max: BigInt(following[1]),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
