import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { type Condition, conditionsOf } from "./conditions.js";
import { type Criteria, HASHTAG_DAYS } from "./criteria.js";

/** A reason why accounts do not match, and how many accounts it applies to. */
export interface LeftOut {
  reason: string;
  accounts: number;
}

/** Longer than Instagram has existed, in days. */
const EVER = 36_500;

/**
 * Counts all accounts that at least one of the criteria leaves out, each account once, under one reason: the first criterion
 * known not to hold, otherwise the first that is unknown, otherwise a hashtag that is only in too old a post. Reads the table
 * of accounts once.
 * @returns the reasons in that order; reasons that apply to no account are omitted.
 */
export async function countLeftOut(db: Kysely<Schema>, whom: readonly Criteria[]): Promise<LeftOut[]> {
  const judged = whom.flatMap((criteria) =>
    conditionsOf(criteria).map((condition) => ({ ...condition, ...hashtagsBefore(condition, criteria) })),
  );
  const cases: { reason: string; when: RawBuilder<boolean> }[] = [
    ...judged.map(({ unmet, verdict, hadBefore }) => ({
      reason: unmet,
      when: sql<boolean>`(${verdict}) is false and not (${hadBefore})`,
    })),
    ...judged.flatMap(({ missing, foundBy, isPending, verdict, hadBefore }) => [
      ...(foundBy === null
        ? []
        : [
            {
              reason: `${missing} not known yet (${foundBy})`,
              when: sql<boolean>`(${verdict}) is null and not (${hadBefore}) and ${isPending}`,
            },
          ]),
      { reason: `${missing} not known`, when: sql<boolean>`(${verdict}) is null and not (${hadBefore})` },
    ]),
    ...judged.map(({ days, verdict, hadBefore }) => ({
      reason: `hashtag only in posts older than ${days} days (--posted-within)`,
      when: sql<boolean>`(${verdict}) is not true and (${hadBefore})`,
    })),
  ];
  if (cases.length === 0) return [];
  const { rows } = await sql<{ place: number; accounts: number }>`
    select place, count(*)::int as accounts
    from (
      select case ${sql.join(
        cases.map(({ when }, place) => sql`when ${when} then ${sql.lit(place)}`),
        sql` `,
      )} end as place
      from "InstagramAccountBase" as account
    ) as judged
    where place is not null
    group by place
    order by place
  `.execute(db);
  const counts = new Map<string, number>();
  for (const { place, accounts } of rows) {
    const { reason } = cases[place] as (typeof cases)[number];
    counts.set(reason, (counts.get(reason) ?? 0) + accounts);
  }
  return [...counts].map(([reason, accounts]) => ({ reason, accounts }));
}

/** Whether an account has ever used one of the hashtags. */
function hashtagsBefore(
  { name }: Condition,
  { hashtags, postedWithinDays = HASHTAG_DAYS }: Criteria,
): { days: number; hadBefore: RawBuilder<boolean> } {
  const [ever] = name === "hashtags" && hashtags ? conditionsOf({ hashtags, postedWithinDays: EVER }) : [];
  return { days: postedWithinDays, hadBefore: ever?.holds ?? sql<boolean>`false` };
}
