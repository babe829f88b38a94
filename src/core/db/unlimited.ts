/** Takes the time limit off the rest of a transaction: for what goes by the size of the store. */
export const WITHOUT_TIME_LIMIT = "set local statement_timeout = 0";

const INDEX_BESIDE = /^(create (unique )?|drop )index concurrently /;

/** Whether the time limit does not hold from this statement on: these cannot be in a transaction that lifts it. */
export function liftsTimeLimit(statement: string): boolean {
  return statement === WITHOUT_TIME_LIMIT || INDEX_BESIDE.test(statement);
}
