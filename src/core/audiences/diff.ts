import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Criteria } from "./criteria.js";
import { isWanted } from "./predicate.js";

/** One part of a comparison: its number of accounts, and the usernames of the largest, by followers. */
export interface Side {
  accounts: number;
  usernames: string[];
}

/**
 * Compares the accounts that two audiences match: only the first, both, only the second.
 * @param shown usernames to return per part, at most.
 */
export async function diffAudiences(
  db: Kysely<Schema>,
  first: Criteria,
  second: Criteria,
  shown: number,
): Promise<Record<"onlyFirst" | "both" | "onlySecond", Side>> {
  const side = async (which: RawBuilder<boolean>): Promise<Side> => {
    const { rows } = await sql<Side>`
      select count(*)::int as accounts,
        coalesce((array_agg(username order by followers_count desc nulls last, id))[1:${shown}], '{}') as usernames
      from "InstagramAccountBase" as account
      where ${which}
    `.execute(db);
    return rows[0] as Side;
  };
  const [one, other] = [isWanted(first), isWanted(second)];
  return {
    onlyFirst: await side(sql`${one} and ${other} is not true`),
    both: await side(sql`${one} and ${other}`),
    onlySecond: await side(sql`${other} and ${one} is not true`),
  };
}
