import type { BatchResult, RunOptions } from "../core/batch/live-run.js";
import { runBatch } from "../core/batch/run-batch.js";
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
import type { CommandContext, OptionValues } from "./command.js";
import type { sourceOptions } from "./options.js";
import { capOf, sourceTools } from "./source-tools.js";

/** All channels of a search: accounts suggested with mined ones, and those that are asked for names. */
export const CHANNELS: readonly Channel[] = ["related", ...DISCOVERY_CHANNELS.map(({ name }) => name)];
/** The searches and accounts of a run that nothing else limits. */
export const USUAL_BATCH = 50;

interface DiscoveryOptions extends OptionValues<typeof sourceOptions> {
  audience: string;
  /** A share from 0 to 1. */
  stopBelow: number;
  channels?: readonly string[] | undefined;
  batch?: number | undefined;
}

/**
 * Searches for accounts of an audience and mines the likeliest in turns, under one cap for both.
 * @throws Failure if the audience is unknown, or `--max-usd` lacks a price.
 */
export async function runDiscovery(
  run: RunOptions,
  options: DiscoveryOptions,
  context: CommandContext,
): Promise<BatchResult> {
  const { audience: name, stopBelow, maxRequests, maxUsd, channels: chosen = CHANNELS } = options;
  const { config } = context.settings;
  const db = run.database.kysely;
  const { id: audienceId } = await openSearch(db, name);
  const worth = async <Each extends { name: Channel }>(channels: readonly Each[]) =>
    worthAsking(channels, await channelYields(db, audienceId), stopBelow);
  const asked = DISCOVERY_CHANNELS.filter((channel) => chosen.includes(channel.name));
  const open = sourceTools("discover", searchPurpose(name), capOf(options, config));
  const openFor = (draining: AbortSignal) =>
    open({ ...options, maxSeconds: run.maxSeconds ?? undefined }, run.database, context, draining);
  const affordable = maxRequests ?? (maxUsd && Math.floor(maxUsd / (config.hiker.unitPriceUsd ?? maxUsd)));
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
        const left = await worth(CHANNELS.map((channel) => ({ name: channel })));
        const channels = minedFrom(left.map((each) => each.name).filter((each) => chosen.includes(each)));
        return runBatch(
          { name: "discover", ...miningBatch(aimedAt(name, { channels }), config.seeds) },
          { ...turn, openTools: openFor },
        );
      },
    },
  );
}

/** @returns the channels whose names are mined, or undefined for all. */
export function minedFrom(channels: readonly string[] | undefined): Channel[] | undefined {
  if (channels === undefined || CHANNELS.every((channel) => channels.includes(channel))) return undefined;
  return ["seed", ...(channels as Channel[])];
}
