import { type Kysely, type RawBuilder, sql } from "kysely";
import { QUEUE_OF_COMMAND, type QueueTable } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";
import { FEW_COMMENTS } from "../mining/comments/claim-posts.js";
import { type Condition, countRows, type RowCount } from "./estimates.js";

/** "fresh": never tried. */
export type QueueState = "fresh" | "retry" | "claimed" | "failed";

export interface QueueSize {
  /** "frontier", or the command whose queue it is. */
  queue: string;
  /** The queue of a command that repeats its rows for ever has no fresh ones. */
  states: Partial<Record<QueueState, RowCount>>;
}

/** For commands that share a table: which rows belong to which. */
const OWN_ROWS: Readonly<Record<string, RawBuilder<boolean>>> = {
  "vary-names": sql`alt_username is null and is_watch and account_id is not null`,
  "validate-clones": sql`alt_username is not null`,
};

/** Which rows were never tried, if an empty outcome is not enough to tell; null if the rows repeat for ever. */
const FRESH: Readonly<Record<string, { table: keyof Schema; condition: Condition } | null>> = {
  refresh: null,
  "label-gmail": null,
  // Campaigns are read again and again; a block is done once.
  "sync-instantly": {
    table: "InstantlySync",
    condition: { where: sql`task = 'block' and outcome is null` },
  },
  // Uses "InstagramPost_uncommented". Posts whose import has begun are included.
  "import-comments": {
    table: "InstagramPost",
    condition: {
      where: sql`not comments_searched and comment_count > ${sql.lit(FEW_COMMENTS)}`,
      isIndexed: true,
    },
  },
};

/** Counts what waits in each queue besides the frontier, which the caller has counted. Writes nothing. */
export async function countQueues(db: Kysely<Schema>, frontier: QueueSize["states"]): Promise<QueueSize[]> {
  const sizes: QueueSize[] = [{ queue: "frontier", states: frontier }];
  for (const [command, table] of Object.entries(QUEUE_OF_COMMAND)) {
    if (command !== "mine-new") sizes.push({ queue: command, states: await statesOf(db, command, table) });
  }
  return sizes;
}

async function statesOf(
  db: Kysely<Schema>,
  command: string,
  table: QueueTable,
): Promise<QueueSize["states"]> {
  const own = OWN_ROWS[command] ?? sql<boolean>`true`;
  const tried = {
    retry: { where: sql<boolean>`outcome = 'retry' and ${own}` },
    claimed: { where: sql<boolean>`claimed_by is not null and ${own}`, isIndexed: true },
    failed: { where: sql<boolean>`outcome = 'failed' and ${own}`, isIndexed: true },
  } as const;
  const fresh = FRESH[command];
  if (fresh === null) return countRows(db, table, tried);
  if (fresh === undefined)
    return countRows(db, table, { fresh: { where: sql<boolean>`outcome is null and ${own}` }, ...tried });
  return {
    ...(await countRows(db, fresh.table, { fresh: fresh.condition })),
    ...(await countRows(db, table, tried)),
  };
}
