import * as z from "zod";
import { boundedCommand } from "../cli/bounded-command.js";
import { count, listOf, sourceOptions } from "../cli/options.js";
import { sourceAdvice } from "../cli/source-advice.js";
import { capOf, sourceTools } from "../cli/source-tools.js";
import { dryRun, runBatch } from "../core/batch/run-batch.js";
import { DISCOVERY_CHANNELS } from "../core/discovery/channels/channels.js";
import { aimedAt } from "../core/discovery/claim-aimed.js";
import type { Channel } from "../core/discovery/evidence.js";
import { searchPurpose } from "../core/discovery/milestones.js";
import { questionBatch } from "../core/discovery/question-batch.js";
import { channelYields, sumOf, worthAsking } from "../core/discovery/questions.js";
import { searchInRounds } from "../core/discovery/rounds.js";
import { openSearch } from "../core/discovery/search.js";
import { askingForNames } from "../core/discovery/source-of-names.js";
import { miningBatch } from "../core/mining/mining-batch.js";

const CHANNELS: readonly Channel[] = ["related", ...DISCOVERY_CHANNELS.map(({ name }) => name)];
const USUAL_BATCH = 50;

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
      miningBatch(aimedAt(audience, { channels: fromAll(channels) }), settings.config.seeds),
    adviceAfter: (result, { source }, { settings }) => sourceAdvice(result, source, settings.config),
  },
  {
    plan: (definition, database, batch = USUAL_BATCH) => dryRun(definition, database, batch),
    async run(_definition, run, options, context) {
      const { audience: name, stopBelow, maxRequests, maxUsd } = options;
      const { config } = context.settings;
      const db = run.database.kysely;
      const { id: audienceId } = await openSearch(db, name);
      const worth = async <Each extends { name: Channel }>(channels: readonly Each[]) =>
        worthAsking(channels, await channelYields(db, audienceId), stopBelow);
      const chosen = options.channels ?? CHANNELS;
      const asked = DISCOVERY_CHANNELS.filter((channel) => chosen.includes(channel.name));
      const cap = capOf(options, config);
      const open = sourceTools("discover", searchPurpose(name), cap);
      const openFor = (draining: AbortSignal) =>
        open({ ...options, maxSeconds: run.maxSeconds ?? undefined }, run.database, context, draining);
      const affordable =
        maxRequests ?? (maxUsd && Math.floor(maxUsd / (config.hiker.unitPriceUsd ?? maxUsd)));
      return searchInRounds(
        { ...run, batch: options.batch ?? affordable ?? USUAL_BATCH },
        {
          brought: async () => sumOf(await channelYields(db, audienceId)),
          stopBelow,
          ask:
            asked.length === 0
              ? null
              : (turn) =>
                  runBatch(
                    { name: "discover", ...questionBatch(name, () => worth(asked)) },
                    { ...turn, openTools: async (draining) => askingForNames(await openFor(draining)) },
                  ),
          async mine(turn) {
            const left = (await worth(CHANNELS.map((channel) => ({ name: channel })))).map(
              (each) => each.name,
            );
            const channels = fromAll(left.filter((channel) => chosen.includes(channel)));
            return runBatch(
              { name: "discover", ...miningBatch(aimedAt(name, { channels }), config.seeds) },
              { ...turn, openTools: openFor },
            );
          },
        },
      );
    },
  },
);

/** @returns the channels whose names are mined, or undefined for all. */
function fromAll(channels: readonly string[] | undefined): Channel[] | undefined {
  if (channels === undefined || CHANNELS.every((channel) => channels.includes(channel))) return undefined;
  return ["seed", ...(channels as Channel[])];
}
