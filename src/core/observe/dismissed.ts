import { type RawBuilder, sql } from "kysely";

/** Whether a person has reviewed and dismissed a pair of look-alikes (SQL; `pair` is a row of "UsersToClone"). */
export const isDismissed = (pair: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select
  from "DismissedClone" as dismissed
  where dismissed.account_id = ${pair}.account_id and dismissed.clone_id = ${pair}.clone_id
)`;
