import { batchCommand } from "../cli/batch-command.js";
import { isGiven, sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { type AskedItem, claimAsked } from "../core/mining/manual/claim-asked.js";
import { absenceIn, answerOf, saveAsked } from "../core/mining/manual/save-asked.js";
import type { ProfileSource } from "../core/sources/source.js";

const HOUR_MS = 3_600_000;

export default batchCommand({
  name: "mine-manual",
  group: "mining",
  summary: "Mine the accounts requested with igminer queue add, in order of request",
  details:
    "Known accounts are refreshed, unless they were seen within IGMINER_FRESH_HOURS. May use the whole daily budget, including the part that scheduled commands leave. igminer queue list shows the result of each entry.",
  examples: [
    "igminer mine-manual",
    "igminer mine-manual --batch 50 --concurrency 4",
    "igminer mine-manual --force",
  ],
  defaults: { batch: 20, concurrency: "auto" },
  options: {
    force: {
      summary: "Include accounts seen recently and names not found within the last day",
      schema: isGiven,
    },
    ...sourceOptions,
  },
  definition: ({ force }, { settings }) => {
    const freshMs = force ? null : settings.config.refresh.freshHours * HOUR_MS;
    return {
      queue: "ManualMiningQueue" as const,
      claim: (db, runId, limit) => claimAsked(db, runId, limit, freshMs),
      subject: ({ username }: AskedItem) => username,
      work: ({ username, absences }: AskedItem, source: ProfileSource, signal) =>
        answerOf(source.profile(username, signal, { absences })),
      absenceOf: absenceIn,
      save: saveAsked,
      nothingToDo: async () => "the manual queue is empty; request an account with: igminer queue add NAME",
    };
  },
  openTools: sourceTools("mine-manual", "manual"),
});
