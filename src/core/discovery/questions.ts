import { randomBeta } from "d3-random";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import type { ClaimedRow, Done, SaveContext, Saved } from "../batch/definition.js";
import { isAlive } from "../claims/claims.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { forgottenAmong } from "../keep-out/forgotten.js";
import type { NamedAccount, NamesPage } from "../sources/source.js";
import type { DiscoveryChannel } from "./channels/channel.js";
import type { Measured } from "./score.js";
import { scoreNamed } from "./score-names.js";
import { lockSearch } from "./search.js";

/** A question to a channel, as far as its next page. */
export interface QuestionItem extends ClaimedRow {
  id: bigint;
  channel: string;
  question: string;
  value: string;
  ledBy: string;
  cursor: string | null;
}

/** Maximum number of new questions that a run adds per channel. */
const LEADS_PER_CHANNEL = 50;
/** Maximum number of pages per question: later pages bring less, and an account may have millions of followers. */
const MOST_PAGES = 20;
/** A channel's yield is believed from this many judged names on. */
const ENOUGH_JUDGED = 50;

/** The yield of a channel so far. */
export interface ChannelYield {
  channel: string;
  judged: number;
  wanted: number;
}

/** Reads how many of each channel's names have been judged, and how many of these are wanted. */
export async function channelYields(db: Kysely<Schema>, audienceId: bigint): Promise<ChannelYield[]> {
  const { rows } = await sql<ChannelYield>`
    select channel, sum(judged)::int as judged, sum(wanted)::int as wanted
    from "AudienceYield"
    where audience_id = ${audienceId}
    group by channel
    order by channel
  `.execute(db);
  return rows;
}

/** @returns the yield of all channels together. */
export function sumOf(yields: readonly ChannelYield[]): Measured {
  const add = (sum: number, each: number) => sum + each;
  return {
    judged: yields.map(({ judged }) => judged).reduce(add, 0),
    wanted: yields.map(({ wanted }) => wanted).reduce(add, 0),
  };
}

/** @returns the channels without those known to yield less than `stopBelow` (0 to 1) of wanted names. */
export function worthAsking<Channel extends { name: string }>(
  channels: readonly Channel[],
  yields: readonly ChannelYield[],
  stopBelow: number,
): Channel[] {
  return channels.filter(({ name }) => {
    const { judged = 0, wanted = 0 } = yields.find(({ channel }) => channel === name) ?? {};
    return judged < ENOUGH_JUDGED || wanted / judged >= stopBelow;
  });
}

/** Adds the questions that follow from the audience; existing ones stay as they are. @returns the number of new questions. */
export async function addQuestions(
  db: Kysely<Schema>,
  audience: Audience,
  channels: readonly DiscoveryChannel[],
): Promise<number> {
  let added = 0;
  for (const channel of channels) {
    const leads = await channel.leads(db, audience, LEADS_PER_CHANNEL);
    if (leads.length === 0) continue;
    const { numAffectedRows } = await sql`
      insert into "DiscoveryQuestion" (audience_id, channel, question, value, led_by)
      select ${audience.id}, ${channel.name}, question, value, led_by
      from ${rowsAs("leads", leads, {
        question: ["text", ({ question }) => question],
        value: ["text", ({ value }) => value],
        led_by: ["text", ({ ledBy }) => ledBy],
      })}
      on conflict (audience_id, question, value) do nothing
    `.execute(db);
    added += Number(numAffectedRows ?? 0);
  }
  return added;
}

/**
 * Claims questions. Channels come in the order of a draw from the distribution of their yield (Thompson sampling), within a
 * channel the questions with the fewest pages read first.
 */
export async function claimQuestions(
  db: Kysely<Schema>,
  {
    audienceId,
    channels,
    runId,
    limit,
  }: { audienceId: bigint; channels: readonly string[]; runId: bigint; limit: number },
): Promise<{ items: QuestionItem[]; skipped: number }> {
  const yields = await channelYields(db, audienceId);
  const order = channels
    .map((channel) => {
      const { judged = 0, wanted = 0 } = yields.find((each) => each.channel === channel) ?? {};
      return { channel, drawn: randomBeta.source(Math.random)(wanted + 1, judged - wanted + 1)() };
    })
    .sort((one, other) => other.drawn - one.drawn);
  const { rows } = await sql<QuestionItem>`
    with due as (
      select question.id
      from ${rowsAs(
        "given",
        order.map(({ channel }, place) => ({ channel, place })),
        { channel: ["text", ({ channel }) => channel], place: ["integer", ({ place }) => place] },
      )}
      cross join lateral (
        select id
        from "DiscoveryQuestion"
        where audience_id = ${audienceId}
          and channel = given.channel
          and claimed_by is null
          and (outcome is null or outcome = 'retry')
          and (next_attempt_at is null or next_attempt_at <= now())
          and ${isAlive(runId)}
        order by pages, id
        limit ${limit}
        for no key update skip locked
      ) as question
      order by given.place
      limit ${limit}
    )
    update "DiscoveryQuestion" as question
    set claimed_by = ${runId}
    from due
    where question.id = due.id
    returning question.id, question.channel, question.question, question.value, question.led_by as "ledBy", question.cursor
  `.execute(db);
  return { items: rows, skipped: 0 };
}

/**
 * Saves the names on pages with what the answers say of them, scores the names, and closes finished questions. A question
 * with a further page stays open.
 */
export async function savePages(
  tx: Transaction<Schema>,
  audience: Audience,
  done: readonly Done<QuestionItem, NamesPage>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const told = new Map<string, NamedAccount & { channel: string; ledBy: string }>();
  for (const { item, result } of done)
    for (const name of result.names)
      told.set(name.username, { ...name, channel: item.channel, ledBy: item.ledBy });
  const keptOut = await forgottenAmong(tx, "username", [...told.keys()]);
  for (const username of keptOut) told.delete(username);
  const names = [...told.values()].sort((one, other) => (one.username < other.username ? -1 : 1));
  const { rows: added } = await sql<{ username: string }>`
    insert into "InitialInstagramAccount" (username, source, source_tag)
    select username, case channel when 'commenters' then 'COMMENTS' else 'RELATED' end, 'discovery: ' || channel
    from ${rowsAs("names", names, {
      username: ["text", ({ username }) => username],
      channel: ["text", ({ channel }) => channel],
    })}
    order by username
    on conflict (username) do nothing
    returning username
  `.execute(tx);
  await sql`
    insert into "FrontierTold" (initial_id, channel, led_by, full_name, is_private, is_verified)
    select frontier.id, names.channel, names.led_by, names.full_name, names.is_private, names.is_verified
    from ${rowsAs("names", names, {
      username: ["text", ({ username }) => username],
      channel: ["text", ({ channel }) => channel],
      led_by: ["text", ({ ledBy }) => ledBy],
      full_name: ["text", ({ fullName }) => fullName],
      is_private: ["boolean", ({ isPrivate }) => isPrivate],
      is_verified: ["boolean", ({ isVerified }) => isVerified],
    })}
    join "InitialInstagramAccount" as frontier on frontier.username = names.username
    where frontier.account_id is null
    order by frontier.id
    for key share of frontier
    on conflict (initial_id) do nothing
  `.execute(tx);
  const search = await lockSearch(tx, audience);
  if (search !== null)
    await scoreNamed(
      tx,
      search,
      names.map(({ username }) => username),
    );
  const isNew = new Set(added.map(({ username }) => username));
  const { numAffectedRows } = await sql`
    update "DiscoveryQuestion" as question
    set claimed_by = null,
        next_attempt_at = null,
        attempts = 0,
        last_error = null,
        pages = question.pages + 1,
        told = question.told + read.told,
        discovered = question.discovered + read.discovered,
        cursor = read.cursor,
        outcome = case when read.cursor is null or question.pages + 1 >= ${MOST_PAGES} then 'ok' end
    from ${rowsAs("read", done, {
      id: ["bigint", ({ item }) => item.id],
      told: ["integer", ({ result }) => result.names.length],
      discovered: [
        "integer",
        ({ result }) => result.names.filter(({ username }) => isNew.has(username)).length,
      ],
      // After an empty page nothing follows, whatever cursor it gives.
      cursor: [
        "text",
        ({ item, result }) =>
          result.names.length === 0 || result.nextCursor === item.cursor ? null : result.nextCursor,
      ],
    })}
    where question.id = read.id and question.claimed_by = ${runId}
  `.execute(tx);
  return {
    closed: Number(numAffectedRows ?? 0),
    tallies: { names_told: told.size, discovered: added.length },
  };
}
