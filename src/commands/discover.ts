import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { counted } from "../cli/format.js";
import { listOf, sourceOptions } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { DISCOVERY_CHANNELS } from "../core/discovery/channels/channels.js";
import {
  addQuestions,
  channelYields,
  claimQuestions,
  type QuestionItem,
  savePages,
  worthAsking,
} from "../core/discovery/questions.js";
import { openSearch } from "../core/discovery/search.js";
import { EXIT, Failure } from "../core/failure.js";
import type { NamesPage, ProfileSource } from "../core/sources/source.js";

const names = DISCOVERY_CHANNELS.map(({ name }) => name as string);
const channelNamed = (name: string) => DISCOVERY_CHANNELS.find((channel) => channel.name === name);

export default batchCommand({
  name: "discover",
  group: "mining",
  summary:
    "Discover usernames for an audience through hashtags, places, keywords, followers, likers and tags",
  details: `Asks HikerAPI what each channel tells of names, and scores them; igminer mine-new --audience mines the likeliest. Channels: ${names.join(", ")}. Which is asked next goes by what each has brought (docs/discovery.md).`,
  examples: [
    "igminer discover --audience makers-de --batch 100 --max-requests 100",
    "igminer discover --audience makers-de --channels hashtag,keyword --stop-below 2%",
  ],
  defaults: { batch: 50, concurrency: "auto" },
  options: {
    audience: {
      value: "NAME",
      summary: "Name of the audience (see igminer audience list)",
      schema: z.string({ error: "whom to look for is due" }),
    },
    channels: {
      value: "LIST",
      summary: `Only these channels: ${names.join(", ")}`,
      schema: listOf("channel", (name) => (names.includes(name) ? name : null)),
    },
    stopBelow: {
      value: "SHARE",
      summary: "Skip channels with a lower share of wanted accounts, such as 2% (default 0)",
      schema: z
        .string()
        .regex(/^\d+(?:\.\d+)?%$/, "a share is written as 2%")
        .transform((text) => Number(text.slice(0, -1)) / 100)
        .default(0),
    },
    ...sourceOptions,
  },
  definition({ audience: name, channels: wanted = names, stopBelow }) {
    let search: { id: bigint; channels: string[] } | null = null;
    return {
      queue: "DiscoveryQuestion" as const,
      async prepare(db) {
        const audience = await openSearch(db, name);
        const chosen = wanted.flatMap((each) => channelNamed(each) ?? []);
        const worth = worthAsking(chosen, await channelYields(db, audience.id), stopBelow);
        search = { id: audience.id, channels: worth.map((channel) => channel.name) };
        const added = await addQuestions(db, audience, worth);
        const left = chosen.filter((channel) => !worth.includes(channel)).map((channel) => channel.name);
        const said = [
          ...(added > 0 ? [`Added ${counted(added, "question")}.`] : []),
          ...(left.length > 0 ? [`Left out, below ${stopBelow * 100} %: ${left.join(", ")}.`] : []),
        ];
        return said.length > 0 ? said.join(" ") : null;
      },
      async claim(db, runId, limit) {
        search ??= { id: (await openSearch(db, name)).id, channels: [...wanted] };
        return claimQuestions(db, { audienceId: search.id, channels: search.channels, runId, limit });
      },
      subject: ({ question, ledBy }: QuestionItem) => `${question} ${ledBy}`,
      work: (
        item: QuestionItem,
        source: Required<Pick<ProfileSource, "names">>,
        signal,
      ): Promise<NamesPage> =>
        source.names(
          (channelNamed(item.channel) as (typeof DISCOVERY_CHANNELS)[number]).ask(item),
          item.cursor,
          signal,
        ),
      save: (tx, done, context) => savePages(tx, (search as { id: bigint }).id, done, context),
      nothingToDo: async () =>
        search !== null && search.channels.length === 0
          ? `the names of every channel are wanted more seldom than --stop-below ${stopBelow * 100}%.`
          : "everything is asked; more wanted accounts lead to more: igminer mine-new --audience, then igminer qualify and igminer rank.",
    };
  },
  async openTools(options, database, context, draining) {
    const session = await sourceTools("discover", `discovery:${options.audience}`)(
      options,
      database,
      context,
      draining,
    );
    const { names: ask, name } = session.tools;
    if (ask !== undefined) return { ...session, tools: { names: ask } };
    await session.close();
    throw new Failure(
      EXIT.usage,
      `The source ${name} cannot be asked for names.`,
      "Set IGMINER_HIKER_KEY, and use --source hiker or leave --source out.",
    );
  },
});
