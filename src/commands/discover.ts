import * as z from "zod";
import { boundedCommand } from "../cli/bounded-command.js";
import { CHANNELS, minedFrom, runDiscovery, USUAL_BATCH } from "../cli/discovery-run.js";
import { count, listOf, sourceOptions } from "../cli/options.js";
import { sourceAdvice } from "../cli/source-advice.js";
import { dryRun } from "../core/batch/run-batch.js";
import { aimedAt } from "../core/discovery/claim-aimed.js";
import { miningBatch } from "../core/mining/mining-batch.js";

export default boundedCommand(
  {
    name: "discover",
    group: "mining",
    summary: "Search for accounts of an audience: find usernames, and mine the most likely ones",
    details: `Alternates between searches at HikerAPI, each a page of usernames, and mining the most likely ones, up to --max-requests, --max-usd or --batch. Channels: ${CHANNELS.join(", ")}; related are the accounts suggested with mined ones, which need no search. Channels that have found more wanted accounts are used more (docs/discovery.md).`,
    examples: [
      "igminer discover --audience makers-de --max-requests 5000",
      "igminer discover --audience makers-de --max-requests 500 --channels related,hashtag,keyword --stop-below 2%",
    ],
    defaults: { batch: USUAL_BATCH, concurrency: "auto" },
    options: {
      batch: {
        value: "N",
        summary: `Process at most N searches and accounts (default ${USUAL_BATCH}; with --max-requests or --max-usd, as many as these allow)`,
        schema: count(1).optional(),
      },
      audience: {
        value: "NAME",
        summary: "Name of the audience (see igminer audience list)",
        schema: z.string({ error: "this flag is required" }),
      },
      channels: {
        value: "LIST",
        summary: `Only these channels: ${CHANNELS.join(", ")}`,
        schema: listOf("channel", (name) => ((CHANNELS as readonly string[]).includes(name) ? name : null)),
      },
      stopBelow: {
        value: "SHARE",
        summary:
          "Stop if a lower share of accounts is wanted, such as 2%, and skip channels below it (default 0)",
        schema: z
          .string()
          .regex(/^\d+(?:\.\d+)?%$/, "expected a share such as 2%")
          .transform((text) => Number(text.slice(0, -1)) / 100)
          .refine((share) => share <= 1, "expected at most 100%")
          .default(0),
      },
      ...sourceOptions,
    },
    definition: ({ audience, channels }, { settings }) =>
      miningBatch(aimedAt(audience, { channels: minedFrom(channels) }), settings.config.seeds),
    adviceAfter: (result, { source }, { settings }) => sourceAdvice(result, source, settings.config),
  },
  {
    plan: (definition, database, batch = USUAL_BATCH) => dryRun(definition, database, batch),
    run: (_definition, run, options, context) => runDiscovery(run, options, context),
  },
);
