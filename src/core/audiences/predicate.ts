import { type RawBuilder, sql } from "kysely";
import { conditionsOf } from "./conditions.js";
import type { Criteria } from "./criteria.js";

/**
 * The one predicate of an audience, in three forms that never disagree. Each is SQL over `account`, an alias of
 * "InstagramAccountBase", and reads the clock of the database.
 */

/** @returns SQL for a where clause: true if all criteria are known to match, else false or null; written so that indexes are used. */
export function isWanted(whom: Criteria): RawBuilder<boolean | null> {
  return all(conditionsOf(whom).map(({ verdict, holds }) => sql<boolean | null>`(${holds ?? verdict})`));
}

/**
 * @returns true: wanted; false: a criterion is known not to hold; null: undecided, since a criterion that is not known
 * would decide. SQL's own `and` is just this.
 */
export function verdictOf(whom: Criteria): RawBuilder<boolean | null> {
  return all(conditionsOf(whom).map(({ verdict }) => sql<boolean | null>`(${verdict})`));
}

/**
 * What there is to learn from an account. As `verdictOf`, but null only while a command that makes no request (qualify,
 * find-countries, find-emails, measure) still has something to read that would decide; afterwards what could not be told
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
