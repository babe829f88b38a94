import type { Kysely } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import type { BatchDefinition } from "../batch/definition.js";
import type { Schema } from "../db/schema.js";
import type { NamesPage, ProfileSource } from "../sources/source.js";
import type { DiscoveryChannel } from "./channels/channel.js";
import { addQuestions, claimQuestions, type QuestionItem, savePages } from "./questions.js";
import { openSearch } from "./search.js";

/** A source that can list names. */
export type AsksForNames = Required<Pick<ProfileSource, "names">>;

/**
 * Asks channels for names that an audience may want; one item is one page of names.
 * @param worth selects the channels that are worth asking now.
 */
export function questionBatch(
  audienceName: string,
  worth: (db: Kysely<Schema>, audienceId: bigint) => Promise<readonly DiscoveryChannel[]>,
): Omit<BatchDefinition<QuestionItem, NamesPage, AsksForNames>, "name"> {
  let search: { audience: Audience; channels: readonly DiscoveryChannel[] } | null = null;
  const channelOf = (item: QuestionItem) =>
    search?.channels.find(({ name }) => name === item.channel) as DiscoveryChannel;
  return {
    queue: "DiscoveryQuestion",
    async prepare(db) {
      const audience = await openSearch(db, audienceName);
      search = { audience, channels: await worth(db, audience.id) };
      await addQuestions(db, audience, search.channels);
      return null;
    },
    async claim(db, runId, limit) {
      if (search === null || search.channels.length === 0) return { items: [], skipped: 0 };
      const channels = search.channels.map(({ name }) => name);
      return claimQuestions(db, { audienceId: search.audience.id, channels, runId, limit });
    },
    subject: ({ question, ledBy }) => `${question} ${ledBy}`,
    work: (item, source, signal) => source.names(channelOf(item).ask(item), item.cursor, signal),
    save: (tx, done, context) => savePages(tx, (search as { audience: Audience }).audience, done, context),
    nothingToDo: async () => "all searches are done; more wanted accounts lead to new ones.",
  };
}
