import { sweepCommand } from "../cli/sweep-command.js";
import { rankStep } from "../core/discovery/rank.js";

export default sweepCommand({
  name: "rank",
  group: "mining",
  summary: "Score the names of the frontier by how likely they belong to each audience",
  details:
    "Judges accounts that changed since they were last judged (for example, their language, country, kind or address became known), and scores the usernames they lead to. Covers every audience that igminer mine-new --audience or igminer discover has searched for; mine-new --audience does as much of it as its own batch needs.",
  examples: ["igminer rank", "igminer rank --batch 50000 --max-seconds 60"],
  defaults: { batch: 5_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 200,
    sweep: rankStep,
    async nothingToDo(db) {
      const any = await db.selectFrom("AudienceSearch").select("audience_id").limit(1).executeTakeFirst();
      return any === undefined
        ? "no audience has been searched for yet; begin with: igminer mine-new --audience NAME"
        : "every account is judged; igminer qualify, find-countries and find-emails decide more of them.";
    },
  }),
});
