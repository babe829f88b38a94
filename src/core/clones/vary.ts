import { type Kysely, sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import { claimedRows } from "../claims/claim-rows.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { forgottenAmong } from "../keep-out/forgotten.js";
import { VARIATION_RULES, type Variation, varyName } from "./variations.js";

/** A watched account that needs names to try. */
export interface UnvariedItem {
  id: bigint;
  username: string;
  fullName: string;
  country: string | null;
  /** Names already recorded for it. */
  taken: string[];
}

/** When an account whose names have all been tried gets new ones, since imitators may appear later. */
export const NEXT_ROUND = sql`interval '30 days'`;
/** The prior of a rule counts as much as this many names tried. */
const PRIOR_NAMES = 200;

/** Claims watched accounts without names left to try. */
export async function claimUnvaried(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: UnvariedItem[]; skipped: number }> {
  const { rows } = await sql<{
    id: bigint;
    username: string;
    full_name: string | null;
    country: string | null;
    taken: string[];
  }>`
    with ${claimedRows("UsersToClone", runId, limit, [
      {
        where: sql`alt_username is null and is_watch and account_id is not null and outcome is distinct from 'failed'
          and coalesce(next_attempt_at, '-infinity') <= now()`,
        orderBy: sql`coalesce(next_attempt_at, '-infinity'), id`,
      },
    ])}
    select claimed.id, account.username, account.full_name, account.country,
      array(
        select beside.alt_username
        from "UsersToClone" as beside
        where beside.account_id = claimed.account_id and beside.alt_username is not null
        order by beside.alt_username
      ) as taken
    from claimed
    join "InstagramAccountBase" as account on account.id = claimed.account_id
    order by claimed.id
  `.execute(db);
  return {
    items: rows.map(({ full_name, ...row }) => ({ ...row, fullName: full_name ?? "" })),
    skipped: 0,
  };
}

/**
 * The share of each rule's names under which a look-alike was found. Starts from the prior, so that a rule is not overrated
 * or dropped after a few names.
 */
export async function ruleYields(db: Kysely<Schema>): Promise<Map<string, number>> {
  const seen = await db.selectFrom("CloneRuleYield").select(["rule", "tried", "found"]).execute();
  const byRule = new Map(seen.map((row) => [row.rule, row]));
  return new Map(
    VARIATION_RULES.map(({ name, prior }) => {
      const { tried = 0n, found = 0n } = byRule.get(name) ?? {};
      return [name, (Number(found) + prior * PRIOR_NAMES) / (Number(tried) + PRIOR_NAMES)];
    }),
  );
}

/** What varying names needs besides the account. */
export interface VaryTools {
  yields: ReadonlyMap<string, number>;
  year: number;
  /** Maximum number of names per account. */
  perAccount: number;
  /** Asks a language model for names; null: only the rules are used. */
  invent: ((item: UnvariedItem, signal: AbortSignal) => Promise<string[]>) | null;
}

/** The names to try for an account, likeliest first, without those already recorded for it. */
export async function namesFor(
  item: UnvariedItem,
  { yields, year, perAccount, invent }: VaryTools,
  signal: AbortSignal,
): Promise<Variation[]> {
  const invented = invent === null ? [] : await invent(item, signal);
  const taken = new Set(item.taken);
  return varyName(item.username, { country: item.country, year, invented, fullName: item.fullName }, yields)
    .filter(({ username }) => !taken.has(username))
    .slice(0, perAccount);
}

/** Saves the names to try; the first one becomes the current one. An account without names waits for the next round. */
export async function saveVaried(
  tx: Transaction<Schema>,
  done: readonly Done<UnvariedItem, Variation[]>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const keptOut = await forgottenAmong(
    tx,
    "username",
    done.flatMap(({ result }) => result.map(({ username }) => username)),
  );
  const named = done.map(({ item, result }) => ({
    item,
    result: result.filter(({ username }) => !keptOut.has(username)),
  }));
  const { rows } = await sql<{ names: number }>`
    with varied as (
      select watch.id, named.usernames::text[] as usernames, named.rules::text[] as rules
      from ${rowsAs("named", named, {
        id: ["bigint", ({ item }) => item.id],
        usernames: ["text[]", ({ result }) => result.map(({ username }) => username)],
        rules: ["text[]", ({ result }) => result.map(({ rule }) => rule)],
      })}
      join "UsersToClone" as watch on watch.id = named.id
      where watch.claimed_by = ${runId}
      order by watch.id
      for no key update of watch
    )
    update "UsersToClone" as watch
    set alt_username = varied.usernames[1],
        rule = varied.rules[1],
        next_usernames = varied.usernames[2:],
        next_rules = varied.rules[2:],
        names_tried = 0,
        searched_at = null,
        varied_at = now(),
        attempts = 0,
        outcome = null,
        last_error = null,
        next_attempt_at = case when cardinality(varied.usernames) = 0 then now() + ${NEXT_ROUND} end,
        claimed_by = null
    from varied
    where watch.id = varied.id
    returning cardinality(varied.usernames) as names
  `.execute(tx);
  return { closed: rows.length, tallies: { names: rows.reduce((sum, { names }) => sum + names, 0) } };
}
