import { type Kysely, sql, type Transaction } from "kysely";
import type { Audience } from "../audiences/audiences.js";
import { isAlive } from "../claims/claims.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import {
  type ClaimedNames,
  claimedNames,
  type claimFrontier,
  claimOnwards,
  type FrontierItem,
  together,
} from "../mining/claim-frontier.js";
import { ARMS, type Arm, claimOrder, exploredOf } from "./claim-order.js";
import type { Channel } from "./evidence.js";
import { noteMilestone } from "./milestones.js";
import { judgeStep } from "./rank.js";
import { openSearch, readYields } from "./search.js";
import { scoreUnscored } from "./unscored.js";

/** Accounts judged before each claim: as many as a chunk brings, and some of a backlog. */
const JUDGED_BEFORE_CLAIM = 200;
/** Names read per name claimed, and beyond that: mined ones at the head of an arm have to be read past once. */
const WALKED_PER_CLAIM = 3;
const WALKED_BEYOND = 64;
/** If scored names run out, the names of this many unwanted accounts are scored. */
export const SCORED_WHEN_SHORT = 50;
/** If all names read were mined already, reading goes on at most this many times. */
const MOST_ROUNDS = 20;

interface Aim {
  /** Only names found through these channels; left out: through any. */
  channels?: readonly Channel[] | undefined;
  /** Uniform, 0 ≤ r < 1; used for exploring. */
  random?: () => number;
}

/** @returns the claim function of one run. Its first call opens the search. */
export function aimedAt(name: string, { channels, random = Math.random }: Aim = {}): typeof claimFrontier {
  let audience: Audience | null = null;
  const inOrder = claimOnwards();
  return async (db, runId, limit) => {
    if (audience === null) {
      audience = await openSearch(db, name);
      await noteMilestone(db, audience);
    }
    return claimAimed(db, { audience, runId, channels, random, inOrder }, limit);
  };
}

/**
 * Claims the names that an audience most likely wants: arm by arm in order of expected yield (`claimOrder`), within an arm
 * the oldest first. One claim in twenty explores. Before that, judges the accounts mined in the meantime, within a limit. If
 * scored names run out, those of unwanted accounts are scored. If scores do not help, or no scored name is left, the frontier
 * is claimed in its own order, unless only other channels are wanted.
 */
async function claimAimed(
  db: Kysely<Schema>,
  {
    audience,
    runId,
    channels,
    random,
    inOrder,
  }: Aim & { audience: Audience; runId: bigint; random: () => number; inOrder: typeof claimFrontier },
  limit: number,
): Promise<ClaimedNames> {
  const tx = db as Transaction<Schema>;
  const { searches } = await judgeStep(tx, JUDGED_BEFORE_CLAIM);
  const search = searches.find(({ audienceId }) => audienceId === audience.id);
  if (search === undefined) return inOrder(db, runId, limit);
  const order = claimOrder(await readYields(tx, audience.id), search.measured, random);
  // Names about which nothing is known come from seeds or from mined accounts.
  const takesUnknown = channels === undefined || channels.includes("related");
  if (order.kind === "breadth_first" && takesUnknown) return inOrder(db, runId, limit);
  const arms = order.kind === "aimed" ? order : { arms: ARMS, explored: ARMS };
  const among = (each: readonly Arm[]) =>
    channels === undefined ? each : each.filter(({ channel }) => channels.includes(channel));
  const explored = exploredOf(Number(search.claims), limit);
  const searched = { audienceId: audience.id, runId };
  const likeliest = await claimFromArms(tx, searched, among(arms.arms), limit - explored);
  let { items, skipped } = together(
    likeliest,
    await claimFromArms(tx, searched, among(arms.explored), explored),
  );
  if (items.length + skipped < limit) {
    const { names } = await scoreUnscored(tx, search, { isWanted: false, limit: SCORED_WHEN_SHORT });
    const left = limit - items.length - skipped;
    if (names > 0)
      ({ items, skipped } = together(
        { items, skipped },
        await claimFromArms(tx, searched, among(arms.arms), left),
      ));
  }
  await tx
    .updateTable("AudienceSearch")
    .set({ claims: search.claims + BigInt(items.length + skipped) })
    .where("audience_id", "=", audience.id)
    .execute();
  if (items.length + skipped === limit || !takesUnknown) return { items, skipped };
  return together({ items, skipped }, await inOrder(db, runId, limit - items.length - skipped));
}

/** Claims from arms until there are enough names or none are left. */
async function claimFromArms(
  tx: Transaction<Schema>,
  search: { audienceId: bigint; runId: bigint },
  arms: readonly Arm[],
  limit: number,
): Promise<ClaimedNames> {
  const all: ClaimedNames = { items: [], skipped: 0 };
  for (let round = 0; round < MOST_ROUNDS && all.items.length + all.skipped < limit; round++) {
    const taken = await takeFromArms(tx, search, arms, limit - all.items.length - all.skipped);
    all.items.push(...taken.items);
    all.skipped += taken.skipped;
    if (taken.over === 0) break;
  }
  return all;
}

/** Claims from arms in order, and closes the scores of mined and finished names on the way. */
async function takeFromArms(
  tx: Transaction<Schema>,
  { audienceId, runId }: { audienceId: bigint; runId: bigint },
  arms: readonly Arm[],
  limit: number,
): Promise<ClaimedNames & { over: number }> {
  const walked = limit * WALKED_PER_CLAIM + WALKED_BEYOND;
  const { rows } = await sql<FrontierItem & { is_known: boolean; over: number }>`
    -- By "FrontierScore_open", one arm after the other: it stops as soon as there are enough.
    with walked as materialized (
      select name.initial_id, name.is_over, arm.place
      from ${rowsAs(
        "arm",
        arms.map((arm, place) => ({ ...arm, place })),
        {
          channel: ["text", ({ channel }) => channel],
          bucket: ["smallint", ({ bucket }) => bucket],
          place: ["integer", ({ place }) => place],
        },
      )}
      cross join lateral (
        -- A name without a row was erased.
        select score.initial_id, frontier.id is null or frontier.account_id is not null or frontier.outcome is not null as is_over
        from "FrontierScore" as score
        left join "InitialInstagramAccount" as frontier on frontier.id = score.initial_id
        where score.audience_id = ${audienceId}
          and score.channel = arm.channel
          and score.bucket = arm.bucket
          and score.is_open
          and frontier.claimed_by is null
        order by score.initial_id
        limit ${walked}
      ) as name
      limit ${walked}
    ),
    closed as (
      update "FrontierScore" as score
      set is_open = false
      -- Joined, the planner would compare each of them with all scores of the audience.
      where score.initial_id = any(array(select initial_id from walked where is_over)) and score.audience_id = ${audienceId}
    ),
    likeliest as (
      select initial_id, place from walked where not is_over order by place, initial_id limit ${limit}
    ),
    taken as (
      select frontier.id, frontier.username, likeliest.place
      from likeliest
      join "InitialInstagramAccount" as frontier on frontier.id = likeliest.initial_id
      where frontier.account_id is null and frontier.outcome is null and frontier.claimed_by is null
        and ${isAlive(runId)}
      order by likeliest.place, frontier.id
      for no key update of frontier skip locked
    ),
    ${claimedNames(runId, sql`taken.place`)}
    select id, username, absences, is_known, (select count(*)::int from walked where is_over) as over
    from (select true as is_asked) as asked
    left join claimed on true
    order by place, id
  `.execute(tx);
  const claimed = rows.filter(({ id }) => id !== null);
  return {
    items: claimed
      .filter(({ is_known }) => !is_known)
      .map(({ id, username, absences }) => ({ id, username, absences })),
    skipped: claimed.filter(({ is_known }) => is_known).length,
    over: rows[0]?.over ?? 0,
  };
}
