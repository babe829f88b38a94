import { batchCommand } from "../cli/batch-command.js";
import { count, isGiven } from "../cli/options.js";
import type { Variation } from "../core/clones/variations.js";
import {
  claimUnvaried,
  namesFor,
  saveVaried,
  type UnvariedItem,
  type VaryTools,
} from "../core/clones/vary.js";
import { openVarySession } from "../core/clones/vary-session.js";
import { tieWatchedNames } from "../core/clones/watch.js";

export default batchCommand({
  name: "vary-names",
  group: "clones",
  summary: "Generate names that imitators of watched accounts might use, for validate-clones",
  details:
    "Uses rules, ordered by what each has found so far; with --gpt, OpenAI adds names. An account whose names have all been tried gets new ones after 30 days.",
  examples: ["igminer vary-names --batch 500", "igminer vary-names --batch 50 --per-account 120 --gpt"],
  defaults: { batch: 500, concurrency: 4 },
  options: {
    perAccount: {
      value: "N",
      summary: "Generate at most N names per account (default 60)",
      schema: count(1).max(1_000).default(60),
    },
    gpt: { summary: "Ask a model for names as well (needs OPENAI_API_KEY)", schema: isGiven },
  },
  definition: () => ({
    queue: "UsersToClone" as const,
    async prepare(db) {
      const tied = await tieWatchedNames(db);
      return tied > 0 ? `${tied} watched username(s) have been mined meanwhile.` : null;
    },
    claim: claimUnvaried,
    subject: (item: UnvariedItem) => item.username,
    work: (item: UnvariedItem, tools: VaryTools, signal): Promise<Variation[]> =>
      namesFor(item, tools, signal),
    save: saveVaried,
    nothingToDo: async () =>
      "every watched account that is mined has names to try; igminer clones watch adds accounts.",
  }),
  openTools: (options, database, { settings }, draining) =>
    openVarySession({
      db: database.kysely,
      now: database.now,
      config: settings.config,
      perAccount: options.perAccount,
      isInventing: options.gpt,
      draining,
    }),
});
