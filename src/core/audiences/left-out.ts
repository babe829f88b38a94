import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { type Condition, conditionsOf } from "./conditions.js";
import { type Criteria, HASHTAG_DAYS } from "./criteria.js";

export interface LeftOut {
  reason: string;
  accounts: number;
}

/** In days: older than Instagram. */
const EVER = 36_500;

/**
 * Counts all accounts that one of these criteria leaves out, each once: by the first criterion that is known not to hold, else by
 * the first that is not known, else by a hashtag that it had too long ago. Reads the table of accounts once.
 * @returns the reasons in that order; what nobody is left out for is not among them.
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

/** Whether an account had one of the hashtags at any time. */
function hashtagsBefore(
  { name }: Condition,
  { hashtags, postedWithinDays = HASHTAG_DAYS }: Criteria,
): { days: number; hadBefore: RawBuilder<boolean> } {
  const [ever] = name === "hashtags" && hashtags ? conditionsOf({ hashtags, postedWithinDays: EVER }) : [];
  return { days: postedWithinDays, hadBefore: ever?.holds ?? sql<boolean>`false` };
}
