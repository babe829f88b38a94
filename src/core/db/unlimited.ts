/** Removes the time limit from the rest of a transaction, for work that grows with the store. */
export const WITHOUT_TIME_LIMIT = "set local statement_timeout = 0";

const INDEX_BESIDE = /^(create (unique )?|drop )index concurrently /;

/**
 * Whether no time limit applies from this statement on: it removes the limit, or it creates or drops an index
 * concurrently, which cannot run in a transaction that removes it.
 */
export function liftsTimeLimit(statement: string): boolean {
  return statement === WITHOUT_TIME_LIMIT || INDEX_BESIDE.test(statement);
}
