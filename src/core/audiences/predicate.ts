import { type RawBuilder, sql } from "kysely";
import { conditionsOf } from "./conditions.js";
import type { Criteria } from "./criteria.js";

/**
 * The predicate of an audience, in three forms that never contradict each other. Each is SQL over `account`, an alias of
 * "InstagramAccountBase", and uses the database's clock.
 */

/**
 * @returns a condition for a where clause: true if all criteria are known to hold, otherwise false or null. Written so that
 * indexes are used.
 */
export function isWanted(whom: Criteria): RawBuilder<boolean | null> {
  return all(conditionsOf(whom).map(({ verdict, holds }) => sql<boolean | null>`(${holds ?? verdict})`));
}

/**
 * @returns the verdict. True: wanted. False: a criterion is known not to hold. Null: undecided, because a criterion is
 * unknown and no other is false. This is how SQL's `and` combines null.
 */
export function verdictOf(whom: Criteria): RawBuilder<boolean | null> {
  return all(conditionsOf(whom).map(({ verdict }) => sql<boolean | null>`(${verdict})`));
}

/**
 * The verdict that a search learns from. It is null only while a command that makes no request (qualify, find-countries,
 * find-emails, measure) still has stored data to read that would decide. After that, an account that is still undecided
 * counts as not wanted.
 */
export function lessonOf(whom: Criteria): RawBuilder<boolean | null> {
  return all(
    conditionsOf(whom).map(
      ({ verdict, isPending }) =>
        sql<boolean | null>`coalesce((${verdict}), case when not (${isPending}) then false end)`,
    ),
  );
}

function all<T>(conditions: readonly RawBuilder<T>[]): RawBuilder<T> {
  return conditions.length === 0 ? sql<T>`true` : sql<T>`(${sql.join(conditions, sql` and `)})`;
}
