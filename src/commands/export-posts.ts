import { exportCommand } from "../cli/export-command.js";
import { ACCOUNT_OPTIONS, POST_OPTIONS, sinceOption } from "../cli/export-options.js";
import { accountConditions, captionsIn, postConditions, since } from "../core/exchange/export/filters.js";
import { POSTS } from "../core/exchange/export/subjects.js";

export default exportCommand({
  subject: POSTS,
  summary: "Export posts as CSV, JSON lines or Parquet",
  details: "Filters on accounts apply to a post's author, --lang to its caption.",
  options: { ...ACCOUNT_OPTIONS, ...POST_OPTIONS, ...sinceOption("Posted") },
  examples: [
    "igminer export posts --username natgeo --out natgeo.parquet",
    "igminer export posts --hashtag travel,reise --since 30d --min-likes 100 --format jsonl",
  ],
  conditions: ({ lang, ...options }) => [
    ...accountConditions(options),
    ...postConditions(options),
    ...captionsIn(lang),
    ...since("post.taken_at", options.since),
  ],
});
