import * as z from "zod";
import { boundedCommand } from "../cli/bounded-command.js";
import { lazily } from "../cli/lazily.js";
import { count } from "../cli/options.js";
import { type BatchResult, togetherWith } from "../core/batch/live-run.js";
import { dryRun, runBatch } from "../core/batch/run-batch.js";
import { handOverBatch } from "../core/outreach/hand-over.js";
import { isEndingDue, syncBatch } from "../core/outreach/sync.js";

const openSequencers = lazily(
  async () => (await import("../core/outreach/open-sequencers.js")).openSequencers,
);

export default boundedCommand(
  {
    name: "hand-over",
    group: "outreach",
    summary: "Hand queued leads over to the sequencer, each exactly once, and delete erased people there",
    details:
      "An item is one request with leads of one sequence, within its daily cap and the remaining quota of the plan. Suppressions are checked when the request is recorded and again when it is sent. If a request may already have arrived, the sequencer's list is checked before it is sent again.",
    examples: [
      "igminer hand-over",
      "igminer hand-over --sequence vegan-de --chunk 100",
      "igminer hand-over --dry-run",
    ],
    defaults: { batch: 20, concurrency: 2 },
    options: {
      sequence: { value: "S", summary: "Only one sequence", schema: z.string().min(1).optional() },
      chunk: {
        value: "N",
        summary: "Leads per request (default 1000, Instantly's maximum)",
        schema: count(1).max(1_000).default(1_000),
      },
    },
    definition: ({ sequence, chunk }, { settings }) =>
      handOverBatch({
        chunk,
        sequence: sequence ?? null,
        listingLagSeconds: settings.config.instantly.listingLagSeconds,
      }),
  },
  {
    plan: dryRun,
    async run(definition, run, _options, { settings: { config } }) {
      const openTools = (draining: AbortSignal) => openSequencers(run.database, config, draining);
      const handedOver = await runBatch(definition, { ...run, openTools });
      if (isOver(handedOver) || !(await isEndingDue(run.database.kysely))) return handedOver;
      // A separate run, since it works on another queue: withdrawals do not wait for another command.
      const endings = { name: "hand-over", ...syncBatch({ ...config.instantly, onlyEndings: true }) };
      return togetherWith(handedOver, await runBatch(endings, { ...run, openTools }));
    },
  },
);

function isOver({ stop }: BatchResult): boolean {
  return stop !== null && stop.kind !== "source";
}
