import { type RawBuilder, sql } from "kysely";

/**
 * How far a lead has come: SQL over a state. Whoever reads something of a lead may raise it and never lowers it, so that it
 * does not matter who reads first. An opt-out goes before an answer, and a person's answer before a bounce.
 */
export function stateRank(state: RawBuilder<unknown>): RawBuilder<number> {
  return sql`coalesce(array_position(
    array['queued', 'sending', 'active', 'skipped', 'completed', 'bounced', 'replied', 'unsubscribed'], ${state}::text
  ), 0)`;
}
