import { batchCommand } from "../cli/batch-command.js";
import { count, sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { NotSetUp } from "../core/failure.js";
import { claimPosts, type PostItem } from "../core/mining/comments/claim-posts.js";
import { closePosts } from "../core/mining/comments/close-posts.js";
import { type CommentTools, type PostRead, readComments } from "../core/mining/comments/read-comments.js";

export default batchCommand({
  name: "import-comments",
  group: "mining",
  summary: "Add the people who comment on mined posts to the frontier",
  details:
    "Reads posts whose comments have not been read yet, the newest first. Each page is saved with its position, so that an interruption costs at most one page. Commenters are added to the frontier with source COMMENTS and stay linked to the post. Only the source hiker provides comments.",
  examples: [
    "igminer import-comments --batch 20 --source hiker",
    "igminer import-comments --min-comments 50 --max-pages 3",
    "igminer import-comments --dry-run",
  ],
  defaults: { batch: 20, concurrency: "auto" },
  options: {
    minComments: {
      value: "N",
      summary: "Only posts with more than N comments (default 5; a lower value has to scan all posts)",
      schema: count(0).default(5),
    },
    maxPages: {
      value: "N",
      summary: "Read at most N pages of about 15 comments per post (default 20)",
      schema: count(1).default(20),
    },
    ...sourceOptions,
  },
  definition: ({ minComments, maxPages }) => ({
    queue: "CommentImport" as const,
    claim: (db, runId, limit) => claimPosts(db, runId, limit, minComments),
    subject: ({ username, shortcode }: PostItem) => `${username}/${shortcode}`,
    work: (post: PostItem, tools: CommentTools, signal) => readComments(post, tools, maxPages, signal),
    isAbsence: ({ ending }: PostRead) => typeof ending === "object" && ending.gone.kind === "not_found",
    save: closePosts,
    async nothingToDo(db) {
      const any = await db.selectFrom("InstagramPost").select("id").limit(1).executeTakeFirst();
      return any === undefined
        ? "no post is known yet; run first: igminer mine-new"
        : `every post with more than ${minComments} comments has been read; igminer mine-new and igminer refresh add new ones.`;
    },
  }),
  async openTools(options, database, context, draining) {
    const session = await sourceTools("import-comments", "comments")(options, database, context, draining);
    const { comments, name } = session.tools;
    if (comments === undefined) {
      await session.close();
      throw new NotSetUp(
        `The source ${name} does not provide comments.`,
        "Set IGMINER_HIKER_KEY, and use --source hiker or omit --source.",
      );
    }
    return { ...session, tools: { db: database.kysely, comments, draining } };
  },
});
