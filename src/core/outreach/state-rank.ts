import { type RawBuilder, sql } from "kysely";

/**
 * How far a lead has come, as SQL over a state. Every reader of a lead may raise the state and never lowers it, so that
 * the order of reading does not matter. An opt-out ranks above an answer, and a person's answer above a bounce.
 */
export function stateRank(state: RawBuilder<unknown>): RawBuilder<number> {
  return sql`coalesce(array_position(
    array['queued', 'sending', 'active', 'skipped', 'completed', 'bounced', 'replied', 'unsubscribed'], ${state}::text
  ), 0)`;
}
