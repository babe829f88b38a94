import { batchCommand } from "../cli/batch-command.js";
import { lazily } from "../cli/lazily.js";
import { sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import type { Checked } from "../core/clones/check-candidate.js";
import { type Candidate, claimCandidates } from "../core/clones/claim-candidates.js";
import type { ProfileSource } from "../core/sources/source.js";

const checkCandidate = lazily(async () => (await import("../core/clones/check-candidate.js")).checkCandidate);

export default batchCommand({
  name: "validate-clones",
  group: "clones",
  summary: "Check which candidate names exist, mine those accounts and score them against the watched ones",
  details:
    "A name that does not exist is replaced by the next variation and is not stored. If the source can search (hiker), accounts with the same display name are searched for too. Known look-alikes are checked again after a week.",
  examples: [
    "igminer validate-clones --batch 200",
    "igminer validate-clones --batch 1000 --concurrency 8 --source hiker --max-seconds 240",
    "igminer validate-clones --batch 20 --dry-run",
  ],
  defaults: { batch: 100, concurrency: "auto" },
  options: {
    ...sourceOptions,
  },
  definition: () => ({
    queue: "UsersToClone" as const,
    claim: claimCandidates,
    // A name that may turn out to be free is never shown.
    subject: (item: Candidate) =>
      item.alt_name_unique ? `${item.watched_username}: ${item.alt_username}` : item.watched_username,
    work: (item: Candidate, source: ProfileSource, signal): Promise<Checked> =>
      checkCandidate(item, source, signal),
    absenceOf: ({ absence }: Checked) => absence,
    save: lazily(async () => (await import("../core/clones/save-checked.js")).saveChecked),
    nothingToDo: async () =>
      "no candidate name is waiting; igminer vary-names generates names, igminer clones watch adds accounts.",
  }),
  openTools: sourceTools("validate-clones", "clones"),
});
